import type { Store } from '../store.ts';
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
  const { name, source, language } = plan;
  store.partners.set(tenantId, { tenantId, name, source, language, teamId, groups });
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
    isGuest: p.isGuest ?? false,
    signedIn: p.signedIn ?? false,
  });
}

function placeCustomer(store: Store, partner: PartnerPlan, partnerTenantId: string, c: CustomerPlan): void {
  const { ids } = store;
  const key = `${partner.key}/customer/${c.name}`;
  const tenantId = ids.uuid(`${key}/tenant`);
  const since = new Date(store.clock.now().getTime() - (200 + Math.floor(ids.chance(`${key}/since`) * 900)) * day);
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
    store.subscriptions.set(id, {
      id,
      name: s.name,
      customerTenantId: tenantId,
      partnerTenantId,
      dailyCost: s.dailyCost,
      currency: partner.currency,
      costVisible: s.costVisible ?? true,
    });
    placeResources(store, id, { key, name: s.name, since });
  }
}

/** What an ordinary subscription holds; all of it older than any detection. */
function placeResources(store: Store, subscriptionId: string, of: { key: string; name: string; since: Date }): void {
  const stem = of.name.replaceAll(/[^a-z-]/gi, '').slice(0, 20) || 'app';
  const base = `/subscriptions/${subscriptionId}/resourceGroups/rg-${stem}/providers`;
  const kinds = [
    { type: 'Microsoft.Web/sites', name: `app-${stem}`, serviceName: 'Azure App Service', share: 0.4 },
    { type: 'Microsoft.Sql/servers', name: `sql-${stem}`, serviceName: 'SQL Database', share: 0.4 },
    {
      type: 'Microsoft.Storage/storageAccounts',
      name: `st${stem.replaceAll('-', '')}`,
      serviceName: 'Storage',
      share: 0.2,
    },
  ];
  const createdAt = new Date(of.since.getTime() + day).toISOString();
  for (const { type, name, serviceName, share } of kinds) {
    const id = `${base}/${type}/${name}`;
    store.resources.set(id.toLowerCase(), {
      id,
      name,
      type,
      location: 'westeurope',
      subscriptionId,
      createdAt,
      changedAt: createdAt,
      costPerHour: ((store.subscriptions.get(subscriptionId)?.dailyCost ?? 0) * share) / 24,
      serviceName,
      mines: false,
    });
  }
}
