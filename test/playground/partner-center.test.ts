import assert from 'node:assert/strict';
import type { AlertView } from '../../playground/world/types.ts';
import { asJson, asList, type Called, type OpenWorld, openWorld } from './open-world.ts';

describe('the local Partner Center', () => {
  let open: OpenWorld;
  let base: string;
  let token: string;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
    base = `${open.world.urls.partnerCenter}/v1`;
    token = await open.appToken(distributor().tenantId, 'partnerCenter');
  });
  afterEach(() => open.close());

  const distributor = () => {
    const found = open.world.snapshot().partners.find((p) => p.source === 'fraudEvents');
    assert.ok(found);
    return found;
  };
  const customers = () => open.world.snapshot().customers.filter((c) => c.partnerTenantId === distributor().tenantId);
  const customer = (name: string): string => customers().find((c) => c.name === name)?.tenantId ?? '';
  const detect = (customerIndex = 0, more: object = {}): AlertView =>
    open.world.addDetection({
      partnerTenantId: distributor().tenantId,
      subscriptionId: customers()[customerIndex]?.subscriptions[0]?.id ?? '',
      ...more,
    });
  const person = () => open.world.snapshot().people.find((p) => p.tenantId === distributor().tenantId);
  const events = (query = '', wide = true): Promise<Called> =>
    open.call(`${base}/fraudEvents${query}`, { token, headers: wide ? { 'X-NewEventsModel': 'true' } : {} });
  const setStatus = (subscriptionId: string, body: object): Promise<Called> =>
    open.call(`${base}/fraudEvents/subscription/${subscriptionId}/status`, { token, body });
  const statuses = (): readonly string[] => open.world.snapshot().alerts.map((a) => a.status);

  it('answers fraud events as a bare array with its own habits', async () => {
    const made = detect(0, { hitCount: 14, isTest: true, machines: 2 });

    const { list } = await events();

    const [event] = list;
    assert.equal(list.length, 1);
    assert.equal(event?.eventId, made.id);
    assert.ok(made.id.startsWith(`${made.subscriptionId}_`));
    assert.equal(event?.eventType, 'NetworkConnectionsToCryptoMiningPools');
    assert.equal(event?.eventStatus, 'Active');
    assert.equal(event?.IsTest, 'true');
    assert.equal(event?.hitCount, '14');
    assert.equal(event?.resolvedReason, 'None');
    assert.match(String(event?.resolvedOn), /^9999-12-31T/);
    assert.match(String(event?.eventTime), /^2026-03-02T09:00:[\d.]+$/, 'without a zone');
    assert.equal(event?.activityLogs, '[]');
    const addresses = String(asJson(event?.additionalDetails).vM_IP);
    assert.ok(addresses.startsWith('[\r\n'));
    assert.equal(JSON.parse(addresses).length, 2);
  });

  it('leaves the newer fields out without the header that asks for them', async () => {
    detect();

    const { list } = await events('', false);

    assert.equal(list.length, 1);
    assert.equal(list[0]?.eventType, undefined);
    assert.equal(list[0]?.IsTest, undefined);
  });

  it('filters by status, subscription and type', async () => {
    const [first, second] = [detect(0), detect(1)];
    await setStatus(second.subscriptionId, { EventIds: [second.id], EventStatus: 'Investigating' });

    const found = async (query: string) => (await events(query)).list.map((e) => e.eventId);

    assert.deepEqual(await found('?EventStatus=Active'), [first.id]);
    assert.deepEqual(await found('?EventStatus=Investigating'), [second.id]);
    assert.deepEqual(await found(`?SubscriptionId=${first.subscriptionId}`), [first.id]);
    assert.deepEqual(await found('?EventType=UsageAnomalyDetection'), []);
    assert.equal((await events('?EventStatus=Closed')).status, 400);
  });

  it('pages only when both size and number are given, from page 1', async () => {
    for (let i = 0; i < 5; i += 1) detect(i % 3);

    const sizes = [];
    for (const page of [1, 2, 3]) sizes.push((await events(`?PageSize=2&PageNumber=${page}`)).list.length);

    assert.deepEqual(sizes, [2, 2, 1]);
    assert.equal((await events('?PageSize=2')).status, 400);
    assert.equal((await events('?PageSize=2&PageNumber=0')).status, 400);
  });

  it('updates the events that are named, and writes who did it into their log', async () => {
    const [one, other] = [detect(0), detect(0)];
    const url = `${base}/fraudEvents/subscription/${one.subscriptionId}/status`;

    const updated = await open.call(url, {
      token: await open.personToken(person()?.id ?? '', 'partner-center'),
      body: { EventIds: [one.id], EventStatus: 'Resolved', ResolvedReason: 'Fraud' },
      headers: { 'X-NewEventsModel': 'true' },
    });

    assert.deepEqual(
      updated.list.map((e) => [e.eventId, e.eventStatus, e.resolvedReason, e.resolvedBy]),
      [[one.id, 'Resolved', 'Fraud', person()?.upn]],
    );
    const [log] = asList(JSON.parse(String(updated.list[0]?.activityLogs)));
    assert.deepEqual([log?.statusFrom, log?.statusTo, log?.updatedBy], ['Active', 'Resolved', person()?.upn]);
    assert.match(String(log?.dateTime), /\+00:00$/);
    assert.equal(open.world.snapshot().alerts.find((a) => a.id === other.id)?.status, 'active');
  });

  it('updates EVERY event of the subscription when none is named', async () => {
    const [one] = [detect(0), detect(0), detect(1)];

    const updated = await setStatus(one?.subscriptionId ?? '', {
      EventIds: [],
      EventStatus: 'Resolved',
      ResolvedReason: 'Ignore',
    });

    assert.equal(updated.list.length, 2);
    assert.deepEqual(statuses(), ['resolved', 'resolved', 'active']);
  });

  it('refuses bodies that are not in its capitals, and unknown words', async () => {
    const { subscriptionId } = detect();
    const bodies = [
      { eventStatus: 'Resolved', resolvedReason: 'Fraud' },
      { EventStatus: 'Done', ResolvedReason: 'Fraud' },
      { EventStatus: 'Resolved', ResolvedReason: 'fraud' },
      { EventStatus: 'Resolved' },
    ];

    for (const body of bodies) assert.equal((await setStatus(subscriptionId, body)).status, 400, JSON.stringify(body));

    assert.deepEqual(statuses(), ['active']);
  });

  it('pages through customers by the next link and the header that it demands', async () => {
    const first = await open.call(`${base}/customers?size=3`, { token });
    const next = asJson(asJson(first.body.links).next);
    const [header] = asList(next.headers);
    const second = await open.call(`${base}${String(next.uri)}`, {
      token,
      headers: { [String(header?.key)]: String(header?.value) },
    });
    const without = await open.call(`${base}${String(next.uri)}`, { token });

    assert.equal(first.body.totalCount, 3);
    assert.equal(asList(second.body.items).length, 1);
    assert.equal(asJson(second.body.links).next, undefined);
    assert.equal(without.status, 400);
    const names = [...asList(first.body.items), ...asList(second.body.items)].map(
      (c) => asJson(c.companyProfile).companyName,
    );
    assert.deepEqual(
      names,
      customers().map((c) => c.name),
    );
  });

  it('tells a customer’s culture, subscriptions and the Azure subscriptions under the plan', async () => {
    const id = customer('Adventure Works Cicli');

    const profile = await open.call(`${base}/customers/${id}/profiles/billing`, { token });
    const bought = await open.call(`${base}/customers/${id}/subscriptions`, { token });
    const plan = asList(bought.body.items).find((s) => String(s.offerId).startsWith('DZH318Z0BPS6:0001'));
    const entitlements = await open.call(
      `${base}/customers/${id}/subscriptions/${String(plan?.id)}/azureEntitlements`,
      {
        token,
      },
    );
    const unknown = await open.call(`${base}/customers/${id}/subscriptions/${id}`, { token });

    assert.deepEqual([profile.body.culture, profile.body.language], ['it-IT', 'it']);
    assert.deepEqual(
      asList(entitlements.body.items).map((e) => [e.id, e.friendlyName, e.subscriptionId]),
      customers()[0]?.subscriptions.map((s) => [s.id, s.name, plan?.id]),
    );
    assert.deepEqual([unknown.status, unknown.body.code], [404, 20003]);
  });

  it('tells the standing of a customer to a person, and refuses the app’s own token there', async () => {
    const personToken = await open.personToken(person()?.id ?? '', 'partner-center');
    const ask = (name: string, what: string, as = personToken): Promise<Called> =>
      open.call(`${base}/customers/${customer(name)}/${what}`, { token: as });
    const agreed = 'agreements?agreementType=MicrosoftCustomerAgreement';

    assert.equal((await ask('Trey Research', 'validationStatus?type=account')).body.status, 'UnderReview');
    assert.equal((await ask('Adventure Works Cicli', 'validationStatus?type=account')).body.status, 'Allowed');
    assert.equal((await ask('Adventure Works Cicli', agreed)).body.totalCount, 1);
    assert.equal((await ask('Lucerne Publishing', agreed)).body.totalCount, 0);
    assert.equal(
      (await ask('Adventure Works Cicli', 'agreements')).body.totalCount,
      0,
      'an older agreement is the default',
    );
    const signed = await ask('Trey Research', 'directSignedMicrosoftCustomerAgreementStatus');
    assert.deepEqual(signed.body, { isSigned: false });
    assert.equal((await ask('Adventure Works Cicli', 'relationships')).body.totalCount, 1);
    const refused = await ask('Trey Research', 'validationStatus?type=account', token);
    assert.deepEqual([refused.status, refused.body.code], [403, 900329]);
  });

  it('refuses another partner’s customer', async () => {
    const other = open.world.snapshot().customers.find((c) => c.partnerTenantId !== distributor().tenantId);

    const answer = await open.call(`${base}/customers/${other?.tenantId}`, { token });

    assert.deepEqual([answer.status, answer.body.code], [403, 900159]);
  });

  it('refuses a token for another API, and a person’s without a second factor', async () => {
    open.world.setSignedIn(person()?.id ?? '', true, { mfa: false });

    const wrong = await open.call(`${base}/customers`, { token: await open.appToken(distributor().tenantId, 'graph') });
    const weak = await open.call(`${base}/customers`, {
      token: await open.personToken(person()?.id ?? '', 'partner-center'),
    });

    assert.deepEqual([wrong.status, wrong.body.code], [401, 900420]);
    assert.equal(weak.status, 401);
    assert.match(weak.headers.get('www-authenticate') ?? '', /invalid_token/);
  });

  it('gives the ids of a request back', async () => {
    const answer = await open.call(`${base}/customers`, {
      token,
      headers: { 'MS-CorrelationId': 'corr', 'MS-RequestId': 'req' },
    });

    assert.equal(answer.headers.get('ms-correlationid'), 'corr');
    assert.equal(answer.headers.get('ms-requestid'), 'req');
  });
});

describe('a local Partner Center that does not take Legitimate', () => {
  it('refuses it with 400 and changes nothing', async () => {
    const open = await openWorld({ legacyTakesLegitimate: false });
    const partner = open.world.snapshot().partners.find((p) => p.source === 'fraudEvents');
    const subscription = open.world.snapshot().customers.find((c) => c.partnerTenantId === partner?.tenantId)
      ?.subscriptions[0];
    const made = open.world.addDetection({
      partnerTenantId: partner?.tenantId ?? '',
      subscriptionId: subscription?.id ?? '',
    });
    const answer = await open.call(
      `${open.world.urls.partnerCenter}/v1/fraudEvents/subscription/${made.subscriptionId}/status`,
      {
        token: await open.appToken(partner?.tenantId ?? '', 'partnerCenter'),
        body: { EventIds: [made.id], EventStatus: 'Resolved', ResolvedReason: 'Legitimate' },
      },
    );
    const after = open.world.snapshot().alerts[0]?.status;
    await open.close();

    assert.equal(answer.status, 400);
    assert.equal(after, 'active');
  });
});
