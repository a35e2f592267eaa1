import type { ClosedState } from './channel-state.ts';
import { standardDigestAt } from './digest.ts';
import type { ChannelId } from './ids.ts';
import { mostMemoryDays, policyDays } from './memory.ts';
import type { Language, Partner } from './partner.ts';
import type { Role } from './people.ts';
import type { RemovalPolicy } from './plan.ts';
import { type ReminderLevel, type ReminderPolicy, standardReminders } from './reminders.ts';
import type { RoutingRule } from './routing.ts';
import { workingDaysOf } from './working-days.ts';

/** Limits of removals that owners set, with the least and the most that they may be. */
export const removalLimits = {
  twoPersonAbove: { min: 0, max: 1000 },
  mostResources: { min: 1, max: 5000 },
  mostPercent: { min: 1, max: 100 },
} as const satisfies Partial<Record<keyof RemovalPolicy, { readonly min: number; readonly max: number }>>;
export type RemovalLimit = keyof typeof removalLimits;
/** The same of the days that an answer is remembered; 0: never. */
export const memoryLimit = { min: 0, max: mostMemoryDays } as const;

/** What owners of a partner set for all of it. */
export interface SettingValues {
  readonly rules: readonly RoutingRule[];
  readonly defaultChannel: ChannelId | null;
  readonly reminders: ReminderPolicy;
  readonly escalationChannel: ChannelId | null;
  /** `HH:MM`, or `off`. */
  readonly digestAt: string;
  /** Monday as 1. */
  readonly workingDays: readonly number[];
  readonly timeZone: string;
  readonly limits: Readonly<Record<RemovalLimit, number>>;
  /** Days that an alert confirmed as legitimate is remembered at the longest; 0: never. */
  readonly memoryDays: number;
  /** Entra object ids of those who are named, besides the groups, as the partner has them. */
  readonly people: NonNullable<Partner['rolePeople']>;
  /** Ids of the Entra groups whose members have each role, as the partner has them. */
  readonly groups: Partner['roleGroups'];
}

/** Languages of channels beside it, the only setting that a channel has of its own. */
export interface Settings extends SettingValues {
  readonly languages: Readonly<Record<ChannelId, Language>>;
}

/** One thing that was changed; values as in `Settings`. */
export type SettingChange =
  | {
      [N in keyof SettingValues]: {
        readonly setting: N;
        readonly before: SettingValues[N];
        readonly after: SettingValues[N];
      };
    }[keyof SettingValues]
  | {
      readonly setting: 'language';
      readonly channelId: ChannelId;
      readonly before: Language;
      readonly after: Language;
    };

/** Why what somebody has entered cannot be; `value` is what they entered. */
export type SettingFault =
  | { readonly kind: 'language' | 'time' | 'zone' | 'customer' | 'reseller' | 'severity'; readonly value: string }
  | { readonly kind: 'hours'; readonly level: ReminderLevel; readonly value: string }
  | { readonly kind: 'limit'; readonly limit: RemovalLimit | 'memoryDays'; readonly min: number; readonly max: number }
  | { readonly kind: 'channel-unready'; readonly channelId: ChannelId; readonly state: ClosedState }
  | { readonly kind: 'rules-full'; readonly most: number }
  /** What was given for a group is no id of one, or one that the partner's directory does not have, or cannot be asked for. */
  | { readonly kind: 'group-id' | 'group-unknown' | 'group-forbidden' | 'group-unreadable'; readonly value: string }
  | { readonly kind: 'groups-full'; readonly role: Role; readonly most: number }
  /** The group has the role already; it does not have it any more; the role has no group. */
  | { readonly kind: 'group-held' | 'group-not-held' | 'no-groups'; readonly role: Role }
  | { readonly kind: 'channel-unknown' | 'no-days' | 'no-channel' | 'no-rule' | 'person' }
  /** Whoever changes it would be no owner afterwards, or nobody can tell. */
  | { readonly kind: 'own-role-lost' | 'own-role-unreadable' };

export function settingsOf(
  partner: Partner,
  channels: readonly { readonly id: ChannelId; readonly language: Language }[],
): Settings {
  const { twoPersonAbove, mostResources, mostPercent } = partner.removal;
  return {
    rules: partner.routing?.rules ?? [],
    defaultChannel: partner.routing?.defaultChannelId ?? null,
    reminders: partner.reminders ?? standardReminders,
    escalationChannel: partner.escalationChannelId ?? null,
    digestAt: partner.digestAt ?? standardDigestAt,
    workingDays: workingDaysOf(partner),
    timeZone: partner.timeZone,
    limits: { twoPersonAbove, mostResources, mostPercent },
    memoryDays: policyDays(partner.memoryDays),
    people: partner.rolePeople ?? {},
    groups: partner.roleGroups,
    languages: Object.fromEntries(channels.map(({ id, language }) => [id, language])),
  };
}

const names = [
  'rules',
  'defaultChannel',
  'reminders',
  'escalationChannel',
  'digestAt',
  'workingDays',
  'timeZone',
  'limits',
  'memoryDays',
  'people',
  'groups',
] as const satisfies readonly (keyof SettingValues)[];

/** What is otherwise in the second than in the first. */
export function settingChanges(before: Settings, after: Settings): readonly SettingChange[] {
  const values = names.flatMap((setting) => changeOf(setting, before, after));
  const languages = Object.entries(after.languages).flatMap(([id, language]): readonly SettingChange[] => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of a record of channels
    const channelId = id as ChannelId;
    const was = before.languages[channelId];
    return was === undefined || was === language
      ? []
      : [{ setting: 'language', channelId, before: was, after: language }];
  });
  return [...values, ...languages];
}

function changeOf(setting: keyof SettingValues, before: SettingValues, after: SettingValues): readonly SettingChange[] {
  if (sameValue(before[setting], after[setting])) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- name and values belong together
  return [{ setting, before: before[setting], after: after[setting] } as unknown as SettingChange];
}

/** Members in any order. */
function sameValue(a: unknown, b: unknown): boolean {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : value;
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

/** Whether some of them are about who may what. */
export function isAboutRoles(changes: readonly SettingChange[]): boolean {
  return changes.some(({ setting }) => setting === 'people' || setting === 'groups');
}

/** Hours as they are typed: numbers with commas or spaces between; undefined where something else is among them. */
export function hoursIn(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  return parts.every((part) => /^\d{1,2}$/.test(part)) ? parts.map(Number) : undefined;
}
