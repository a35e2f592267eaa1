import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAzureReader } from '../../src/azure/reader.ts';
import { createHttp } from '../../src/http/http.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { appTokens } from '../support/outside.ts';
import { at, idOf, subscription } from './scope.ts';

const now = new Date('2026-11-22T09:30:00Z');
const resources = 5000;
const rows = 10_000;
/** Of each resource and each row what we do not keep. */
const ballast = 8 * 1024;
const pageOf = 500;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const idOfNumber = (n: number) => idOf(`Microsoft.Compute/disks/disk-number-${n}`);
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

describe('a large subscription', () => {
  const server = localServer();

  function paged(asked: Asked, count: number, item: (n: number) => object): Reply {
    const from = Number(asked.query.get('from') ?? 0);
    const to = Math.min(from + pageOf, count);
    const value = range(from, to).map(item);
    return { json: to < count ? { value, nextLink: `${server.url}${asked.path}?from=${to}` } : { value } };
  }

  function answer(asked: Asked): Reply {
    if (asked.path.endsWith('.ResourceGraph/resources')) {
      const token: unknown = JSON.parse(JSON.stringify(asked.body)).options.$skipToken;
      const from = Number(token ?? 0);
      const to = Math.min(from + 1000, resources);
      const data = range(from, to).map((n) => ({
        id: idOfNumber(n),
        properties: {
          image: `${n}${'i'.repeat(ballast)}`,
          other: `${n}${'o'.repeat(ballast)}`,
          uses: idOfNumber(n + 1),
        },
      }));
      return { json: to < resources ? { data, $skipToken: String(to) } : { data } };
    }
    if (asked.path === `/subscriptions/${subscription}/resources`)
      return paged(asked, resources, (n) => ({
        id: idOfNumber(n),
        type: 'x',
        name: `disk-number-${n}`,
        location: 'here',
      }));
    if (asked.path.endsWith('/management/values'))
      return paged(asked, rows, (n) => ({
        eventDataId: `e-${n}`,
        caller: 'dana@contoso.example',
        eventTimestamp: '2026-11-19T02:14:05Z',
        operationName: { value: 'Microsoft.Compute/disks/write' },
        status: { value: 'Succeeded' },
        resourceId: idOfNumber(n),
        correlationId: `c-${n}`,
        properties: { responseBody: JSON.stringify({ sku: { name: 'Premium' }, x: 'x'.repeat(ballast) }) },
      }));
    return asked.path.endsWith('.CostManagement/query') ? { status: 403 } : { json: { value: [] } };
  }

  it('is read whole, without a page of it staying in memory', async () => {
    server.always(answer);
    const reader = createAzureReader({
      http: createHttp({ log: { debug: () => {} }, timeoutMs: 60_000 }),
      baseUrl: server.url,
      tokens: appTokens,
      scope: 'arm',
      now: () => now,
    });
    const before = heap();

    const reading = await reader.read(at, { since: '2026-11-01T00:00:00Z', focus: [] });

    const kept = heap() - before;
    assert.equal(reading.resources.length, resources);
    assert.equal(reading.events.length, rows);
    assert.deepEqual(
      reading.gaps.map((gap) => gap.what),
      ['cost'],
    );
    assert.ok(reading.resources.every((one) => one.texts[0]?.length === 500 && one.refs.length === 1));
    // 160 MB went over the wire; what is kept is about 2 KB of each resource and 1 KB of each event.
    assert.ok(kept < 40 * 1024 * 1024, `${Math.round(kept / 1024 / 1024)} MB are kept`);
  });
});
