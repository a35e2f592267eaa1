import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { WorldOptions } from '../../playground/world/options-types.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Person } from '../../src/domain/people.ts';
import { createHttp, type Http } from '../../src/http/http.ts';
import { createTokens, type PersonTokens, type Tokens } from '../../src/http/tokens.ts';
import { type OpenWorld, openWorld } from '../playground/open-world.ts';

export interface WorldClients {
  readonly open: OpenWorld;
  readonly http: Http;
  readonly tokens: Tokens;
  readonly people: PersonTokens;
  partner(source: Partner['source']): Partner;
  person(name: string): Person;
  /** A subscription of the partner with its customer, by the subscription's name. */
  subscription(name: string): { readonly id: string; readonly customerTenantId: string };
  detect(name: string, more?: object): string;
}

/** The local world, and the clients' parts pointed at it as the app points them. */
export async function worldClients(options: Omit<WorldOptions, 'folder'> = {}): Promise<WorldClients> {
  const open = await openWorld({ now: new Date('2026-03-02T09:00:00Z'), ...options });
  const { env, world } = open;
  const token = (connection: 'graph' | 'partner-center' | 'azure') => async (person: { readonly objectId: string }) => {
    const known = world.snapshot().people.find((p) => p.id === person.objectId);
    return known?.signedIn === true ? open.personToken(known.id, connection) : undefined;
  };
  const partnerOf = (tenantId: string) => {
    const found = world.snapshot().partners.find((p) => p.tenantId === tenantId);
    assert.ok(found);
    return found;
  };
  const clients: WorldClients = {
    open,
    http: createHttp({ log: { debug: () => {} }, timeoutMs: 60_000, limits: { retryDelayMs: 1 } }),
    tokens: createTokens({
      loginUrl: env.LOGIN_URL ?? '',
      appId: env.BOT_APP_ID ?? '',
      proof: { secret: env.BOT_APP_SECRET ?? '' },
      timeoutMs: 60_000,
    }),
    people: { graph: token('graph'), partnerCenter: token('partner-center'), azure: token('azure') },
    partner(source) {
      const found = world.snapshot().partners.find((p) => p.source === source);
      assert.ok(found);
      const roleGroups = {
        viewer: [found.groups.viewer],
        responder: [found.groups.responder],
        remover: [found.groups.remover],
        owner: [found.groups.owner],
      };
      const { tenantId, name, language } = found;
      const id = `ptr_${randomUUID().replaceAll('-', '')}` as const;
      return {
        id,
        tenantId,
        name,
        source,
        language,
        roleGroups,
        extraAlertTypes: [],
        pollMinutes: 5,
        timeZone: 'UTC',
        removal: standardRemoval,
      };
    },
    person(name) {
      const found = world.snapshot().people.find((p) => p.name.startsWith(name));
      assert.ok(found);
      return { tenantId: found.tenantId, objectId: found.id, name: found.name };
    },
    subscription(name) {
      for (const customer of world.snapshot().customers) {
        const found = customer.subscriptions.find((s) => s.name === name);
        if (found !== undefined) return { id: found.id, customerTenantId: customer.tenantId };
      }
      throw new Error(`no subscription ${name}`);
    },
    detect(name, more = {}) {
      const { id, customerTenantId } = clients.subscription(name);
      const customer = world.snapshot().customers.find((c) => c.tenantId === customerTenantId);
      const { tenantId } = partnerOf(customer?.partnerTenantId ?? '');
      return world.addDetection({ partnerTenantId: tenantId, subscriptionId: id, ...more }).id;
    },
  };
  return clients;
}
