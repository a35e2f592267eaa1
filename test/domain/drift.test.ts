import assert from 'node:assert/strict';
import type { AzureResource, ResourceKey } from '../../src/domain/azure-resource.ts';
import { hour } from '../../src/domain/clocks.ts';
import { canCompare, driftOf, type NowThere, sameOne } from '../../src/domain/drift.ts';
import { freezePlan } from '../../src/domain/freeze-plan.ts';
import type { Drift, Fingerprint, Plan } from '../../src/domain/plan.ts';
import { ban, factsOf, lock, markOf, planFor, planned, wishFor } from '../support/plans.ts';
import { ago, resource } from '../support/readings.ts';
import { subscription } from '../support/samples.ts';

const nic = resource('nic/w-1');
const vm = resource('vm/w-1', { refs: [nic.key], size: 'Standard_D4s_v5' });
const extension = resource(`${vm.key}/extensions/e`, { parent: vm.key });
const bystander = resource('disk/by', { tags: { team: 'x' } });
const before = [vm, nic, extension, bystander];
const plan = planFor([vm], before);

function now(
  resources: readonly AzureResource[],
  change: Partial<NowThere['reading']> & {
    readonly looks?: readonly (readonly [ResourceKey, Fingerprint | 'gone'])[];
  } = {},
): NowThere {
  const { looks = [], ...reading } = change;
  return {
    reading: { resources, locks: [], denyAssignments: [], ...reading },
    fingerprints: new Map([...resources.map(({ key }) => [key, markOf(key)] as const), ...looks]),
    protectedTags: ['do-not-delete'],
  };
}

const replaced = (one: AzureResource, change: Partial<AzureResource>) =>
  before.map((other) => (other === one ? { ...one, ...change } : other));

describe('what became different since a plan was frozen', () => {
  it('is nothing where nothing did', () => {
    assert.equal(driftOf(plan, now(before)), undefined);
    assert.equal(driftOf(plan, now(before.toReversed())), undefined);
  });

  it('is not that machines were stopped, or that something outside was changed or went', () => {
    const stopped = replaced(vm, { provisioningState: 'Updating', changedAt: ago(0) });

    assert.equal(driftOf(plan, now(stopped)), undefined);
    assert.equal(driftOf(plan, now(replaced(bystander, { size: 'P30', tags: {} }))), undefined);
    assert.equal(driftOf(plan, now(before.filter((one) => one !== bystander))), undefined);
    assert.equal(driftOf(plan, now([...before, resource('vm/else', { group: 'rg2' })])), undefined);
  });

  const changes: readonly (readonly [string, NowThere, Partial<Readonly<Record<keyof Drift, unknown>>>])[] = [
    [
      'another machine of the same name',
      now(before, { looks: [[vm.key, { mark: 'new' }]] }),
      { changed: [{ name: 'w-1', what: 'another' }] },
    ],
    ['another size', now(replaced(vm, { size: 'Standard_NC24' })), { changed: [{ name: 'w-1', what: 'size' }] }],
    [
      'a lock on it',
      now(before, { locks: [lock(vm.key)] }),
      {
        changed: [
          { name: 'w-1', what: 'lock' },
          { name: 'e', what: 'lock' },
        ],
      },
    ],
    [
      'a lock on a part of it',
      now(before, { locks: [lock(extension.key)] }),
      {
        changed: [
          { name: 'w-1', what: 'lock' },
          { name: 'e', what: 'lock' },
        ],
      },
    ],
    [
      'a tag that protects',
      now(replaced(vm, { tags: { 'Do-Not-Delete': '' } })),
      { changed: [{ name: 'w-1', what: 'tags' }] },
    ],
    [
      'a tag of its group that protects',
      now(replaced(vm, { groupTags: { 'do-not-delete': 'x' } })),
      { changed: [{ name: 'w-1', what: 'tags' }] },
    ],
    ['an owner', now(replaced(vm, { managedBy: bystander.key })), { changed: ['managed', 'uses'].map(changeOf) }],
    [
      'a ban',
      now(before, { denyAssignments: [ban(vm.key, ['*/virtualmachines/delete'])] }),
      { changed: [{ name: 'w-1', what: 'managed' }] },
    ],
    [
      'a new user',
      now(replaced(bystander, { type: 'microsoft.batch/batchaccounts/pools', refs: [vm.key] })),
      { changed: [{ name: 'w-1', what: 'uses' }] },
    ],
    ['something that came into its group', now([...before, resource('vm/w-2')]), { came: ['w-2'] }],
    ['a new part of it', now([...before, resource(`${vm.key}/extensions/new`)]), { came: ['new'] }],
    ['a machine that went', now(before.filter((one) => one !== vm)), { went: ['w-1'] }],
    ['a machine that went, which the list still shows', now(before, { looks: [[vm.key, 'gone']] }), { went: ['w-1'] }],
    ['a part that went', now(before.filter((one) => one !== extension)), { went: ['e'] }],
  ];
  for (const [what, there, expected] of changes)
    it(`is ${what}`, () => {
      assert.deepEqual(driftOf(plan, there), { changed: [], came: [], went: [], ...expected });
    });

  it('is a machine that lost its mark, and whose age nobody knows', () => {
    const then = before.map(ageless);

    const drift = driftOf(planFor([vm], then), now(then, { looks: [[vm.key, {}]] }));

    assert.deepEqual(drift?.changed, [{ name: 'w-1', what: 'another' }]);
  });

  it('is what was asked for, absent then, and is there now', () => {
    const late = resource('vm/late');
    const hoping = planFor([vm, late], before);

    assert.equal(driftOf(hoping, now(before)), undefined);
    assert.deepEqual(driftOf(hoping, now([...before, late]))?.came, ['late']);
  });

  it('of a group is also a lock on what no list shows, and anything that came', () => {
    const inside = [vm, nic].map((one) => ({ ...one, createdAt: ago(hour) }));
    const whole: Plan = planned(freezePlan(wishFor([], { kind: 'group', group: 'rg1' }), factsOf(inside)));
    const hidden = lock(`/subscriptions/${subscription}/resourcegroups/rg1/providers/microsoft.x/y/z`);

    assert.equal(driftOf(whole, now(inside)), undefined);
    assert.deepEqual(driftOf(whole, now(inside, { locks: [hidden] }))?.changed, [{ name: 'rg1', what: 'lock' }]);
    assert.deepEqual(driftOf(whole, now([...inside, resource('vm/w-2')]))?.came, ['w-2']);
  });

  it('of a cluster is nothing for the ban that the system has on its nodes, and a node that came', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_k' });
    const nodes = resource('vmss/nodes', { group: 'mc_k', managedBy: cluster.key });
    const system = ban(`/subscriptions/${subscription}/resourcegroups/mc_k`, ['*']);
    const whole = planFor([cluster], [cluster, nodes], { denyAssignments: [system] });

    assert.equal(driftOf(whole, now([cluster, nodes], { denyAssignments: [system] })), undefined);
    const more = [cluster, nodes, resource('vmss/more', { group: 'mc_k' })];
    assert.deepEqual(driftOf(whole, now(more, { denyAssignments: [system] }))?.came, ['more']);
  });

  it('of a subscription is nothing: it is cancelled with whatever is in it', () => {
    const whole = planned(freezePlan(wishFor([], { kind: 'subscription' }), factsOf(before)));

    assert.equal(driftOf(whole, now([])), undefined);
  });
});

function changeOf(what: string) {
  return { name: 'w-1', what };
}

function ageless(one: AzureResource): AzureResource {
  const { createdAt: _, ...rest } = one;
  return rest;
}

describe('two fingerprints', () => {
  const at = '2026-11-20T08:00:00.000Z';
  const table: readonly (readonly [string, Fingerprint, Fingerprint, boolean])[] = [
    ['the same mark', { mark: 'a' }, { mark: 'a' }, true],
    ['the same mark in other letters', { mark: 'aB' }, { mark: 'Ab' }, true],
    ['another mark', { mark: 'a' }, { mark: 'b' }, false],
    ['another mark, made at the same time', { mark: 'a', createdAt: at }, { mark: 'b', createdAt: at }, false],
    ['made at the same time', { createdAt: at }, { createdAt: '2026-11-20T08:00:00Z' }, true],
    ['made half a second apart, as services round', { createdAt: at }, { createdAt: '2026-11-20T08:00:00.500Z' }, true],
    ['made a second later', { createdAt: at }, { createdAt: '2026-11-20T08:00:01.000Z' }, false],
    ['made a second before', { createdAt: '2026-11-20T08:00:01.000Z' }, { createdAt: at }, false],
    ['made at no time at all', { createdAt: at }, { createdAt: 'soon' }, false],
    ['a mark that is lost', { mark: 'a' }, {}, false],
    ['a mark that is lost, made at the same time', { mark: 'a', createdAt: at }, { createdAt: at }, true],
    ['a mark that was not known', { createdAt: at }, { mark: 'a', createdAt: at }, true],
    ['a mark where nothing was known', {}, { mark: 'a' }, true],
    ['nothing to compare', {}, {}, true],
  ];
  for (const [what, planned1, there, expected] of table)
    it(`with ${what} are ${expected ? '' : 'not '}of the same instance`, () => {
      assert.equal(sameOne(planned1, there), expected);
    });

  it('can be compared only by what both have', () => {
    assert.equal(canCompare({ mark: 'a', createdAt: at }, { createdAt: at }), true);
    assert.equal(canCompare({ mark: 'a' }, { createdAt: at }), false);
    assert.equal(canCompare({}, { mark: 'a', createdAt: at }), false);
  });
});
