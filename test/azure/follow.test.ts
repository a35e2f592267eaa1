import assert from 'node:assert/strict';
import { localServer, type Reply } from '../support/http-server.ts';
import { ada } from '../support/outside.ts';
import { actsAt, failed } from './acting.ts';
import { at } from './scope.ts';

describe('operations of Azure', () => {
  const server = localServer();
  const acts = () => actsAt(server);
  const follow = (by: 'operation' | 'location') => acts().follow(at, ada, { url: `${server.url}/operations/1`, by });

  for (const [reply, expected] of [
    [{ json: { status: 'Succeeded' } }, { kind: 'over' }],
    [{ json: { Status: 'SUCCEEDED' } }, { kind: 'over' }],
    [
      { json: { status: 'InProgress' }, headers: { 'retry-after': '3' } },
      { kind: 'running', waitSeconds: 3 },
    ],
    [{ json: { status: 'Reticulating' } }, { kind: 'running' }],
    [{ json: {} }, { kind: 'lost' }],
    [{ body: 'no json' }, { kind: 'lost' }],
    [failed(404, 'ResourceNotFound'), { kind: 'lost' }],
    [failed(403, 'AuthorizationFailed'), { kind: 'lost' }],
    [
      { status: 429, headers: { 'retry-after': '3600' } },
      { kind: 'running', waitSeconds: 3600 },
    ],
    [{ status: 503 }, { kind: 'running' }],
    ['reset', { kind: 'running' }],
    [{ json: { status: 'Canceled' } }, { kind: 'failed', why: 'operation-canceled', again: false }],
    [
      { json: { status: 'Failed', error: { code: 'Odd', message: 'it broke' } } },
      { kind: 'failed', why: 'operation-failed', again: false, detail: 'Odd: it broke' },
    ],
    [
      { json: { Status: 'Failed', Error: { Code: 'InUseSubnetCannotBeDeleted', Message: 'busy' } } },
      { kind: 'failed', why: 'in-use', again: true, detail: 'InUseSubnetCannotBeDeleted: busy' },
    ],
  ] as [Reply, object][])
    it(`by operation are ${JSON.stringify(expected)} after ${JSON.stringify(reply)}`, async () => {
      server.always(() => reply);

      assert.deepEqual(await follow('operation'), expected);
    });

  for (const [reply, expected] of [
    [
      { status: 202, headers: { 'retry-after': '2' } },
      { kind: 'running', waitSeconds: 2 },
    ],
    [{ status: 200 }, { kind: 'over' }],
    [{ status: 204 }, { kind: 'over' }],
    [failed(404, 'ResourceGroupNotFound'), { kind: 'lost' }],
    [
      failed(409, 'ScopeLocked'),
      { kind: 'failed', why: 'locked', again: false, detail: 'ScopeLocked: about ScopeLocked' },
    ],
  ] as [Reply, object][])
    it(`by location are ${JSON.stringify(expected)} after ${JSON.stringify(reply)}`, async () => {
      server.always(() => reply);

      assert.deepEqual(await follow('location'), expected);
    });

  it('are asked for at no other host', async () => {
    const answer = await acts().follow(at, ada, { url: 'https://evil.example/operations/1', by: 'operation' });

    assert.deepEqual(answer, { kind: 'lost' });
  });
});
