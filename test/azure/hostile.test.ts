import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createAzureActs } from '../../src/azure/acts.ts';
import { createAzureReader } from '../../src/azure/reader.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { createHttp } from '../../src/http/http.ts';
import { localServer } from '../support/http-server.ts';
import { ada, all, appTokens } from '../support/outside.ts';
import { at, idOf, vm } from './scope.ts';

const names = [
  'value',
  'data',
  'id',
  'name',
  'type',
  'tags',
  'sku',
  'properties',
  'systemData',
  'status',
  'error',
  'code',
  'statuses',
  'columns',
  'rows',
  'resourceTypes',
  'apiVersions',
  'actions',
  'notActions',
  'eventTimestamp',
  'operationName',
  'resourceId',
  'managedBy',
  '__proto__',
];
const ids = [
  vm,
  idOf('Microsoft.ContainerService/managedClusters/k'),
  '/subscriptions',
  '2026-11-19T00:00:00Z',
  '__proto__',
];

/** Answers that look like those of Azure, and are not. */
const odd = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', ...ids),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 6 }),
  ),
})).node;

describe('answers of Azure that are not what was promised', () => {
  const server = localServer();
  const http = () =>
    createHttp({ log: { debug: () => {} }, timeoutMs: 60_000, limits: { retries: 0, longestWait: 0 } });
  const reader = () =>
    createAzureReader({
      http: http(),
      baseUrl: server.url,
      tokens: appTokens,
      scope: 'arm',
      now: () => new Date('2026-11-22T09:30:00Z'),
      wait: () => Promise.resolve(),
    });

  it('make gaps in a reading, or end it as an error of the world outside', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 8 }), async (bodies) => {
        let next = 0;
        server.always(({ path }) => {
          const json = bodies[next++ % bodies.length];
          // Most readings get past the list of resources.
          return path.endsWith('/resources') && next % 2 === 0
            ? { json: { value: [{ id: vm, type: 'x' }] } }
            : { json };
        });
        try {
          const reading = await reader().read(at, { since: '2026-11-01', focus: [vm] });

          assert.ok(reading.resources.every((one) => one.key.startsWith('/')));
        } catch (error) {
          assert.ok(error instanceof OutsideError, String(error));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are refusals of an act, looks and evidence without content', async () => {
    const acts = createAzureActs({
      http: http(),
      baseUrl: server.url,
      people: { azure: () => Promise.resolve('token') },
    });
    const targets = [vm, idOf('Microsoft.Batch/batchAccounts/b/pools/p'), idOf('A.B/cs/d')].map((id) => ({
      id,
      type: '',
    }));
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom(200, 202, 400, 404, 409), async (json, status) => {
        server.always(() => ({ status, json }));
        for (const target of targets) {
          for (const act of [acts.stop, acts.start, acts.remove, acts.look])
            assert.ok((await act(at, ada, target)).kind);
          assert.ok(await acts.may(at, ada, 'stop', [target]));
        }
        assert.ok((await acts.follow(at, ada, { url: `${server.url}/x`, by: 'operation' })).kind);
        const pieces = await all(reader().evidence(at, { resources: targets, groups: ['g'], since: '2026-11-01' }));
        assert.ok(pieces.every((piece) => piece.error === undefined || piece.content === null));
      }),
      { numRuns: 60 },
    );
  });
});
