import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { idPath, isGroup, nameOf, parentOf, topOf, typeOf, UnaskableError } from '../../src/azure/resource-id.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { idOf, subscription, vm } from './scope.ts';

const name = fc.stringMatching(/^[A-Za-z0-9_.()-]{1,20}$/).filter((text) => !/^\.+$/.test(text));

describe('ids of Azure', () => {
  for (const [id, type] of [
    [vm, 'microsoft.compute/virtualmachines'],
    [`${vm}/extensions/x`, 'microsoft.compute/virtualmachines/extensions'],
    [`${vm}/providers/Microsoft.Authorization/locks/keep`, 'microsoft.authorization/locks'],
    [`//${vm}/`, 'microsoft.compute/virtualmachines'],
    [`/subscriptions/${subscription}/resourceGroups/providers`, 'microsoft.resources/resourcegroups'],
    [idOf('Microsoft.Compute/virtualMachines/providers'), 'microsoft.compute/virtualmachines'],
    [`/subscriptions/${subscription}/providers/Microsoft.Batch/x/y`, 'microsoft.batch/x'],
    [`/subscriptions/${subscription}`, undefined],
    [idOf('Microsoft.Compute'), undefined],
    [idOf('Microsoft.Compute/virtualMachines'), undefined],
    [idOf('Microsoft.Compute/virtualMachines//x'), undefined],
    ['', undefined],
    ['providers/x/y/z', 'x/y'],
  ] as const)
    it(`${id} is ${type ?? 'no resource'}`, () => {
      assert.equal(typeOf(id), type);
    });

  it('have the type that they were made of, whatever the names', () => {
    fc.assert(
      fc.property(name, name, name, (group, outer, inner) => {
        const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/A.B/Cs/${outer}/Ds/${inner}`;

        assert.equal(typeOf(id), 'a.b/cs/ds');
        assert.equal(nameOf(id), inner);
        assert.equal(parentOf(resourceKey(id)), resourceKey(id.slice(0, id.lastIndexOf('/Ds/'))));
        assert.equal(topOf(resourceKey(id)), parentOf(resourceKey(id)));
        assert.equal(resourceKey(decodeURIComponent(idPath(id, subscription))), resourceKey(id));
      }),
    );
  });

  it('are parts of another only where they are nested', () => {
    assert.equal(parentOf(resourceKey(vm)), undefined);
    assert.equal(parentOf(resourceKey(`${vm}/extensions/x`)), resourceKey(vm));
    assert.equal(topOf(resourceKey(`${vm}/a/b/c/d`)), resourceKey(vm));
    assert.ok(isGroup(`/subscriptions/${subscription}/RESOURCEGROUPS/rg`));
    assert.ok(!isGroup(vm));
  });

  it('lead nowhere outside of their subscription', () => {
    for (const id of [
      vm.replace(subscription, '22222222-aaaa-4bbb-8ccc-000000000001'),
      `/subscriptions/${subscription}/../x/resourceGroups/a/providers/b/c/d`,
      idOf('Microsoft.Compute/virtualMachines/..'),
      `/subscriptions/${subscription}x/resourceGroups/rg/providers/a/b/c`,
      `/subscriptions/${subscription}`,
      'https://evil.example/subscriptions',
      '',
    ])
      assert.throws(() => idPath(id, subscription), UnaskableError, id);
  });

  it('never carry a query or another path along', () => {
    const path = idPath(idOf('Microsoft.Compute/virtualMachines/a?b=c#d%2f..'), subscription);

    assert.ok(path.endsWith('/a%3Fb%3Dc%23d%252f..'));
  });

  it('throw nothing else, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        typeOf(text);
        parentOf(resourceKey(text));
        assert.throws(() => idPath(text, subscription), UnaskableError);
      }),
    );
  });
});
