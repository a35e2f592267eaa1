import { need, type Store, type WorldSubscription } from '../store.ts';
import type { WorldPerson } from '../types.ts';
import type { AzureCaller } from './state.ts';
import type { AttackerKind } from './types.ts';

/** Client ids of tools as captured samples show them (facts/azure.md 4). */
const tools = {
  cli: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  portal: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
} as const;
const strangers = ['Dana Field', 'Robin Counts', 'Sasha Ouellet', 'Jamie Levin', 'Noor Haddad', 'Tai Yee'] as const;

/** The one at the customer's who looks after the subscription, with a second factor. */
export function usualPerson(store: Store, subscription: WorldSubscription): AzureCaller {
  const { contact, tenantId } = need(store.customers, subscription.customerTenantId, 'customer');
  return {
    caller: contact.email,
    displayName: `${contact.firstName} ${contact.lastName}`,
    objectId: store.ids.uuid(`${tenantId}/admin`),
    appId: tools.portal,
    tenantId,
    address: `192.0.2.${10 + Math.floor(store.ids.chance(`${tenantId}/admin/address`) * 40)}`,
    authentication: 'pwd,mfa',
    role: 'Owner',
  };
}

/** The customer's deployment pipeline, an application. */
export function pipeline(store: Store, subscription: WorldSubscription): AzureCaller {
  return application(store, subscription, 'pipeline', 60);
}

/** Whose rights an attacker has got hold of. */
export function intruder(store: Store, subscription: WorldSubscription, as: AttackerKind): AzureCaller {
  const chance = (what: string): number => store.ids.chance(`${subscription.id}/intruder/${what}`);
  const address = `203.0.113.${1 + Math.floor(chance('address') * 250)}`;
  if (as === 'application') return { ...application(store, subscription, 'intruder', 1), address };
  if (as === 'partner') {
    const partner = need(store.partners, subscription.partnerTenantId, 'partner');
    const agent = [...store.people.values()].findLast((p) => p.tenantId === partner.tenantId && !p.isGuest);
    if (agent === undefined) throw new Error(`nobody works for ${partner.name}`);
    return { ...callerOfPerson(store, agent), appId: tools.cli, address, authentication: 'pwd' };
  }
  const name = strangers[Math.floor(chance('name') * strangers.length)] ?? strangers[0];
  const { domain, tenantId } = need(store.customers, subscription.customerTenantId, 'customer');
  return {
    caller: `${name.toLowerCase().replace(' ', '.')}@${domain}`,
    displayName: name,
    objectId: store.ids.uuid(`${subscription.id}/intruder`),
    appId: tools.cli,
    tenantId,
    address,
    authentication: 'pwd',
    role: 'Contributor',
  };
}

/** A person of a partner who acts through the bot. */
export function callerOfPerson(store: Store, person: WorldPerson): AzureCaller {
  return {
    caller: person.upn,
    displayName: person.name,
    objectId: person.id,
    appId: store.bot.appId,
    tenantId: person.tenantId,
    address: '192.0.2.5',
    authentication: store.withoutMfa.has(person.id) ? 'pwd' : 'pwd,mfa',
    role: 'Contributor',
  };
}

function application(store: Store, subscription: WorldSubscription, key: string, address: number): AzureCaller {
  const objectId = store.ids.uuid(`${subscription.customerTenantId}/${key}/object`);
  return {
    caller: objectId,
    objectId,
    appId: store.ids.uuid(`${subscription.customerTenantId}/${key}/app`),
    tenantId: subscription.customerTenantId,
    address: `192.0.2.${address}`,
    role: 'Contributor',
  };
}
