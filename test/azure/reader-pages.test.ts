import assert from 'node:assert/strict';
import { appArm } from '../../src/azure/client.ts';
import { resourceCall, resourcePage } from '../../src/azure/resource-list.ts';
import type { SubscriptionReading } from '../../src/domain/investigation.ts';
import { localServer } from '../support/http-server.ts';
import { all, appTokens, outsideError, quickHttp } from '../support/outside.ts';
import { at, customer, idOf, subscription } from './scope.ts';
import { readAt, readerAt, serve, since, standard, type World } from './served.ts';

describe('reading Azure page by page', () => {
  const server = localServer();
  const waits: number[] = [];
  beforeEach(() => {
    waits.length = 0;
  });
  const read = (world: World = {}, focus: readonly string[] = []) => readAt(server, world, focus, waits);
  const gap = (reading: SubscriptionReading, what: string) => reading.gaps.find((one) => one.what === what)?.why;

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
    serve(server, {
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
    serve(server, {
      ...standard,
      '/w-014': () => {
        stop.abort(new Error('called off'));
        return { status: 403 };
      },
    });

    await assert.rejects(readerAt(server).read(at, { since, focus: [], signal: stop.signal }), /called off/);
  });
});
