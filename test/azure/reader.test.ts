import assert from 'node:assert/strict';
import { appArm } from '../../src/azure/client.ts';
import { createAzureReader } from '../../src/azure/reader.ts';
import { resourceCall, resourcePage } from '../../src/azure/resource-list.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import type { SubscriptionReading } from '../../src/domain/investigation.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { all, appTokens, outsideError, quickHttp } from '../support/outside.ts';
import { at, customer, idOf, subscription, vm } from './scope.ts';

const now = new Date('2026-11-22T09:30:00Z');
const since = '2026-11-01T00:00:00.000Z';
const nic = idOf('Microsoft.Network/networkInterfaces/n-1');
const cluster = idOf('Microsoft.ContainerService/managedClusters/k');

const listed = (id: string, more: object = {}) => ({ id, type: 'x', name: id.split('/').at(-1), ...more });
const lock = {
  id: `${vm}/providers/Microsoft.Authorization/locks/keep`,
  name: 'keep',
  properties: { level: 'CanNotDelete', notes: 'mine' },
};

/** What a subscription answers, by the longest end of the path; anything not here is a 404. */
type World = Record<string, Reply | ((asked: Asked) => Reply)>;

const empty = { json: { value: [] } };
const standard: World = {
  [`/subscriptions/${subscription}`]: { json: { displayName: 'wwi-shop' } },
  '/resources': { json: { value: [listed(vm, { location: 'Brazil South', createdTime: '2026-11-19T02:14:07Z' })] } },
  '/Microsoft.ResourceGraph/resources': {
    json: {
      data: [
        {
          id: vm.toUpperCase(),
          tags: { owner: 'dana' },
          properties: {
            hardwareProfile: { vmSize: 'Standard_NC24' },
            priority: 'Spot',
            networkProfile: { networkInterfaces: [{ id: nic }] },
          },
        },
      ],
    },
  },
  '/locks': { json: { value: [lock] } },
  '/denyAssignments': empty,
  '/management/values': empty,
  '.CostManagement/query': { json: { properties: { columns: [], rows: [] } } },
  '/alerts': empty,
  '/w-014': { json: { properties: { instanceView: { statuses: [{ code: 'PowerState/running' }] } } } },
  '/metrics': {
    json: {
      value: [
        {
          timeseries: [
            {
              data: [
                { timeStamp: '2026-11-22T02:00:00Z', average: 98.5 },
                { timeStamp: '2026-11-22T01:00:00Z', average: 97 },
                { timeStamp: '2026-11-22T03:00:00Z' },
              ],
            },
          ],
        },
      ],
    },
  },
};

describe('reading a subscription of Azure', () => {
  const server = localServer();
  const waits: number[] = [];
  beforeEach(() => {
    waits.length = 0;
  });
  const reader = () =>
    createAzureReader({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      scope: 'arm',
      now: () => now,
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
  const serve = (world: World) =>
    server.always((asked) => {
      const [key] = Object.keys(world)
        .filter((end) => asked.path.endsWith(end))
        .toSorted((a, b) => b.length - a.length);
      const reply = key === undefined ? undefined : world[key];
      return (
        (typeof reply === 'function' ? reply(asked) : reply) ?? { status: 404, json: { error: { code: 'NotFound' } } }
      );
    });
  const read = (world: World = {}, focus: readonly string[] = []) => {
    serve({ ...standard, ...world });
    return reader().read(at, { since, focus });
  };
  const gap = (reading: SubscriptionReading, what: string) => reading.gaps.find((one) => one.what === what)?.why;
  const asked = (end: string) => server.asked.filter((one) => one.path.endsWith(end));

  it('joins the list with what Resource Graph adds, by the app in the customer’s tenant', async () => {
    const reading = await read();

    assert.equal(reading.subscriptionName, 'wwi-shop');
    assert.equal(reading.readAt, now.toISOString());
    assert.deepEqual(reading.resources, [
      {
        id: vm,
        key: resourceKey(vm),
        name: 'w-014',
        type: 'microsoft.compute/virtualmachines',
        location: 'brazilsouth',
        group: 'rg-q7',
        tags: { owner: 'dana' },
        size: 'Standard_NC24',
        spot: true,
        createdAt: '2026-11-19T02:14:07.000Z',
        refs: [resourceKey(nic)],
        texts: [],
      },
    ]);
    assert.ok(server.asked.every((one) => one.headers.authorization === `Bearer app|${customer}|arm`));
    assert.equal(
      asked(`${subscription}/resources`)[0]?.query.get('$expand'),
      'createdTime,changedTime,provisioningState',
    );
  });

  it('tells who made a lock, where the log does', async () => {
    const row = {
      operationName: { value: 'Microsoft.Authorization/locks/write' },
      eventTimestamp: '2026-11-20T00:00:00Z',
      resourceId: lock.id.toLowerCase(),
      caller: 'eve@fabrikam.example',
      status: { value: 'Succeeded' },
    };

    const reading = await read({ '/management/values': { json: { value: [row] } } });

    assert.deepEqual(reading.locks, [
      { name: 'keep', scope: resourceKey(vm), level: 'CanNotDelete', notes: 'mine', madeBy: 'eve@fabrikam.example' },
    ]);
  });

  it('takes an odd level for a lock, and one without place for one on all', async () => {
    const odd = { id: '/odd', name: 'odd', properties: { level: 'NotSpecified' } };

    const reading = await read({ '/locks': { json: { value: [odd] } } });

    assert.deepEqual(reading.locks, [
      { name: 'odd', scope: resourceKey(`/subscriptions/${subscription}`), level: 'CanNotDelete' },
    ]);
  });

  it('has deny assignments, also of what is above', async () => {
    const properties = {
      denyAssignmentName: 'aks',
      scope: '/',
      permissions: [{ actions: ['*/delete'] }],
      description: 'd',
    };

    const reading = await read({ '/denyAssignments': { json: { value: [{ name: 'g', properties }] } } });

    assert.deepEqual(reading.denyAssignments, [
      { name: 'aks', scope: resourceKey('/'), actions: ['*/delete'], description: 'd' },
    ]);
  });

  it('sees whether machines run and how busy they are', async () => {
    const reading = await read();

    assert.deepEqual(reading.power, { [resourceKey(vm)]: 'running' });
    assert.deepEqual(reading.cpu, { [resourceKey(vm)]: { averages: [97, 98.5] } });
    const [metrics] = asked('/metrics');
    assert.equal(metrics?.query.get('metricnames'), 'Percentage CPU');
    assert.equal(metrics?.query.get('timespan'), '2026-11-21T09:30:00.000Z/2026-11-22T09:30:00.000Z');
  });

  it('asks for the CPU of what is stopped only if it is in focus', async () => {
    const stopped = {
      '/w-014': { json: { properties: { instanceView: { statuses: [{ code: 'PowerState/deallocated' }] } } } },
    };

    await read(stopped);
    assert.equal(asked('/metrics').length, 0);
    await read(stopped, [vm]);
    assert.equal(asked('/metrics').length, 1);
  });

  it('asks 100 machines whether they run and 25 how busy they are, those in focus first, and says that there are more', async () => {
    const many = Array.from({ length: 130 }, (_, i) => idOf(`Microsoft.Compute/virtualMachines/m-${i}`));
    const last = many.at(-1) ?? '';
    serve({
      ...standard,
      '/resources': { json: { value: many.map((id) => listed(id)) } },
      '/metrics': standard['/metrics'] ?? empty,
      '': standard['/w-014'] ?? empty,
    });

    const reading = await reader().read(at, { since, focus: [last] });

    assert.equal(Object.keys(reading.power).length, 100);
    assert.equal(reading.power[resourceKey(last)], 'running');
    assert.equal(Object.keys(reading.cpu).length, 25);
    assert.ok(reading.cpu[resourceKey(last)]);
    assert.deepEqual([gap(reading, 'power'), gap(reading, 'cpu')], ['cut', 'cut']);
  });

  it('takes the word of Resource Graph where a machine cannot be asked, and a machine’s own word before that', async () => {
    const row = (id: string, code: string) => ({
      id,
      properties: { extended: { instanceView: { powerState: { code } } } },
    });
    const other = idOf('Microsoft.Compute/virtualMachines/w-015');

    const reading = await read({
      [`${subscription}/resources`]: { json: { value: [listed(vm), listed(other)] } },
      '/Microsoft.ResourceGraph/resources': {
        json: { data: [row(vm, 'PowerState/deallocated'), row(other, 'PowerState/deallocated')] },
      },
    });

    assert.deepEqual(reading.power, { [resourceKey(vm)]: 'running', [resourceKey(other)]: 'deallocated' });
    assert.equal(gap(reading, 'power'), 'not-found');
  });

  it('asks for the children that no list has', async () => {
    const pool = {
      id: `${cluster}/agentPools/p1`,
      name: 'p1',
      properties: { vmSize: 'Standard_NC6', count: 3, powerState: { code: 'Running' } },
    };
    const foreign = { id: `${idOf('Microsoft.ContainerService/managedClusters/other')}/agentPools/p`, properties: {} };

    const reading = await read({
      '/resources': { json: { value: [listed(cluster, { location: 'westeurope' })] } },
      '/agentPools': { json: { value: [pool, foreign, {}] } },
    });

    const [, child, ...more] = reading.resources;
    assert.deepEqual(more, []);
    assert.equal(child?.parent, resourceKey(cluster));
    assert.deepEqual([child?.size, child?.instances, child?.location], ['Standard_NC6', 3, 'westeurope']);
    assert.equal(reading.power[resourceKey(pool.id)], 'running');
  });

  it('has the cost of each resource on the last 7 full days', async () => {
    const columns = ['Cost', 'UsageDate', 'ResourceId', 'Currency'].map((name) => ({ name }));
    const rows = [
      [5, 20261121, vm.toUpperCase(), 'EUR'],
      [1, 20261121, vm, 'EUR'],
      [2, 20261115, vm, 'EUR'],
      [9, 20261122, vm, 'EUR'],
      [9, 20261121, '', 'EUR'],
    ];

    const reading = await read({ '.CostManagement/query': { json: { properties: { columns, rows } } } });

    assert.equal(reading.currency, 'EUR');
    assert.deepEqual(reading.costs, [
      {
        key: resourceKey(vm),
        days: [2, 0, 0, 0, 0, 0, 6].map((cost, i) => ({ date: `2026-11-${15 + i}`, cost })),
      },
    ]);
    const [query] = asked('.CostManagement/query');
    assert.deepEqual(JSON.parse(JSON.stringify(query?.body)).dataset.grouping, [
      { type: 'Dimension', name: 'ResourceId' },
    ]);
  });

  it('has the alerts of Defender of 30 days', async () => {
    const alert = (alertType: string, startTimeUtc: string) => ({
      properties: {
        alertType,
        alertDisplayName: 'Digital currency mining',
        severity: 'high',
        startTimeUtc,
        resourceIdentifiers: [{ type: 'AAD' }, { azureResourceId: vm }],
      },
    });

    const reading = await read({
      '/alerts': {
        json: { value: [alert('VM_x', '2026-11-19T00:00:00Z'), alert('VM_old', '2026-10-01T00:00:00Z'), 7] },
      },
    });

    assert.deepEqual(reading.defender, [
      {
        resources: [resourceKey(vm)],
        type: 'VM_x',
        title: 'Digital currency mining',
        severity: 'High',
        at: '2026-11-19T00:00:00.000Z',
      },
    ]);
  });

  describe('page by page', () => {
    it('keeps on the host that was asked', async () => {
      const evil = { json: { value: [], nextLink: 'https://evil.example/next' } };

      const error = await outsideError(read({ '/resources': evil }));
      const reading = await read({
        '/locks': evil,
        '/management/values': evil,
        '/alerts': evil,
        '/denyAssignments': evil,
      });

      assert.equal(error.why, 'unreadable');
      assert.deepEqual(
        ['locks', 'activity', 'defender', 'denyAssignments'].map((what) => gap(reading, what)),
        ['unreadable', 'unreadable', 'unreadable', 'unreadable'],
      );
    });

    it('follows Resource Graph by its token, a thousand rows at a time, ordered by id', async () => {
      const bodies: { options: Record<string, unknown>; query: string }[] = [];
      const row = (name: string) => ({
        id: idOf(`Microsoft.Compute/virtualMachines/${name}`),
        properties: { hardwareProfile: { vmSize: name } },
      });
      await read({
        '/Microsoft.ResourceGraph/resources': ({ body }) => {
          bodies.push(JSON.parse(JSON.stringify(body)));
          return { json: bodies.length === 1 ? { data: [row('a')], $skipToken: 't-1' } : { data: [row('w-014')] } };
        },
      });

      assert.deepEqual(
        bodies.map(({ options }) => options),
        [
          { resultFormat: 'objectArray', $top: 1000 },
          { resultFormat: 'objectArray', $top: 1000, $skipToken: 't-1' },
        ],
      );
      assert.match(bodies[0]?.query ?? '', /project id,.*order by id/);
    });

    for (const [reset, expected] of [
      ['00:00:05', [5000]],
      ['odd', [1000]],
    ] as const)
      it(`waits for the quota of Resource Graph: ${reset}`, async () => {
        let pages = 0;
        const reading = await read({
          '/Microsoft.ResourceGraph/resources': () => ({
            headers: { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': reset },
            json: pages++ === 0 ? { data: [], $skipToken: 't' } : { data: [] },
          }),
        });

        assert.deepEqual(waits, expected);
        assert.equal(gap(reading, 'details'), undefined);
      });

    it('goes on without details where the quota comes back too late', async () => {
      const reading = await read({
        '/Microsoft.ResourceGraph/resources': {
          headers: { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:10:00' },
          json: { data: [], $skipToken: 't' },
        },
      });

      assert.equal(gap(reading, 'details'), 'not-ready');
      assert.deepEqual(waits, []);
    });

    it('ends where pages go round in a circle', async () => {
      const circle = () => ({ json: { value: [], nextLink: `${server.url}/locks?again` } });

      const reading = await read({
        '/locks': circle,
        '/Microsoft.ResourceGraph/resources': { json: { data: [], $skipToken: 't' } },
      });

      assert.deepEqual([gap(reading, 'locks'), gap(reading, 'details')], ['unreadable', 'unreadable']);
    });

    it('stops between pages when it is called off', async () => {
      const stop = new AbortController();
      serve({
        ...standard,
        '/resources': () => {
          stop.abort(new Error('called off'));
          return { json: { value: [], nextLink: `${server.url}/resources?more` } };
        },
      });
      const pages = appArm({ http: quickHttp(), baseUrl: server.url, tokens: appTokens, scope: 'arm' }, customer).pages(
        resourceCall(subscription, 'createdTime'),
        resourcePage,
        stop.signal,
      );

      await assert.rejects(all(pages), /called off/);
      assert.equal(server.asked.length, 1);
    });

    it('is no reading when it is called off, though much of it was read', async () => {
      const stop = new AbortController();
      serve({
        ...standard,
        '/w-014': () => {
          stop.abort(new Error('called off'));
          return { status: 403 };
        },
      });

      await assert.rejects(reader().read(at, { since, focus: [], signal: stop.signal }), /called off/);
    });
  });

  describe('in part', () => {
    const forbidden = { status: 403, json: { error: { code: 'AuthorizationFailed' } } };

    it('is an error only where not even the resources can be listed', async () => {
      const error = await outsideError(read({ '/resources': forbidden }));

      assert.equal(error.why, 'forbidden');
    });

    for (const [end, what] of [
      ['/Microsoft.ResourceGraph/resources', 'details'],
      ['/locks', 'locks'],
      ['/denyAssignments', 'denyAssignments'],
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

  describe('for a plan', () => {
    const forbidden = { status: 403, json: { error: { code: 'AuthorizationFailed' } } };

    it('has resources, locks and deny assignments', async () => {
      serve(standard);

      const { resources, locks, readAt } = await reader().readNow(at);

      assert.deepEqual([resources.length, locks.length, readAt], [1, 1, now.toISOString()]);
      assert.deepEqual(resources[0]?.refs, [resourceKey(nic)]);
    });

    for (const end of ['/resources', '/Microsoft.ResourceGraph/resources', '/locks', '/denyAssignments'])
      it(`is an error where ${end} cannot be read`, async () => {
        serve({ ...standard, [end]: forbidden });

        assert.equal((await outsideError(reader().readNow(at))).why, 'forbidden');
      });

    it('leaves out children that cannot be read', async () => {
      serve({ ...standard, '/resources': { json: { value: [listed(cluster)] } }, '/agentPools': forbidden });

      assert.equal((await reader().readNow(at)).resources.length, 1);
    });
  });

  describe('a group', () => {
    it('is found by its name in any case, with when it was made', async () => {
      const groups = [{ name: 'a' }, { name: 'RG-Q7', createdTime: '2026-11-19T00:00:00Z', managedBy: cluster }];
      serve({ '/resourcegroups': { json: { value: groups } } });

      assert.deepEqual(await reader().group(at, 'rg-q7'), {
        createdAt: '2026-11-19T00:00:00.000Z',
        managedBy: cluster,
      });
      assert.deepEqual(await reader().group(at, 'A'), {});
      assert.equal(await reader().group(at, 'b'), undefined);
    });

    it('that cannot be read is an error', async () => {
      serve({ '/resourcegroups': { status: 500 } });

      assert.equal((await outsideError(reader().group(at, 'a'))).why, 'unreachable');
    });
  });

  describe('evidence', () => {
    const pieces = (world: World, ids: readonly string[] = [vm]) => {
      serve(world);
      return all(
        reader().evidence(at, { resources: ids.map((id) => ({ id, type: '' })), groups: ['rg-q7', ''], since }),
      );
    };

    it('is the log as it is, deployments and resources', async () => {
      const deployment = { id: '/d/1', properties: { any: [1, null] } };
      const found = await pieces({
        '/management/values': ({ query }) => ({
          json: query.has('more')
            ? { value: [{ row: 2 }] }
            : { value: [{ row: 1 }], nextLink: `${server.url}/management/values?more=1` },
        }),
        '/deployments': { json: { value: [deployment] } },
        '/w-014': { json: { id: vm, properties: { vmId: 'x' } } },
      });

      assert.deepEqual(found, [
        { kind: 'activity-log', name: '1', content: [{ row: 1 }] },
        { kind: 'activity-log', name: '2', content: [{ row: 2 }] },
        { kind: 'deployment', name: '/d/1', content: deployment },
        { kind: 'resource', name: vm, content: { id: vm, properties: { vmId: 'x' } } },
      ]);
      assert.equal(asked('/management/values')[0]?.query.has('$select'), false);
    });

    it('says what could not be read, and goes on', async () => {
      const odd = idOf('Microsoft.Odd/odds/o');

      const found = await pieces({ '/w-014': { json: {} } }, [odd, 'no id', vm]);

      assert.deepEqual(
        found.map(({ kind, name, content, error }) => [kind, name, content, error === undefined]),
        [
          ['activity-log', '1', null, false],
          ['deployment', 'rg-q7', null, false],
          ['resource', odd, null, false],
          ['resource', 'no id', null, false],
          ['resource', vm, {}, true],
        ],
      );
      assert.ok(found.every(({ error }) => error === undefined || !error.includes('app|')));
    });
  });
});
