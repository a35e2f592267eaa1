import assert from 'node:assert/strict';
import type { Fault } from '../../playground/world/types.ts';
import { asList, type OpenWorld, openWorld } from './open-world.ts';

describe('faults in the local world', () => {
  let open: OpenWorld;
  let token: string;
  let alerts: string;
  beforeEach(async () => {
    open = await openWorld();
    token = await open.appToken(partner(), 'graph');
    alerts = `${open.world.urls.graph}/beta/security/partner/securityAlerts`;
    open.world.forgetRequests();
  });
  afterEach(() => open.close());

  const partner = (): string => open.world.snapshot().partners[0]?.tenantId ?? '';
  const list = () => open.call(alerts, { token });
  const fault = (act: Fault['act'], more: Partial<Fault> = {}) =>
    open.world.addFault({ service: 'graph', times: 1, act, ...more });

  it('answer in place of a route as often as they are told, then it answers itself again', async () => {
    fault(
      { kind: 'status', status: 429, body: { error: { code: 'TooManyRequests' } }, headers: { 'retry-after': '7' } },
      { times: 2 },
    );

    const [first, second, third] = [await list(), await list(), await list()];

    assert.deepEqual([first.status, second.status, third.status], [429, 429, 200]);
    assert.equal(first.headers.get('retry-after'), '7');
    assert.deepEqual(open.world.snapshot().faults, []);
  });

  it('hit only the method and path that they name', async () => {
    fault({ kind: 'status', status: 500 }, { method: 'PATCH', path: '/securityAlerts/' });

    const get = await list();
    const patch = await open.call(`${alerts}/x`, { method: 'PATCH', token, body: { status: 'resolved' } });

    assert.equal(get.status, 200);
    assert.equal(patch.status, 500);
  });

  it('delay an answer', async () => {
    fault({ kind: 'delay', ms: 60 });
    const before = performance.now();

    const answer = await list();

    assert.equal(answer.status, 200);
    assert.ok(performance.now() - before >= 55);
  });

  it('break the connection before any answer', async () => {
    fault({ kind: 'reset' });

    await assert.rejects(list(), TypeError);
  });

  it('break the connection in the middle of the answer', async () => {
    fault({ kind: 'half' });

    await assert.rejects(list(), TypeError);
  });

  it('lose the answer to a deed that was done', async () => {
    const subscription = open.world.snapshot().customers[0]?.subscriptions[0];
    const made = open.world.addDetection({ partnerTenantId: partner(), subscriptionId: subscription?.id ?? '' });
    fault({ kind: 'done-but', status: 504 });

    const patch = await open.call(`${alerts}/${made.id}`, {
      method: 'PATCH',
      token,
      body: { status: 'investigating' },
    });

    assert.equal(patch.status, 504);
    assert.equal(asList((await list()).body.value)[0]?.status, 'investigating');
  });

  it('can be taken back, one or all', async () => {
    const one = fault({ kind: 'status', status: 500 });
    open.world.removeFault(one.id);
    const first = await list();
    fault({ kind: 'status', status: 500 });
    open.world.clearFaults();

    const second = await list();

    assert.deepEqual([first.status, second.status], [200, 200]);
  });

  it('end with the world, even when they hold an answer back', async () => {
    const other = await openWorld();
    other.world.addFault({ service: 'graph', times: 1, act: { kind: 'delay', ms: 600_000 } });
    const waiting = other.call(`${other.world.urls.graph}/v1.0/me`).catch(() => 'broken off');
    while (other.world.snapshot().faults.length > 0) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }

    await other.close();

    assert.equal(await waiting, 'broken off');
  });

  it('show in the requests seen, with what was really answered', async () => {
    fault({ kind: 'status', status: 503 });
    await list();
    await list();

    assert.deepEqual(
      open.world.requests().map((r) => [r.service, r.method, r.status]),
      [
        ['graph', 'GET', 503],
        ['graph', 'GET', 200],
      ],
    );
  });
});
