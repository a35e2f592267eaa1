import { isDigestAt } from '../domain/digest.ts';
import { languages } from '../domain/partner.ts';
import { type Role, roles } from '../domain/people.ts';
import { isReminderHours, type ReminderLevel, reminderLevels } from '../domain/reminders.ts';
import { mostRuleChannels, mostRules, type RoutingRule, routedSeverities } from '../domain/routing.ts';
import {
  hoursIn,
  memoryLimit,
  type RemovalLimit,
  removalLimits,
  type SettingFault,
  type Settings,
} from '../domain/settings.ts';
import { weekDays } from '../domain/working-days.ts';
import type { SettingsWish } from '../workflow/change-settings.ts';
import type { Store } from '../workflow/ports.ts';
import type { SettingsNow } from '../workflow/settings-ports.ts';
import type { Channel } from '../workflow/teams-ports.ts';

/* What people enter into the settings' forms, made a wish. All of it is outside data. */

const tenantForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A channel of the partner that can be posted to, or why it is none. */
function readyChannel({ channels }: SettingsNow, id: string): Channel | SettingFault {
  const found = channels.find((channel) => channel.id === id);
  if (found === undefined) return { kind: 'channel-unknown' };
  return found.state === 'ready' ? found : { kind: 'channel-unready', channelId: found.id, state: found.state };
}

const isFault = (value: Channel | SettingFault): value is SettingFault => 'kind' in value;

export function languageWish(given: { readonly channel: string; readonly language: string }): SettingsWish {
  return (before, now) => {
    const channel = readyChannel(now, given.channel);
    const language = languages.find((one) => one === given.language);
    if (isFault(channel)) return [channel];
    if (language === undefined) return [{ kind: 'language', value: given.language }];
    return { ...before, languages: { ...before.languages, [channel.id]: language } };
  };
}

export function defaultWish({ defaultChannel }: { readonly defaultChannel: string }): SettingsWish {
  return (before, now) => {
    if (defaultChannel === 'none') return { ...before, defaultChannel: null };
    const channel = readyChannel(now, defaultChannel);
    return isFault(channel) ? [channel] : { ...before, defaultChannel: channel.id };
  };
}

export interface RuleInput {
  readonly customer: string;
  readonly customerId: string;
  readonly reseller: string;
  readonly atLeast: string;
  readonly to: string;
}

const chosenIn = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const isAny = (text: string) => text === '' || text === 'any';

export function ruleWish(store: Pick<Store, 'settings'>, given: RuleInput): SettingsWish {
  return async (before, now) => {
    const faults: SettingFault[] = [];
    const typedId = given.customerId.trim().toLowerCase();
    const customer = typedId === '' ? given.customer.trim().toLowerCase() : typedId;
    if (!isAny(customer) && !tenantForm.test(customer)) faults.push({ kind: 'customer', value: customer });
    const reseller = given.reseller.toLowerCase();
    if (!isAny(reseller)) {
      const known = await store.settings.resellers(now.partner.id, 1000);
      if (!known.some(({ tenantId }) => tenantId === reseller))
        faults.push({ kind: 'reseller', value: given.reseller });
    }
    const atLeast = routedSeverities.find((one) => one === given.atLeast);
    if (atLeast === undefined && !isAny(given.atLeast)) faults.push({ kind: 'severity', value: given.atLeast });
    const to = [...new Set(chosenIn(given.to))].slice(0, mostRuleChannels).map((id) => readyChannel(now, id));
    const channels = to.flatMap((one) => (isFault(one) ? [] : [one]));
    faults.push(...to.filter(isFault));
    if (to.length === 0) faults.push({ kind: 'no-channel' });
    if (before.rules.length >= mostRules) faults.push({ kind: 'rules-full', most: mostRules });
    if (faults.length > 0) return faults;
    const rule: RoutingRule = {
      ...(isAny(customer) ? {} : { customerTenantId: customer }),
      ...(isAny(reseller) ? {} : { resellerTenantId: reseller }),
      ...(atLeast === undefined ? {} : { atLeast }),
      channelIds: channels.map(({ id }) => id),
    };
    return { ...before, rules: [...before.rules, rule] };
  };
}

export function orderWish({
  rule: index,
  move,
}: {
  readonly rule: number;
  readonly move: 'up' | 'remove';
}): SettingsWish {
  return (before) => {
    const rule = before.rules[index];
    if (rule === undefined) return [{ kind: 'no-rule' }];
    const others = before.rules.toSpliced(index, 1);
    return { ...before, rules: move === 'remove' ? others : others.toSpliced(Math.max(0, index - 1), 0, rule) };
  };
}

export function remindersWish(
  given: Readonly<Record<ReminderLevel, string>> & { readonly escalationChannel: string },
): SettingsWish {
  return (before, now) => {
    const faults: SettingFault[] = [];
    const hours = (level: ReminderLevel): readonly number[] => {
      const read = hoursIn(given[level]);
      if (read !== undefined && isReminderHours(read)) return read;
      faults.push({ kind: 'hours', level, value: given[level] });
      return [];
    };
    const [owner = [], channel = [], escalation = []] = reminderLevels.map(hours);
    const to = given.escalationChannel === 'none' ? undefined : readyChannel(now, given.escalationChannel);
    // One that was set before and went meanwhile is told of beside it, and keeps nobody from changing the hours.
    const isKept = to !== undefined && isFault(to) && given.escalationChannel === before.escalationChannel;
    if (to !== undefined && isFault(to) && !isKept) faults.push(to);
    if (faults.length > 0) return faults;
    const escalationChannel = isKept ? before.escalationChannel : to === undefined || isFault(to) ? null : to.id;
    return { ...before, reminders: { owner, channel, escalation }, escalationChannel };
  };
}

export function digestWish(given: {
  readonly digestOn: boolean;
  readonly digestAt: string;
  readonly days: string;
  readonly timeZone: string;
}): SettingsWish {
  return (before) => {
    const digestAt = given.digestOn ? given.digestAt.trim() : 'off';
    const days = chosenIn(given.days);
    const workingDays = weekDays.filter((day) => days.includes(String(day)));
    const timeZone = given.timeZone.trim();
    const faults: SettingFault[] = [
      ...(isDigestAt(digestAt) ? [] : [{ kind: 'time', value: digestAt } as const]),
      ...(workingDays.length > 0 ? [] : [{ kind: 'no-days' } as const]),
      ...(isTimeZone(timeZone) ? [] : [{ kind: 'zone', value: timeZone } as const]),
    ];
    return faults.length > 0 ? faults : { ...before, digestAt, workingDays, timeZone };
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Only somebody of the partner's own tenant whom the bot has met can be named. */
export function giveWish(
  store: Pick<Store, 'people'>,
  given: { readonly role: string; readonly person: string },
): SettingsWish {
  return async (before, { partner }) => {
    const role = roles.find((one) => one === given.role);
    const met = role && (await store.people.find(partner.tenantId, given.person.trim().toLowerCase()));
    if (!role || !met) return [{ kind: 'person' }];
    const { objectId } = met;
    const held = before.people[role] ?? [];
    return { ...before, people: { ...before.people, [role]: held.includes(objectId) ? held : [...held, objectId] } };
  };
}

export function takeWish({ held }: { readonly held: string }): SettingsWish {
  return (before) => {
    const [name, id] = held.split(':', 2);
    const role: Role | undefined = roles.find((one) => one === name);
    const named = role && before.people[role];
    if (role === undefined || id === undefined || !named?.includes(id)) return [{ kind: 'person' }];
    return { ...before, people: { ...before.people, [role]: named.filter((one) => one !== id) } };
  };
}

/** A form that was drawn before memory was among them says nothing of it. */
export function removalWish(
  given: Readonly<Record<RemovalLimit, string>> & { readonly memoryDays?: string | undefined },
): SettingsWish {
  return (before): Settings | readonly SettingFault[] => {
    const faults: SettingFault[] = [];
    const limit = (name: RemovalLimit | 'memoryDays', typed: string): number => {
      const { min, max } = name === 'memoryDays' ? memoryLimit : removalLimits[name];
      const text = typed.trim();
      const value = Number(text);
      if (/^\d{1,6}$/.test(text) && value >= min && value <= max) return value;
      faults.push({ kind: 'limit', limit: name, min, max });
      return min;
    };
    const limits = {
      twoPersonAbove: limit('twoPersonAbove', given.twoPersonAbove),
      mostResources: limit('mostResources', given.mostResources),
      mostPercent: limit('mostPercent', given.mostPercent),
    };
    const memoryDays = given.memoryDays === undefined ? before.memoryDays : limit('memoryDays', given.memoryDays);
    return faults.length > 0 ? faults : { ...before, limits, memoryDays };
  };
}
