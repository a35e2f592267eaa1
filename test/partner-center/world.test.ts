import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createSubscriptionAudit } from '../../src/partner-center/audit.ts';
import { createSubscriptionCanceller } from '../../src/partner-center/cancel.ts';
import { createCustomerDirectory } from '../../src/partner-center/customers.ts';
import { createFraudEvents } from '../../src/partner-center/fraud-events.ts';
import { all, outsideError } from '../support/outside.ts';
import { type WorldClients, worldClients } from '../support/world-clients.ts';

describe('Partner Center in the local world', () => {
  let at: WorldClients;
  afterEach(() => at.open.close());

  const deps = () => ({
    http: at.http,
    baseUrl: at.open.world.urls.partnerCenter,
    tokens: at.tokens,
    scope: 'https://api.partnercenter.microsoft.com/.default',
    newId: randomUUID,
  });
  const source = () => createFraudEvents({ ...deps(), people: at.people });
  const ids = async (since?: string) =>
    (await all(source().readAlerts(at.partner('fraudEvents'), since))).flatMap((page) =>
      page.alerts.map((read) => read.alert.externalId),
    );

  it('reads every event once, over several pages', async () => {
    at = await worldClients();
    const before = await ids();
    for (let i = 0; i < 230; i++) at.detect('aw-produzione');

    const after = await ids();

    assert.equal(after.length, before.length + 230);
    assert.equal(new Set(after).size, after.length);
  });

  it('carries what the newer events carry', async () => {
    at = await worldClients();
    at.detect('aw-produzione', { machines: 2, hitCount: 9, isTest: true });
    const { id, customerTenantId } = at.subscription('aw-produzione');

    const page = await source().readSubscription(at.partner('fraudEvents'), id);

    assert.equal(page.unreadable.length, 0);
    const alert = page.alerts.at(-1)?.alert;
    assert.equal(alert?.customerTenantId, customerTenantId);
    assert.deepEqual([alert?.customerName, alert?.subscriptionName], ['Adventure Works Cicli', 'aw-produzione']);
    assert.deepEqual([alert?.hitCount, alert?.isTest, alert?.status], [9, true, 'active']);
    assert.equal(alert?.signs.vmAddresses.length, 2);
    assert.equal(alert?.resources.length, 2);
    assert.equal(alert?.resolvedReason, undefined);
    assert.match(alert?.detectedAt ?? '', /^2026-03-02T09:/);
  });

  for (const [goal, status] of [
    [{ status: 'investigating' }, 'investigating'],
    [{ status: 'resolved', reason: 'fraud' }, 'resolved'],
    [{ status: 'resolved', reason: 'legitimate' }, 'resolved'],
    [{ status: 'resolved', reason: 'ignore' }, 'resolved'],
  ] as const)
    it(`tells ${JSON.stringify(goal)} of the events named and of no other`, async () => {
      at = await worldClients();
      const partner = at.partner('fraudEvents');
      at.detect('aw-produzione');
      at.detect('aw-produzione');
      const subscriptionId = at.subscription('aw-produzione').id;
      const states = async () => {
        const { alerts } = await source().readSubscription(partner, subscriptionId);
        return alerts.map(({ alert }) => [alert.externalId, alert.status, alert.resolvedReason]);
      };
      const before = await states();
      const externalId = String(before.at(-1)?.[0]);

      const told = await source().tell(
        partner,
        { subscriptionId, externalIds: [externalId], goal },
        at.person('Chiara'),
      );

      assert.deepEqual(told, { kind: 'told' });
      const reason = goal.status === 'resolved' ? goal.reason : undefined;
      assert.deepEqual(await states(), [...before.slice(0, -1), [externalId, status, reason]]);
    });

  it('is refused Legitimate where the route does not know it, and nothing is changed', async () => {
    at = await worldClients({ legacyTakesLegitimate: false });
    const partner = at.partner('fraudEvents');
    at.detect('aw-produzione');
    const subscriptionId = at.subscription('aw-produzione').id;
    const [read] = (await source().readSubscription(partner, subscriptionId)).alerts;

    const told = await source().tell(
      partner,
      {
        subscriptionId,
        externalIds: [read?.alert.externalId ?? ''],
        goal: { status: 'resolved', reason: 'legitimate' },
      },
      at.person('Chiara'),
    );

    assert.equal(told.kind === 'refused' && told.why, 'reason-refused');
    assert.equal((await source().readSubscription(partner, subscriptionId)).alerts[0]?.alert.status, 'active');
  });

  it('says that it needs a person where the events take no token of an app', async () => {
    at = await worldClients({ appTokens: 'refused' });

    assert.equal((await outsideError(ids())).why, 'needs-person');
  });

  it('knows names, contact and standing', async () => {
    at = await worldClients({ appTokens: 'accepted' });
    const directory = createCustomerDirectory({ ...deps(), people: at.people });
    const partner = at.partner('fraudEvents');
    const { id, customerTenantId } = at.subscription('trey-calcolo');

    assert.equal(await directory.customerName(partner, customerTenantId), 'Trey Research');
    assert.equal(await directory.subscriptionName(partner, customerTenantId, id.toUpperCase()), 'trey-calcolo');
    const contact = await directory.customer(partner, customerTenantId);
    assert.deepEqual([contact.culture, contact.contactName], ['it-IT', 'Paolo Serra']);
    const standing = await directory.standing(partner, customerTenantId, id);
    assert.deepEqual(standing.relationship, { state: 'known', value: 'reseller' });
    assert.deepEqual(standing.validation, { state: 'known', value: 'UnderReview' });
    assert.equal(standing.agreement.state, 'known');
    assert.deepEqual(standing.subscription, { state: 'known', value: { status: 'active', suspensionReasons: [] } });
  });

  it('says which facts the app may not read', async () => {
    at = await worldClients();
    const { id, customerTenantId } = at.subscription('trey-calcolo');

    const standing = await createCustomerDirectory({ ...deps(), people: at.people }).standing(
      at.partner('fraudEvents'),
      customerTenantId,
      id,
    );

    assert.equal(standing.validation.state === 'unavailable' && standing.validation.why, 'needs-person');
    assert.equal(standing.agreement.state === 'unavailable' && standing.agreement.why, 'needs-person');
    assert.equal(standing.subscription.state, 'known');
  });

  it('reads what only people may read with the token of the person who asks', async () => {
    at = await worldClients();
    const { id, customerTenantId } = at.subscription('trey-calcolo');
    const partner = at.partner('fraudEvents');
    const [admin] = at.open.world.snapshot().people.filter((p) => p.tenantId === partner.tenantId && p.signedIn);
    assert.ok(admin);

    const directory = createCustomerDirectory({ ...deps(), people: at.people });
    const standing = await directory.standing(partner, customerTenantId, id, {
      tenantId: admin.tenantId,
      objectId: admin.id,
    });

    assert.deepEqual(standing.validation, { state: 'known', value: 'UnderReview' });
    assert.equal(standing.agreement.state, 'known');
  });

  it('knows nothing of the customers of another partner', async () => {
    at = await worldClients();
    const directory = createCustomerDirectory({ ...deps(), people: at.people });
    const { id, customerTenantId } = at.subscription('ski-prod');

    assert.equal(await directory.customerName(at.partner('fraudEvents'), customerTenantId), undefined);
    const standing = await directory.standing(at.partner('fraudEvents'), customerTenantId, id);
    assert.deepEqual(standing.relationship, { state: 'known', value: 'none' });
  });

  it('tells who created a subscription of a new customer, and of an older one that it cannot', async () => {
    at = await worldClients();
    const audit = createSubscriptionAudit({ ...deps(), now: () => at.open.world.now() });
    const creation = (name: string) => {
      const { id, customerTenantId } = at.subscription(name);
      return audit.creation({ partner: at.partner('graph'), customerTenantId, subscriptionId: id });
    };

    const young = await creation('litware-main');
    const old = await creation('ski-prod');

    assert.equal(young?.operation, 'create_order');
    assert.match(young.at, /^2026-01-20T09:04:/);
    assert.match(young.by ?? '', /@/);
    assert.equal(old, undefined);
  });

  it('cancels a subscription for a person who may, and shows when it is gone', async () => {
    at = await worldClients();
    const canceller = createSubscriptionCanceller({ ...deps(), people: at.people });
    const { id, customerTenantId } = at.subscription('ski-prod');
    const target = { partner: at.partner('graph'), customerTenantId, subscriptionId: id };
    const megan = at.person('Megan');
    at.open.world.setSignedIn(megan.objectId, true);

    const answer = await canceller.cancel(target, megan);
    const before = await canceller.look(target, megan);
    at.open.world.advance(10 * 60_000);
    const after = await canceller.look(target, megan);
    const again = await canceller.cancel(target, megan);

    assert.equal(answer.kind, 'over');
    assert.equal(before.kind, 'there');
    assert.deepEqual([after, again], [{ kind: 'gone' }, { kind: 'absent' }]);
  });

  it('cancels nothing for who is not signed in, has no second factor, or no right', async () => {
    at = await worldClients();
    const canceller = createSubscriptionCanceller({ ...deps(), people: at.people });
    const { id, customerTenantId } = at.subscription('ski-prod');
    const target = { partner: at.partner('graph'), customerTenantId, subscriptionId: id };
    const [megan, nestor] = [at.person('Megan'), at.person('Nestor')];
    const whyNot = async (who: typeof megan) => {
      const answer = await canceller.cancel(target, who);
      return answer.kind === 'refused' && answer.why;
    };
    const { world } = at.open;

    world.setSignedIn(megan.objectId, false);
    const signedOut = await whyNot(megan);
    world.setSignedIn(megan.objectId, true, { mfa: false });
    const withoutMfa = await whyNot(megan);
    world.setSignedIn(nestor.objectId, true);
    const withoutRight = await whyNot(nestor);

    assert.deepEqual([signedOut, withoutMfa, withoutRight], ['needs-sign-in', 'mfa', 'no-right']);
    world.advance(10 * 60_000);
    assert.equal((await canceller.look(target, nestor)).kind, 'there');
  });
});
