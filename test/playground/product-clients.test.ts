import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createCostReader } from '../../src/azure/costs.ts';
import type { ReportedAlert } from '../../src/domain/detection.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import { findSpike } from '../../src/domain/spike.ts';
import { createGraphAlerts } from '../../src/graph/alerts.ts';
import { createGroupDirectory } from '../../src/graph/groups.ts';
import { createHttp } from '../../src/http/http.ts';
import { createTokens, type PersonTokens } from '../../src/http/tokens.ts';
import { createCustomerDirectory } from '../../src/partner-center/customers.ts';
import { createFraudEvents } from '../../src/partner-center/fraud-events.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type OpenWorld, openWorld } from './open-world.ts';

const day = 24 * 3_600_000;

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

describe('the product’s own clients in the local world', () => {
  let open: OpenWorld;
  beforeEach(async () => {
    open = await openWorld();
  });
  afterEach(() => open.close());

  const deps = () => {
    const { env } = open;
    const http = createHttp({ log: quietLog, timeoutMs: 60_000 });
    const proof = { secret: env.BOT_APP_SECRET ?? '' };
    const tokens = createTokens({
      loginUrl: env.LOGIN_URL ?? '',
      appId: env.BOT_APP_ID ?? '',
      proof,
      timeoutMs: 60_000,
    });
    const people: PersonTokens = {
      graph: (person) => open.personToken(person.objectId, 'graph'),
      partnerCenter: (person) => open.personToken(person.objectId, 'partner-center'),
      azure: (person) => open.personToken(person.objectId, 'azure'),
    };
    const graph = { http, tokens, baseUrl: env.GRAPH_URL ?? '', scope: 'https://graph.microsoft.com/.default' };
    const partnerCenter = {
      http,
      tokens,
      baseUrl: env.PARTNER_CENTER_URL ?? '',
      scope: 'https://api.partnercenter.microsoft.com/.default',
      newId: randomUUID,
    };
    const azure = { http, tokens, baseUrl: env.AZURE_URL ?? '', scope: 'https://management.azure.com/.default' };
    return { people, graph, partnerCenter, azure };
  };
  const partner = (index: number): Partner => {
    const { tenantId, name, source, language, groups } = open.world.snapshot().partners[index] ?? assert.fail();
    const roleGroups = {
      viewer: [groups.viewer],
      responder: [groups.responder],
      remover: [groups.remover],
      owner: [groups.owner],
    };
    const rest = { extraAlertTypes: [], pollMinutes: 5, timeZone: 'UTC' };
    return { id: `ptr_${index}`, tenantId, name, source, language, roleGroups, removal: standardRemoval, ...rest };
  };
  const subscription = (name: string) => {
    for (const customer of open.world.snapshot().customers) {
      const found = customer.subscriptions.find((s) => s.name === name);
      if (found !== undefined) return { ...found, customerTenantId: customer.tenantId };
    }
    return assert.fail(`no subscription ${name}`);
  };
  const detect = (partnerIndex: number, name: string) =>
    open.world.addDetection({ partnerTenantId: partner(partnerIndex).tenantId, subscriptionId: subscription(name).id });
  const chief = (index: number) => {
    const { id, name, tenantId } =
      open.world.snapshot().people.find((p) => p.tenantId === partner(index).tenantId) ?? assert.fail();
    return { tenantId, objectId: id, name };
  };

  for (const [index, name, words] of [
    [0, 'ski-prod', 'Graph alerts'],
    [1, 'aw-produzione', 'fraud events'],
  ] as const) {
    it(`read ${words} with what they tell, since any time, and report a decision in a person’s name`, async () => {
      const { graph, partnerCenter, people } = deps();
      const source =
        index === 0
          ? createGraphAlerts({ ...graph, people, log: quietLog })
          : createFraudEvents({ ...partnerCenter, people });
      const made = detect(index, name);
      const hourAgo = new Date(open.world.now().getTime() - 3_600_000).toISOString();

      const alerts: ReportedAlert[] = [];
      for await (const page of source.readAlerts(partner(index), hourAgo)) {
        assert.deepEqual(page.unreadable, []);
        alerts.push(...page.alerts.map((a) => a.alert));
      }
      const told = await source.tell(
        partner(index),
        {
          subscriptionId: made.subscriptionId,
          externalIds: [made.id],
          goal: { status: 'resolved', reason: 'legitimate' },
        },
        chief(index),
      );
      const after = await source.readSubscription(partner(index), made.subscriptionId);

      const [alert] = alerts;
      assert.equal(alerts.length, 1);
      assert.equal(alert?.externalId, made.id);
      assert.equal(alert.status, 'active');
      assert.equal(alert.severity, 'high');
      assert.equal(alert.isTest, false);
      assert.equal(alert.signs.vmAddresses.length, 3);
      assert.equal(alert.signs.poolAddresses.length, 1);
      assert.equal(alert.signs.poolDomains.length, 1);
      assert.equal(alert.resources.length, 3);
      assert.equal(alert.detectedAt, made.detectedAt);
      assert.deepEqual(told, { kind: 'told' });
      const upn = open.world.snapshot().people.find((p) => p.id === chief(index).objectId)?.upn;
      assert.deepEqual(
        after.alerts.map(({ alert: a }) => [a.status, a.resolvedReason, a.resolvedBy]),
        [['resolved', 'legitimate', upn]],
      );
      const refused = open.world.requests().filter((r) => r.status >= 400);
      assert.deepEqual(refused, []);
    });
  }

  it('read names, language and what the app may know of the standing', async () => {
    const customers = createCustomerDirectory({ ...deps().partnerCenter, people: deps().people });
    const { id, customerTenantId } = subscription('ski-prod');

    const customer = await customers.customer(partner(0), customerTenantId);
    const name = await customers.subscriptionName(partner(0), customerTenantId, id);
    const standing = await customers.standing(partner(0), customerTenantId, id);
    const stranger = await customers.customerName(partner(1), customerTenantId);

    assert.equal(customer.customerName, 'Alpine Ski House');
    assert.equal(customer.culture, 'de-AT');
    assert.equal(name, 'ski-prod');
    assert.equal(standing.relationship.state === 'known' && standing.relationship.value, 'reseller');
    assert.equal(standing.subscription.state === 'known' && standing.subscription.value.status, 'active');
    assert.equal(standing.validation.state === 'unavailable' && standing.validation.why, 'needs-person');
    assert.equal(stranger, undefined);
  });

  it('read costs with a spike where machines mine, and the machines as new resources', async () => {
    const costs = createCostReader(deps().azure);
    const { id, customerTenantId } = subscription('wwi-shop');
    const now = open.world.now().getTime();
    const daily = () => costs.dailyCost(partner(0), customerTenantId, id, date(now - 30 * day), date(now - day));
    const calm = await daily();
    detect(0, 'wwi-shop');

    const burning = await daily();
    const created = await costs.newResources(partner(0), customerTenantId, id, new Date(now - 14 * day).toISOString());

    assert.equal(calm.days.length, 30);
    assert.equal(findSpike(calm.days).kind, 'no-spike');
    assert.equal(findSpike(burning.days).kind, 'spike');
    assert.deepEqual(
      new Map([...Map.groupBy(created.value, (r) => r.type)].map(([type, all]) => [type, all.length])),
      new Map([
        ['Microsoft.Compute/disks', 3],
        ['Microsoft.Compute/virtualMachines', 3],
        ['Microsoft.Network/networkInterfaces', 3],
        ['Microsoft.Network/networkSecurityGroups', 1],
        ['Microsoft.Network/publicIPAddresses', 3],
        ['Microsoft.Network/virtualNetworks', 1],
      ]),
    );
  });

  it('read who is in which group', async () => {
    const groups = createGroupDirectory(deps().graph);
    const { viewer, responder, owner } = open.world.snapshot().partners[0]?.groups ?? assert.fail();
    const { tenantId, objectId } = chief(0);

    const member = await groups.memberOf(tenantId, objectId, [viewer, responder, owner]);
    const described = await groups.describe(tenantId, owner);

    assert.deepEqual(member, [responder, owner]);
    assert.deepEqual(described, { name: 'Mining Watch owners', members: ['Megan Bowen'] });
  });
});
