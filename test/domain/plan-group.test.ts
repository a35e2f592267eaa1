import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { day, hour } from '../../src/domain/clocks.ts';
import { freezePlan } from '../../src/domain/freeze-plan.ts';
import type { GroupBar } from '../../src/domain/plan.ts';
import { ban, factsOf, investigated, lock, names, planned, stopped, wishFor } from '../support/plans.ts';
import { ago, keyOf, resource } from '../support/readings.ts';
import { subscription } from '../support/samples.ts';

const fresh = { createdAt: ago(hour) };
const nic = resource('nic/w-1', fresh);
const vm = resource('vm/w-1', { ...fresh, refs: [nic.key] });
const disk = resource('disk/w-1', { ...fresh, managedBy: vm.key });
const inside = [vm, nic, disk];
const elsewhere = resource('vm/other', { group: 'rg10' });
const group = `/subscriptions/${subscription}/resourcegroups/rg1`;

function planOf(resources: readonly AzureResource[], change: Parameters<typeof factsOf>[1] = {}) {
  return freezePlan(wishFor([], { kind: 'group', group: 'RG1' }), factsOf(resources, change));
}

/** Why the group may not go. */
function bar(resources: readonly AzureResource[], change: Parameters<typeof factsOf>[1] = {}): GroupBar | undefined {
  const stop = stopped(planOf(resources, change));
  if (stop === undefined) return undefined;
  assert.ok(stop.kind === 'group-not-allowed', JSON.stringify(stop));
  return stop.because;
}

describe('a plan of a whole group', () => {
  it('is the group, and all in it goes with it; always with a second person', () => {
    const plan = planned(planOf([...inside, elsewhere]));

    assert.deepEqual(names(plan.items), ['RG1', 'w-1', 'w-1', 'w-1']);
    assert.deepEqual(
      plan.items.map(({ action, goesWith }) => [action, goesWith]),
      [['delete', undefined], ...inside.map(() => ['goes-with', group])],
    );
    assert.equal(plan.needsSecond, true);
  });

  it('is none of a group in which nothing is', () => {
    assert.equal(planOf([elsewhere]).kind, 'nothing-left');
  });

  const cluster = resource('aks/k', { ...fresh, managesGroup: 'mc_k' });
  const nodes = resource('vmss/nodes', { ...fresh, group: 'mc_k' });
  const locks: readonly (readonly [string, string])[] = [
    ['the subscription', `/subscriptions/${subscription}`],
    ['the group', group],
    ['something in it', vm.key],
    ['something in it that no list shows', `${group}/providers/microsoft.x/hidden/h`],
    ['the nodes of a cluster in it', nodes.key],
  ];
  for (const [what, scope] of locks)
    it(`is none with a lock on ${what}`, () => {
      assert.equal(bar([...inside, cluster, nodes], { locks: [lock(scope)] }), 'locked');
    });

  it('does not mind a lock on another group whose name begins alike', () => {
    assert.equal(bar(inside, { locks: [lock(`${group}0`)] }), undefined);
  });

  const managed: readonly (readonly [string, readonly AzureResource[], Parameters<typeof factsOf>[1]])[] = [
    ['that somebody manages', inside, { groupManagedBy: 'somebody' }],
    ['of the nodes of a cluster', [...inside, resource('aks/k', { group: 'rg2', managesGroup: 'rg1' })], {}],
    ['with something that another group’s resource manages', [...inside, { ...nic, managedBy: elsewhere.key }], {}],
    [
      'under a ban on deleting groups',
      inside,
      { denyAssignments: [ban(group, ['Microsoft.Resources/subscriptions/resourceGroups/delete'])] },
    ],
    ['with a ban on deleting something in it', inside, { denyAssignments: [ban(disk.key)] }],
  ];
  for (const [what, resources, change] of managed)
    it(`is none of a group ${what}`, () => {
      assert.equal(bar(resources, change), 'managed');
    });

  it('is none of a group with something that the person may not delete', () => {
    assert.equal(bar(inside, { rights: { [disk.key]: 'no' } }), 'no-right');
  });

  it('is none with anything that nobody was shown', () => {
    assert.equal(bar(inside, { investigated: new Map([[vm.key, investigated(vm)]]) }), 'not-all-shown');
    const shown = new Map([...inside, cluster].map((one) => [one.key, investigated(one)]));
    assert.equal(bar([...inside, cluster, nodes], { investigated: shown }), 'not-all-shown');
  });

  it('is none with what is protected by type or tag', () => {
    assert.equal(bar([...inside, resource('microsoft.keyvault/vaults/v', fresh)]), 'protected');
    assert.equal(bar([...inside, resource('vm/x', { ...fresh, tags: { 'Do-Not-Delete': '' } })]), 'protected');
  });

  it('is none of a group, or with anything in it, that was there two days before the trouble', () => {
    const began = ago(3 * day);

    assert.equal(bar(inside, { began, groupCreatedAt: ago(5 * day) }), undefined);
    assert.equal(bar(inside, { began, groupCreatedAt: ago(5 * day + 1) }), 'older-than-incident');
    const old = resource('disk/old', { createdAt: ago(5 * day + 1) });
    assert.equal(bar([...inside, old], { began, groupCreatedAt: ago(5 * day) }), 'older-than-incident');
  });

  for (const [what, change] of [
    ['its own age', { groupCreatedAt: '' }],
    ['when the trouble began', { began: 'yesterday' }],
  ] as const)
    it(`is none without ${what}`, () => {
      assert.equal(bar(inside, change), 'unknown-age');
    });

  it('is none without the age of all that is in it', () => {
    const { createdAt: _, ...ageless } = resource('disk/ageless');

    assert.equal(bar([...inside, ageless]), 'unknown-age');
  });

  it('is kept by the guards: what is in it counts', () => {
    const facts = factsOf([...inside, elsewhere]);
    const policy = { ...facts.policy, mostResources: 2 };

    assert.deepEqual(stopped(planOf([...inside, elsewhere], { policy })), { kind: 'too-many', count: 3, most: 2 });
  });

  it('shows the nodes of a cluster in it: they disappear, too', () => {
    const plan = planned(planOf([...inside, cluster, nodes]));

    assert.ok(plan.items.some(({ resource: { key } }) => key === nodes.key));
    assert.ok(plan.items.slice(1).every(({ action }) => action === 'goes-with'));
    assert.ok(!plan.items.some(({ resource: { key } }) => key === keyOf('vm/other', 'rg10')));
  });
});
