import assert from 'node:assert/strict';
import { createGroupDirectory } from '../../src/graph/groups.ts';
import { localServer } from '../support/http-server.ts';
import { ada, appTokens, outsideError, quickHttp } from '../support/outside.ts';

describe('Entra groups', () => {
  const server = localServer();
  const groups = () =>
    createGroupDirectory({ http: quickHttp(), baseUrl: server.url, tokens: appTokens, scope: 'graph' });

  it('asks for twenty groups at a time and answers the ids as they were given', async () => {
    const ids = Array.from({ length: 45 }, (_, i) => `GROUP-${i}`);
    server.next({ json: { value: ['group-3'] } }, { json: { value: [] } }, { json: { value: ['GROUP-44'] } });

    const held = await groups().memberOf(ada.tenantId, ada.objectId, ids);

    assert.deepEqual(held, ['GROUP-3', 'GROUP-44']);
    assert.deepEqual(
      server.asked.map((a) => a.path),
      Array(3).fill(`/v1.0/users/${ada.objectId}/checkMemberGroups`),
    );
    assert.deepEqual(
      server.asked.map((a) => a.body),
      [ids.slice(0, 20), ids.slice(20, 40), ids.slice(40)].map((groupIds) => ({ groupIds })),
    );
    assert.equal(server.asked[0]?.headers.authorization, `Bearer app|${ada.tenantId}|graph`);
  });

  it('asks nothing where no group is named', async () => {
    assert.deepEqual(await groups().memberOf(ada.tenantId, ada.objectId, []), []);
    assert.equal(server.asked.length, 0);
  });

  it('asks again after a passing fault, for it only reads', async () => {
    server.next({ status: 503 }, { json: { value: ['g'] } });

    assert.deepEqual(await groups().memberOf(ada.tenantId, ada.objectId, ['g']), ['g']);
  });

  it('names a group and some of its members', async () => {
    server.always((asked) =>
      asked.path.endsWith('/members')
        ? { json: { value: [{ displayName: 'Ada' }, { id: 'nameless' }, null, { displayName: 'Bo' }] } }
        : { json: { displayName: 'Responders' } },
    );

    assert.deepEqual(await groups().describe(ada.tenantId, 'g'), { name: 'Responders', members: ['Ada', 'Bo'] });
    assert.equal(server.asked.find((a) => a.path.endsWith('/members'))?.query.get('$top'), '5');
  });

  for (const [status, why] of [
    [403, 'forbidden'],
    [404, 'not-found'],
    [500, 'unreachable'],
  ] as const)
    it(`says ${why} after ${status}`, async () => {
      server.always(() => ({ status }));

      assert.equal((await outsideError(groups().memberOf(ada.tenantId, ada.objectId, ['g']))).why, why);
      assert.equal((await outsideError(groups().describe(ada.tenantId, 'g'))).why, why);
    });
});
