import assert from 'node:assert/strict';
import { localServer } from '../support/http-server.ts';
import { all } from '../support/outside.ts';
import { at, idOf, vm } from './scope.ts';
import { readerAt, serve, since, type World } from './served.ts';

describe('evidence from Azure', () => {
  const server = localServer();
  const asked = (end: string) => server.asked.filter((one) => one.path.endsWith(end));

  const pieces = (world: World, ids: readonly string[] = [vm]) => {
    serve(server, world);
    return all(
      readerAt(server).evidence(at, { resources: ids.map((id) => ({ id, type: '' })), groups: ['rg-q7', ''], since }),
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
