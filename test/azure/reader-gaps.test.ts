import assert from 'node:assert/strict';
import type { SubscriptionReading } from '../../src/domain/investigation.ts';
import { localServer, type Reply } from '../support/http-server.ts';
import { outsideError } from '../support/outside.ts';
import { subscription, vm } from './scope.ts';
import { cluster, listed, readAt, type World } from './served.ts';

describe('reading Azure in part', () => {
  const server = localServer();
  const read = (world: World = {}, focus: readonly string[] = []) => readAt(server, world, focus);
  const gap = (reading: SubscriptionReading, what: string) => reading.gaps.find((one) => one.what === what)?.why;
  const asked = (end: string) => server.asked.filter((one) => one.path.endsWith(end));

  const forbidden = { status: 403, json: { error: { code: 'AuthorizationFailed' } } };

  it('is an error only where not even the resources can be listed', async () => {
    const error = await outsideError(read({ '/resources': forbidden }));

    assert.equal(error.why, 'forbidden');
  });

  for (const [end, what] of [
    ['/Microsoft.ResourceGraph/resources', 'details'],
    ['/locks', 'locks'],
    ['/denyAssignments', 'denyAssignments'],
    ['/resourcegroups', 'groups'],
    ['/management/values', 'activity'],
    ['.CostManagement/query', 'cost'],
    ['/alerts', 'defender'],
    ['/w-014', 'power'],
  ] as const)
    it(`says that ${what} may not be read`, async () => {
      const reading = await read({ [end]: forbidden });

      assert.equal(gap(reading, what), 'forbidden');
      assert.equal(reading.resources.length, 1);
    });

  it('says that CPU and children may not be read, but a name that is only shown is left out', async () => {
    const reading = await read({
      '/resources': { json: { value: [listed(vm), listed(cluster)] } },
      '/metrics': forbidden,
      '/agentPools': forbidden,
      [`/subscriptions/${subscription}`]: forbidden,
    });

    assert.deepEqual([gap(reading, 'cpu'), gap(reading, 'children')], ['forbidden', 'forbidden']);
    assert.equal(reading.subscriptionName, undefined);
  });

  for (const [reply, why] of [
    [{ status: 401, json: { error: { code: 'InvalidAuthenticationTokenTenant' } } }, 'forbidden'],
    [{ status: 404 }, 'not-found'],
    [{ json: { value: 'odd' } }, 'unreadable'],
    [{ body: 'no json' }, 'unreadable'],
    ['reset', 'unreachable'],
    [{ status: 503 }, 'unreachable'],
    [{ status: 429, headers: { 'retry-after': '3600' } }, 'not-ready'],
  ] as [Reply, string][])
    it(`is ${why} after ${JSON.stringify(reply)}`, async () => {
      const reading = await read({ '/locks': reply });

      assert.equal(gap(reading, 'locks'), why);
    });

  it('has no cost yet, or is told by the longest of the waits to come later', async () => {
    const throttled = {
      status: 429,
      headers: {
        'retry-after': '1',
        'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '2',
        'x-ms-ratelimit-microsoft.costmanagement-entity-retry-after': '600',
      },
    };

    assert.equal(gap(await read(), 'cost'), 'not-ready');
    assert.equal(gap(await read({ '.CostManagement/query': throttled }), 'cost'), 'not-ready');
    assert.equal(asked('.CostManagement/query').length, 2);
  });
});
