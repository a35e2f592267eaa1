import { putGroup, putResource, resourceOf } from '../azure/parts.ts';
import type { Store, WorldSubscription } from '../store.ts';
import { placeEstate } from './estate.ts';
import type { CustomerPlan, PartnerPlan, PersonPlan } from './plan.ts';

const day = 24 * 3_600_000;

/** Puts a partner with all that is its own into the world; ids come of the seed and the keys. */
export function placePartner(store: Store, plan: PartnerPlan): void {
  const { ids } = store;
  const tenantId = ids.uuid(`${plan.key}/tenant`);
  const personId = (p: PersonPlan): string => ids.uuid(`${plan.key}/person/${p.key}`);
  const channelId = (name: string): string =>
    `19:${ids.uuid(`${plan.key}/channel/${name}`).replaceAll('-', '')}@thread.tacv2`;
  const teamId = channelId('General');
  const members = plan.people.map(personId);

  for (const p of plan.people) placePerson(store, plan, p, { id: personId(p), tenantId });
  const group = (role: 'viewer' | 'responder' | 'remover' | 'owner'): string => {
    const id = ids.uuid(`${plan.key}/group/${role}`);
    const memberIds = plan.people.filter((p) => p.roles.includes(role)).map(personId);
    store.groups.set(id, { id, tenantId, displayName: `Mining Watch ${role}s`, memberIds });
    return id;
  };
  store.teams.set(teamId, {
    id: teamId,
    tenantId,
    name: plan.teamName,
    aadGroupId: ids.uuid(`${plan.key}/team`),
    memberIds: members,
    botInstalled: false,
  });
  for (const name of ['General', ...plan.channels]) {
    store.conversations.set(channelId(name), {
      id: channelId(name),
      kind: 'channel',
      tenantId,
      name,
      teamId,
      teamName: plan.teamName,
      memberIds: members,
      state: 'open',
    });
  }
  const groups = {
    viewer: group('viewer'),
    responder: group('responder'),
    remover: group('remover'),
    owner: group('owner'),
  };
  const { name, source, language, timeZone } = plan;
  store.partners.set(tenantId, { tenantId, name, source, language, timeZone, teamId, groups });
  for (const customer of plan.customers) placeCustomer(store, plan, tenantId, customer);
}

function placePerson(store: Store, plan: PartnerPlan, p: PersonPlan, at: { id: string; tenantId: string }): void {
  const mailbox = p.name.toLowerCase().replaceAll(' ', '.');
  store.people.set(at.id, {
    ...at,
    teamsId: `29:1${store.ids.letters(`${plan.key}/teams/${p.key}`, 48)}`,
    name: p.name,
    upn: p.isGuest === true ? `${mailbox}_outside.example#EXT#@${plan.domain}` : `${mailbox}@${plan.domain}`,
    title: p.title,
    locale: p.locale,
    timeZone: p.timeZone,
    ...(p.phone === undefined ? {} : { phone: p.phone }),
    isGuest: p.isGuest ?? false,
    signedIn: p.signedIn ?? false,
  });
}

function placeCustomer(store: Store, partner: PartnerPlan, partnerTenantId: string, c: CustomerPlan): void {
  const { ids } = store;
  const key = `${partner.key}/customer/${c.name}`;
  const tenantId = ids.uuid(`${key}/tenant`);
  const days = c.newSince ?? 200 + Math.floor(ids.chance(`${key}/since`) * 900);
  const since = new Date(store.clock.now().getTime() - days * day);
  const [firstName, lastName] = c.contact;
  store.customers.set(tenantId, {
    tenantId,
    partnerTenantId,
    name: c.name,
    domain: c.domain,
    country: c.country,
    city: c.city,
    street: c.street,
    postalCode: c.postalCode,
    culture: c.culture,
    language: c.culture.split('-')[0] ?? 'en',
    contact: { firstName, lastName, email: `${firstName.toLowerCase()}.${lastName.toLowerCase()}@${c.domain}` },
    validation: c.validation ?? 'Allowed',
    ...(c.agreed === false ? {} : { agreedAt: since.toISOString() }),
    directSigned: false,
    ...(c.reseller === undefined
      ? {}
      : { reseller: { tenantId: ids.uuid(`reseller/${c.reseller}`), name: c.reseller, mpnId: '4391227' } }),
    planId: ids.uuid(`${key}/plan`),
    since: since.toISOString(),
  });
  for (const s of c.subscriptions) {
    const id = ids.uuid(`${key}/subscription/${s.name}`);
    const subscription: WorldSubscription = {
      id,
      name: s.name,
      customerTenantId: tenantId,
      partnerTenantId,
      dailyCost: s.dailyCost,
      currency: partner.currency,
      costVisible: s.costVisible ?? true,
    };
    store.subscriptions.set(id, subscription);
    if (partner.estates === 'few') placeFew(store, subscription, since);
    else placeEstate(store, subscription, since);
  }
}

/** What a subscription of a large world holds: three resources, so that a thousand of them fit. */
function placeFew(store: Store, subscription: WorldSubscription, since: Date): void {
  const stem = subscription.name.replaceAll(/[^a-z-]/gi, '').slice(0, 20) || 'app';
  const createdAt = new Date(since.getTime() + day).toISOString();
  const place = { subscriptionId: subscription.id, group: `rg-${stem}`, location: 'westeurope', createdAt };
  putGroup(store, place);
  const few = [
    ['Microsoft.Web/sites', `app-${stem}`, 'Azure App Service', 0.4],
    ['Microsoft.Sql/servers', `sql-${stem}`, 'SQL Database', 0.4],
    ['Microsoft.Storage/storageAccounts', `st${stem.replaceAll('-', '')}`, 'Storage', 0.2],
  ] as const;
  for (const [type, name, serviceName, share] of few) {
    putResource(
      store,
      resourceOf(place, type, name, { serviceName, costPerHour: (subscription.dailyCost * share) / 24 }),
    );
  }
}
