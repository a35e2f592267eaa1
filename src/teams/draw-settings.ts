import { settingsCard } from '../../cards/settings.ts';
import { settingsFormCard } from '../../cards/settings-form.ts';
import type { RoleName, SettingsFormView, SettingsSection, SettingsView } from '../../cards/settings-views.ts';
import { hasRole, roles } from '../domain/people.ts';
import { type SettingFault, settingsOf } from '../domain/settings.ts';
import type { Json } from '../workflow/ports.ts';
import type { KeptChange, SettingsNow } from '../workflow/settings-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps, Turn } from './context.ts';
import { channelView, mostResellers, settingNames, valuesView } from './settings-names.ts';
import { changeText, faultText } from './settings-texts.ts';

/** Customers that one form offers; others are named by their tenant's id. */
const mostCustomers = 100;

/** The channel in which something is shown, where it is a channel. */
function hereOf({ incoming }: Turn, { channels }: SettingsNow): Pick<SettingsView, 'here'> {
  if (incoming.isPersonal || incoming.channel === undefined) return {};
  const found = channels.find(({ teamsChannelId }) => teamsChannelId === incoming.channel?.id);
  return { here: found === undefined ? {} : { channel: channelView(found) } };
}

async function groupsOf(
  deps: BotDeps,
  { partner }: SettingsNow,
): Promise<Readonly<Record<RoleName, readonly string[]>>> {
  const of = (role: RoleName) => deps.roles.groupsOf(partner, role);
  const [viewer, responder, remover, approver, owner] = await Promise.all([
    of('viewer'),
    of('responder'),
    of('remover'),
    of('approver'),
    of('owner'),
  ]);
  return { viewer, responder, remover, approver, owner };
}

/** All settings, to be read; with the ways to change them for owners. */
export async function drawSettings(
  deps: BotDeps,
  turn: Turn,
  now: SettingsNow,
  shown: { readonly isSaved?: boolean } = {},
): Promise<Json> {
  const { partner, channels } = now;
  const values = settingsOf(partner, channels);
  const [names, groups, last] = await Promise.all([
    settingNames(deps.store, now, values),
    groupsOf(deps, now),
    deps.store.settings.lastChange(partner.id),
  ]);
  const view: SettingsView = {
    partnerName: partner.name,
    values: valuesView(values, names),
    channels: channels.filter(({ state }) => state !== 'removed').map(channelView),
    ...hereOf(turn, now),
    groups,
    isApproverUnset: partner.roleGroups.approver === undefined && values.people.approver.length === 0,
    protectedTags: partner.removal.protectedTags,
    mayChange: hasRole(turn.role, 'owner'),
    ...shown,
    ...(last === undefined ? {} : { lastChange: { by: last.by.name, at: last.at } }),
  };
  return asJson(settingsCard(view, turn.words));
}

/** The form of one part, with what was entered and what came of it. */
export async function drawSettingsForm(
  deps: BotDeps,
  turn: Turn,
  now: SettingsNow,
  section: SettingsSection,
  state: {
    readonly typed?: Readonly<Record<string, string>>;
    readonly faults?: readonly SettingFault[];
    readonly meanwhile?: readonly KeptChange[];
    readonly isSaved?: boolean;
  } = {},
): Promise<Json> {
  const { partner, channels, revision } = now;
  const { words } = turn;
  const values = settingsOf(partner, channels);
  const { meanwhile, isSaved, typed = {}, faults = [] } = state;
  const kept = meanwhile?.map(({ change }) => change) ?? [];
  const rules = kept.flatMap((change) => (change.setting === 'rules' ? [...change.before, ...change.after] : []));
  const people = kept.flatMap((change) => (change.setting === 'people' ? [change.before, change.after] : []));
  const named = [values.people, ...people].map((one) => ({ rules, people: one }));
  const [names, customers, resellers, met] = await Promise.all([
    settingNames(deps.store, now, values, ...named),
    section === 'alerts' ? deps.store.settings.customers(partner.id, mostCustomers + 1) : [],
    section === 'alerts' ? deps.store.settings.resellers(partner.id, mostResellers) : [],
    section === 'roles' ? deps.store.people.ofTenant(partner.tenantId) : [],
  ]);
  const view: SettingsFormView = {
    partnerName: partner.name,
    rev: revision,
    section,
    values: valuesView(values, names),
    channels: channels.filter(({ state: channelState }) => channelState !== 'removed').map(channelView),
    ...hereOf(turn, now),
    typed,
    faults: faults.map((fault) => faultText(words, fault, names)),
    ...(isSaved === undefined ? {} : { isSaved }),
    ...(meanwhile === undefined
      ? {}
      : {
          meanwhile: meanwhile.map(({ change, by, at }) => ({
            at,
            what: words.t('settings.changedBy', { name: by.name, what: changeText(words, change, names, values) }),
          })),
        }),
    customers: customers.slice(0, mostCustomers).map(({ tenantId: id, name }) => ({ id, name })),
    isMoreCustomers: customers.length > mostCustomers,
    resellers: resellers.map(({ tenantId: id, name = id }) => ({ id, name })),
    people: met.map(({ objectId: id, name }) => ({ id, name })),
    named: roles.flatMap((role) => values.people[role].map((id) => ({ role, id, name: names.person(id) }))),
  };
  return asJson(settingsFormCard(view, words));
}
