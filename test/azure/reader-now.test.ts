import assert from 'node:assert/strict';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { localServer } from '../support/http-server.ts';
import { outsideError } from '../support/outside.ts';
import { at } from './scope.ts';
import { cluster, listed, nic, now, readerAt, serve, standard } from './served.ts';

describe('reading Azure as it is now', () => {
  const server = localServer();

  describe('for a plan', () => {
    const forbidden = { status: 403, json: { error: { code: 'AuthorizationFailed' } } };

    it('has resources, locks and deny assignments', async () => {
      serve(server, standard);

      const { resources, locks, readAt } = await readerAt(server).readNow(at);

      assert.deepEqual([resources.length, locks.length, readAt], [1, 1, now.toISOString()]);
      assert.deepEqual(resources[0]?.refs, [resourceKey(nic)]);
    });

    it('has the tags of a resource’s group beside its own', async () => {
      const groups = [{ name: 'other' }, { name: 'RG-Q7', tags: { 'do-not-delete': '' } }, { name: 'x', tags: 'none' }];
      serve(server, { ...standard, '/resourcegroups': { json: { value: groups } } });

      const { resources } = await readerAt(server).readNow(at);

      assert.deepEqual(
        resources.map(({ tags, groupTags }) => [tags, groupTags]),
        [[{ owner: 'dana' }, { 'do-not-delete': '' }]],
      );
    });

    for (const end of [
      '/resources',
      '/Microsoft.ResourceGraph/resources',
      '/locks',
      '/denyAssignments',
      '/resourcegroups',
    ])
      it(`is an error where ${end} cannot be read`, async () => {
        serve(server, { ...standard, [end]: forbidden });

        assert.equal((await outsideError(readerAt(server).readNow(at))).why, 'forbidden');
      });

    it('leaves out children that cannot be read', async () => {
      serve(server, { ...standard, '/resources': { json: { value: [listed(cluster)] } }, '/agentPools': forbidden });

      assert.equal((await readerAt(server).readNow(at)).resources.length, 1);
    });
  });

  describe('a group', () => {
    it('is found by its name in any case, with when it was made', async () => {
      const groups = [{ name: 'a' }, { name: 'RG-Q7', createdTime: '2026-11-19T00:00:00Z', managedBy: cluster }];
      serve(server, { '/resourcegroups': { json: { value: groups } } });

      assert.deepEqual(await readerAt(server).group(at, 'rg-q7'), {
        createdAt: '2026-11-19T00:00:00.000Z',
        managedBy: cluster,
      });
      assert.deepEqual(await readerAt(server).group(at, 'A'), {});
      assert.equal(await readerAt(server).group(at, 'b'), undefined);
    });

    it('that cannot be read is an error', async () => {
      serve(server, { '/resourcegroups': { status: 500 } });

      assert.equal((await outsideError(readerAt(server).group(at, 'a'))).why, 'unreachable');
    });
  });
});
