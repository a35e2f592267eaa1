import type { ChannelView, GroupView, SettingsValuesView } from '../../cards/settings-views.ts';
import type { ChannelId } from '../domain/ids.ts';
import { type Role, roles } from '../domain/people.ts';
import type { SettingChange, SettingValues } from '../domain/settings.ts';
import type { KnownGroup } from '../workflow/ports.ts';
import type { SettingsNow } from '../workflow/settings-ports.ts';
import type { Channel } from '../workflow/teams-ports.ts';
import type { BotDeps } from './context.ts';
import { namedChannel } from './view-channel.ts';

/** What ids in settings are called; an id where no name is known. */
export interface SettingNames {
  readonly channel: (id: ChannelId) => ChannelView;
  readonly customer: (tenantId: string) => string;
  readonly reseller: (tenantId: string) => string;
  readonly person: (objectId: string) => string;
  /** As its directory has it; one that was not looked up is as one that cannot be read. */
  readonly group: (id: string) => KnownGroup;
}

/** Values that name something. */
export type NamingValues = Partial<Pick<SettingValues, 'rules' | 'people' | 'groups'>>;

/** What a change names, before and after. */
export function valuesOfChange(change: SettingChange): readonly NamingValues[] {
  switch (change.setting) {
    case 'rules':
      return [{ rules: [...change.before, ...change.after] }];
    case 'people':
      return [{ people: change.before }, { people: change.after }];
    case 'groups':
      return [{ groups: change.before }, { groups: change.after }];
    default:
      return [];
  }
}

/** Resellers whose names are looked for. */
export const mostResellers = 100;

export function channelView(channel: Channel): ChannelView {
  const { id, language, state } = channel;
  return { id, language, state, ...namedChannel(channel) };
}

/** Looks up what all these values name. */
export async function settingNames(
  { store, roles: reader }: Pick<BotDeps, 'store' | 'roles'>,
  { partner, channels }: SettingsNow,
  ...values: readonly NamingValues[]
): Promise<SettingNames> {
  const rules = values.flatMap((one) => one.rules ?? []);
  const ofRoles = (given: NamingValues['people'] | NamingValues['groups']) =>
    roles.flatMap((role) => given?.[role] ?? []);
  const named = async (ids: readonly (string | undefined)[], find: (id: string) => Promise<string | undefined>) => {
    const all = [...new Set(ids.filter((id) => id !== undefined))];
    return new Map(await Promise.all(all.map(async (id) => [id, await find(id)] as const)));
  };
  const [customers, resellers, people, groups] = await Promise.all([
    named(
      rules.map(({ customerTenantId }) => customerTenantId),
      (id) => store.settings.customerName(partner.id, id),
    ),
    rules.some(({ resellerTenantId }) => resellerTenantId !== undefined)
      ? store.settings.resellers(partner.id, mostResellers)
      : [],
    named(
      values.flatMap((one) => ofRoles(one.people)),
      async (id) => (await store.people.find(partner.tenantId, id))?.name,
    ),
    reader.groups(
      partner,
      values.flatMap((one) => ofRoles(one.groups)),
    ),
  ]);
  const byId = new Map(channels.map((channel) => [channel.id, channelView(channel)]));
  const groupsById = new Map(groups.map((group) => [group.id.toLowerCase(), group]));
  const resellerNames = new Map(resellers.map(({ tenantId, name }) => [tenantId, name]));
  return {
    channel: (id) => byId.get(id) ?? { id, language: partner.language, state: 'gone' },
    customer: (id) => customers.get(id) ?? id,
    reseller: (id) => resellerNames.get(id) ?? id,
    person: (id) => people.get(id) ?? id,
    group: (id) => groupsById.get(id.toLowerCase()) ?? { id, state: 'unreadable' },
  };
}

export function groupView(group: KnownGroup): GroupView {
  const { id, state } = group;
  return state === 'found' ? { id, state, name: group.name, members: group.members } : { id, state };
}

export function valuesView(values: SettingValues, names: SettingNames): SettingsValuesView {
  const { defaultChannel, escalationChannel, people, groups } = values;
  const of = (role: Role) => (people[role] ?? []).map(names.person);
  const groupsOf = (role: Role) => (groups[role] ?? []).map((id) => groupView(names.group(id)));
  return {
    rules: values.rules.map(({ customerTenantId, resellerTenantId, atLeast, channelIds }) => ({
      ...(customerTenantId === undefined ? {} : { customer: names.customer(customerTenantId) }),
      ...(resellerTenantId === undefined ? {} : { reseller: names.reseller(resellerTenantId) }),
      ...(atLeast === undefined ? {} : { atLeast }),
      channels: channelIds.map(names.channel),
    })),
    ...(defaultChannel === null ? {} : { defaultChannel: names.channel(defaultChannel) }),
    reminders: values.reminders,
    ...(escalationChannel === null ? {} : { escalationChannel: names.channel(escalationChannel) }),
    digestAt: values.digestAt,
    workingDays: values.workingDays,
    timeZone: values.timeZone,
    limits: values.limits,
    memoryDays: values.memoryDays,
    people: {
      viewer: of('viewer'),
      responder: of('responder'),
      remover: of('remover'),
      approver: of('approver'),
      owner: of('owner'),
    },
    groups: {
      viewer: groupsOf('viewer'),
      responder: groupsOf('responder'),
      remover: groupsOf('remover'),
      approver: groupsOf('approver'),
      owner: groupsOf('owner'),
    },
    isApproverUnset: people.approver === undefined && groups.approver === undefined,
  };
}
