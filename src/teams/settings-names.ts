import type { ChannelView, SettingsValuesView } from '../../cards/settings-views.ts';
import type { ChannelId } from '../domain/ids.ts';
import { type Role, roles } from '../domain/people.ts';
import type { SettingValues } from '../domain/settings.ts';
import type { Channel, Store } from '../workflow/ports.ts';
import type { SettingsNow } from '../workflow/settings-ports.ts';

/** What ids in settings are called; an id where no name is known. */
export interface SettingNames {
  readonly channel: (id: ChannelId) => ChannelView;
  readonly customer: (tenantId: string) => string;
  readonly reseller: (tenantId: string) => string;
  readonly person: (objectId: string) => string;
}

/** Resellers whose names are looked for. */
export const mostResellers = 100;

export function channelView({ id, teamName, name, language, state }: Channel): ChannelView {
  return {
    id,
    language,
    state,
    ...(teamName === undefined ? {} : { teamName }),
    ...(name === undefined ? {} : { channelName: name }),
  };
}

/** Looks up what all these values name. */
export async function settingNames(
  store: Pick<Store, 'settings' | 'people'>,
  { partner, channels }: SettingsNow,
  ...values: readonly Pick<SettingValues, 'rules' | 'people'>[]
): Promise<SettingNames> {
  const rules = values.flatMap((one) => one.rules);
  const named = async (ids: readonly (string | undefined)[], find: (id: string) => Promise<string | undefined>) => {
    const all = [...new Set(ids.filter((id) => id !== undefined))];
    return new Map(await Promise.all(all.map(async (id) => [id, await find(id)] as const)));
  };
  const [customers, resellers, people] = await Promise.all([
    named(
      rules.map(({ customerTenantId }) => customerTenantId),
      (id) => store.settings.customerName(partner.id, id),
    ),
    rules.some(({ resellerTenantId }) => resellerTenantId !== undefined)
      ? store.settings.resellers(partner.id, mostResellers)
      : [],
    named(
      values.flatMap((one) => roles.flatMap((role) => one.people[role])),
      async (id) => (await store.people.find(partner.tenantId, id))?.name,
    ),
  ]);
  const byId = new Map(channels.map((channel) => [channel.id, channelView(channel)]));
  const resellerNames = new Map(resellers.map(({ tenantId, name }) => [tenantId, name]));
  return {
    channel: (id) => byId.get(id) ?? { id, language: partner.language, state: 'gone' },
    customer: (id) => customers.get(id) ?? id,
    reseller: (id) => resellerNames.get(id) ?? id,
    person: (id) => people.get(id) ?? id,
  };
}

export function valuesView(values: SettingValues, names: SettingNames): SettingsValuesView {
  const { defaultChannel, escalationChannel, people } = values;
  const of = (role: Role) => people[role].map(names.person);
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
    people: {
      viewer: of('viewer'),
      responder: of('responder'),
      remover: of('remover'),
      approver: of('approver'),
      owner: of('owner'),
    },
  };
}
