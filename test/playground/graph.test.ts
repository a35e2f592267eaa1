import assert from 'node:assert/strict';
import type { AlertView } from '../../playground/world/types.ts';
import { asJson, asList, type Called, codeOf, type OpenWorld, openWorld } from './open-world.ts';

function linkOf(page: Called): string | undefined {
  const link = page.body['@odata.nextLink'];
  return typeof link === 'string' ? link : undefined;
}

describe('the local Microsoft Graph', () => {
  let open: OpenWorld;
  let alerts: string;
  let token: string;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
    alerts = `${open.world.urls.graph}/beta/security/partner/securityAlerts`;
    token = await open.appToken(partner().tenantId, 'graph');
  });
  afterEach(() => open.close());

  const partner = (index = 0) => {
    const found = open.world.snapshot().partners[index];
    assert.ok(found);
    return found;
  };
  const subscriptions = () =>
    open.world
      .snapshot()
      .customers.filter((c) => c.partnerTenantId === partner().tenantId)
      .flatMap((c) => c.subscriptions);
  const detect = (index = 0, more: object = {}): AlertView =>
    open.world.addDetection({
      partnerTenantId: partner().tenantId,
      subscriptionId: subscriptions()[index]?.id ?? '',
      ...more,
    });
  const list = (query: string) => open.call(`${alerts}?${query}`, { token });
  const ids = async (filter: string): Promise<readonly unknown[]> =>
    asList((await list(`$filter=${encodeURIComponent(filter)}`)).body.value).map((a) => a.id);

  it('answers an alert in the shape of partnerSecurityAlert, lists as JSON inside strings', async () => {
    const made = detect(0, { machines: 2, hitCount: 14 });

    const { body } = await open.call(`${alerts}/${made.id}`, { token });

    assert.equal(body.alertType, 'CryptoMining');
    assert.equal(body.status, 'active');
    assert.equal(body.resolvedReason, null);
    assert.equal(body.isTest, false);
    assert.match(String(body.detectedDateTime), /^2026-03-02T09:00:\d\d\.\d{3}Z$/);
    const details = asJson(body.additionalDetails);
    assert.equal(details.ConnectionCount, '14');
    assert.equal(JSON.parse(String(details.VM_IP)).length, 2);
    assert.equal(asList(body.affectedResources).length, 2);
  });

  it('filters by status, subscription, customer and times, joined by and, or and brackets', async () => {
    const [first, second] = [detect(0), detect(1)];
    open.world.advance(3_600_000);
    const third = detect(2);
    open.world.resolveAlert(partner().tenantId, second.id, 'fraud', 'by@hand.example');

    assert.deepEqual(await ids("status eq 'active'"), [first.id, third.id]);
    assert.deepEqual(await ids("status ne 'active'"), [second.id]);
    assert.deepEqual(await ids(`subscriptionId eq '${first.subscriptionId}'`), [first.id]);
    assert.deepEqual(await ids('detectedDateTime ge 2026-03-02T09:30:00Z'), [third.id]);
    assert.deepEqual(await ids('detectedDateTime lt 2026-03-02T09:30:00Z'), [first.id, second.id]);
    assert.deepEqual(
      await ids(`status eq 'resolved' or (subscriptionId eq '${first.subscriptionId}' and isTest eq false)`),
      [first.id, second.id],
    );
  });

  it('refuses a filter that it cannot read and options that the documents do not promise', async () => {
    for (const query of ["$filter=nope eq 'x'", '$filter=status is active', '$filter=status eq', '$orderby=status']) {
      const answer = await list(query);

      assert.deepEqual([answer.status, codeOf(answer)], [400, 'BadRequest'], query);
    }
  });

  it('pages by twenty and leads on by @odata.nextLink, keeping the query', async () => {
    for (let i = 0; i < 45; i += 1) detect(i % 3);

    const sizes: number[] = [];
    let url: string | undefined =
      `${alerts}?$filter=${encodeURIComponent("status eq 'active'")}&$count=true&$select=status`;
    let page = await open.call(url, { token });
    assert.equal(page.body['@odata.count'], 45);
    const seen = new Set<unknown>();
    for (; url !== undefined; url = linkOf(page)) {
      page = await open.call(url, { token });
      const items = asList(page.body.value);
      sizes.push(items.length);
      for (const item of items) {
        seen.add(item.id);
        assert.deepEqual(Object.keys(item).toSorted(), ['id', 'status']);
      }
    }

    assert.deepEqual(sizes, [20, 20, 5]);
    assert.equal(seen.size, 45);
  });

  it('answers a PATCH with the status as it was; the next GET tells the new one, who set it and when', async () => {
    const made = detect();
    const chief = open.world.snapshot().people[0];
    const personToken = await open.personToken(chief?.id ?? '', 'graph');
    const url = `${alerts}/${made.id}`;

    const patched = await open.call(url, {
      method: 'PATCH',
      token: personToken,
      body: { status: 'resolved', resolvedReason: 'legitimate' },
    });
    const read = await open.call(url, { token });

    assert.equal(patched.status, 200);
    assert.equal(patched.body.status, 'active');
    assert.equal(read.body.status, 'resolved');
    assert.equal(read.body.resolvedReason, 'legitimate');
    assert.equal(read.body.resolvedBy, chief?.upn);
    const [log] = asList(read.body.activityLogs);
    assert.deepEqual([log?.statusFrom, log?.statusTo, log?.updatedBy], ['active', 'resolved', chief?.upn]);
  });

  it('refuses a status, a reason or a field that cannot be set, and changes nothing', async () => {
    const made = detect();
    const bodies = [
      { status: 'done' },
      { status: 'resolved', resolvedReason: 'because' },
      { resolvedReason: 'fraud' },
      { status: 'resolved', comment: 'x' },
    ];

    for (const body of bodies) {
      const answer = await open.call(`${alerts}/${made.id}`, { method: 'PATCH', token, body });
      assert.deepEqual([answer.status, codeOf(answer)], [400, 'BadRequest'], JSON.stringify(body));
    }

    assert.equal(open.world.snapshot().alerts[0]?.status, 'active');
  });

  it('shows a partner its own alerts only', async () => {
    const made = detect();
    const stranger = await open.appToken(partner(1).tenantId, 'graph');

    const all = await open.call(alerts, { token: stranger });
    const one = await open.call(`${alerts}/${made.id}`, { token: stranger });
    const patch = await open.call(`${alerts}/${made.id}`, {
      method: 'PATCH',
      token: stranger,
      body: { status: 'resolved' },
    });

    assert.deepEqual(all.body.value, []);
    assert.equal(one.status, 404);
    assert.equal(patch.status, 404);
  });

  it('wants a token for Graph', async () => {
    const other = await open.appToken(partner().tenantId, 'azure');

    for (const answer of [await open.call(alerts), await open.call(alerts, { token: other })]) {
      assert.deepEqual([answer.status, codeOf(answer)], [401, 'InvalidAuthenticationToken']);
    }
  });

  it('wants a second factor of a person, in the unusual shape of that error', async () => {
    const chief = open.world.snapshot().people[0];
    open.world.setSignedIn(chief?.id ?? '', true, { mfa: false });

    const answer = await open.call(alerts, { token: await open.personToken(chief?.id ?? '', 'graph') });

    assert.equal(answer.status, 403);
    assert.equal(asJson(answer.body.Error).Code, 'Unauthorized_MissingMFA');
  });

  it('merges raw fields over an alert, for those that come malformed', async () => {
    const made = detect(0, { raw: { status: 'unknownFutureValue', affectedResources: null } });

    const { body } = await open.call(`${alerts}/${made.id}`, { token });

    assert.equal(body.status, 'unknownFutureValue');
    assert.equal(body.affectedResources, null);
  });

  it('tells which of up to twenty groups a person is in', async () => {
    const { viewer, responder, owner } = partner().groups;
    const [chief, helpdesk] = open.world.snapshot().people;
    const check = (personId: string | undefined, groupIds: readonly string[]) =>
      open.call(`${open.world.urls.graph}/v1.0/users/${personId}/checkMemberGroups`, { token, body: { groupIds } });

    const chiefs = await check(chief?.id, [viewer, responder, owner]);
    const helpdesks = await check(helpdesk?.id, [viewer, responder, owner]);
    const nobody = await check('00000000-0000-4000-8000-000000000000', [viewer]);
    const tooMany = await check(
      chief?.id,
      Array.from({ length: 21 }, () => viewer),
    );

    assert.deepEqual(chiefs.body.value, [responder, owner]);
    assert.deepEqual(helpdesks.body.value, [responder]);
    assert.deepEqual([nobody.status, codeOf(nobody)], [404, 'Request_ResourceNotFound']);
    assert.equal(tooMany.status, 400);
  });

  it('names a group and pages through its members', async () => {
    const url = `${open.world.urls.graph}/v1.0/groups/${partner().groups.responder}`;

    const group = await open.call(url, { token });
    const first = await open.call(`${url}/members?$top=1`, { token });
    const second = await open.call(String(first.body['@odata.nextLink']), { token });

    assert.equal(group.body.displayName, 'Mining Watch responders');
    assert.deepEqual(
      [...asList(first.body.value), ...asList(second.body.value)].map((m) => m.displayName),
      ['Megan Bowen', 'Alex Wilber'],
    );
    assert.equal(second.body['@odata.nextLink'], undefined);
  });

  it('does not show the people or groups of another tenant', async () => {
    const stranger = await open.appToken(partner(1).tenantId, 'graph');
    const base = `${open.world.urls.graph}/v1.0`;

    const person = await open.call(`${base}/users/${open.world.snapshot().people[0]?.id}`, { token: stranger });
    const group = await open.call(`${base}/groups/${partner().groups.owner}`, { token: stranger });

    assert.equal(person.status, 404);
    assert.equal(group.status, 404);
  });
});

describe('a local Microsoft Graph that refuses app tokens for alerts', () => {
  it('answers as an open issue of the SDK tells, and takes a person’s token', async () => {
    const open = await openWorld({ appTokens: 'refused' });
    const { partners, people } = open.world.snapshot();
    const url = `${open.world.urls.graph}/beta/security/partner/securityAlerts`;

    const app = await open.call(url, { token: await open.appToken(partners[0]?.tenantId ?? '', 'graph') });
    const person = await open.call(url, { token: await open.personToken(people[0]?.id ?? '', 'graph') });
    await open.close();

    assert.deepEqual([app.status, asJson(app.body.Error).Code], [403, 'Unauthorized_MissingMFA']);
    assert.equal(person.status, 200);
  });
});
