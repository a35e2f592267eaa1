import assert from 'node:assert/strict';
import { createAzureActs } from '../../src/azure/acts.ts';
import { localServer } from '../support/http-server.ts';
import { ada, quickHttp } from '../support/outside.ts';
import { actsAt, target } from './acting.ts';
import { at, subscription, vm } from './scope.ts';

describe('acts on Azure', () => {
  const server = localServer();
  const acts = () => actsAt(server);
  const remove = (id = vm) => acts().remove(at, ada, target(id));
  const last = () => server.asked.at(-1) ?? assert.fail();

  describe('are the person’s own', () => {
    it('with their token', async () => {
      server.next({ status: 202 });

      await acts().stop(at, ada, target(vm));

      assert.equal(last().headers.authorization, `Bearer person|${ada.objectId}`);
    });

    it('and not done where they have not signed in, or are of another tenant', async () => {
      const nobody = createAzureActs({
        http: quickHttp(),
        baseUrl: server.url,
        people: { azure: () => Promise.resolve(undefined) },
      });
      const refused = { kind: 'refused', why: 'needs-sign-in', again: false };

      assert.deepEqual(await nobody.remove(at, ada, target(vm)), refused);
      assert.deepEqual(await nobody.look(at, ada, target(vm)), refused);
      assert.deepEqual(await nobody.may(at, ada, 'delete', [target(vm)]), refused);
      assert.deepEqual(await nobody.follow(at, ada, { url: server.url, by: 'location' }), {
        ...refused,
        kind: 'failed',
      });
      assert.deepEqual(await acts().remove(at, { ...ada, tenantId: 'other' }, target(vm)), refused);
      assert.equal(server.asked.length, 0);
    });

    it('and lead to no other subscription', async () => {
      const elsewhere = vm.replace(subscription, '22222222-aaaa-4bbb-8ccc-000000000001');

      for (const answer of [
        await remove(elsewhere),
        await acts().stop(at, ada, target(elsewhere)),
        await acts().start(at, ada, target(elsewhere)),
        await acts().look(at, ada, target(elsewhere)),
        await acts().tag(at, ada, target(elsewhere), {}),
        await remove(`/subscriptions/${subscription}`),
      ])
        assert.equal(answer.kind === 'refused' && answer.why, 'other');
      assert.equal(server.asked.length, 0);
    });
  });

  it('tag beside the tags that are there', async () => {
    server.next({ status: 200, json: {} });

    assert.deepEqual(await acts().tag(at, ada, target(vm), { 'mining-watch': 'C-7' }), { kind: 'over' });
    assert.equal(last().method, 'PATCH');
    assert.equal(last().path, `${vm}/providers/Microsoft.Resources/tags/default`);
    assert.deepEqual(last().body, { operation: 'Merge', properties: { tags: { 'mining-watch': 'C-7' } } });
  });
});
