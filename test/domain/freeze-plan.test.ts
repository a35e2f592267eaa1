import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { day, hour } from '../../src/domain/clocks.ts';
import { freezePlan } from '../../src/domain/freeze-plan.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Fingerprint } from '../../src/domain/plan.ts';
import type { PlanFacts } from '../../src/domain/plan-wish.ts';
import {
  ban,
  factsOf,
  investigated,
  lock,
  markOf,
  names,
  planFor,
  planned,
  stopped,
  wishFor,
} from '../support/plans.ts';
import { ago, keyOf, readAt, resource } from '../support/readings.ts';

const nic = resource('nic/w-1');
const vm = resource('vm/w-1', { refs: [nic.key], createdAt: ago(hour) });
const extension = resource(`${vm.key}/extensions/e`, { parent: vm.key });
const all = [vm, nic, extension];
const many = (count: number) => Array.from({ length: count }, (_, i) => resource(`vm/m-${i}`));

/** What a plan for the first has, and what it leaves out. */
function outcome(resources: readonly AzureResource[], change: Parameters<typeof factsOf>[1] = {}, withAttached = true) {
  const [first] = resources;
  assert.ok(first);
  const made = freezePlan(wishFor([first], { withAttached }), factsOf(resources, change));
  if (made.kind !== 'plan') return made.kind;
  return {
    items: names(made.plan.items),
    excluded: made.plan.excluded.map(({ name, why, detail }) => [name, why, detail]),
  };
}

describe('a frozen plan', () => {
  it('holds for fifteen minutes', () => {
    const plan = planFor([vm], all);

    assert.equal(plan.madeAt, readAt);
    assert.equal(Date.parse(plan.expiresAt) - Date.parse(plan.madeAt), 15 * 60_000);
  });

  it('knows each resource by Azure’s mark, else by when it was made', () => {
    const plan = planFor([vm, nic], all, {
      fingerprints: new Map([
        [vm.key, {}],
        [nic.key, { mark: 'n' }],
        [extension.key, {}],
      ]),
    });

    assert.deepEqual(
      plan.items.map((item) => item.resource.fingerprint),
      [{ createdAt: vm.createdAt }, { createdAt: extension.createdAt }, { mark: 'n', createdAt: nic.createdAt }],
    );
  });

  it('warns of what is old, runs, has no signs, cannot be told from another, or is used by something that stays', () => {
    const old = resource('disk/old', { createdAt: ago(91 * day) });
    const { createdAt: _, ...bare } = resource('disk/bare');
    const user = resource('vm/user', { refs: [old.key], createdAt: ago(hour) });
    const plan = planFor([old, bare, user], [old, bare, user], {
      fingerprints: new Map([old, bare, user].map(({ key }) => [key, {}])),
      investigated: new Map([[user.key, investigated(user, { level: 'none', score: 0 })]]),
    });
    const partly = planFor([old], [old, user]);

    assert.deepEqual(Object.fromEntries(plan.items.map((item) => [item.resource.name, item.warnings])), {
      user: ['still-running', 'no-signs'],
      bare: ['no-fingerprint'],
      old: ['old'],
    });
    assert.deepEqual(partly.items[0]?.warnings, ['old', 'still-running', 'has-dependants']);
    assert.deepEqual(
      partly.dependants.map(({ name, on }) => [name, on]),
      [['user', old.key]],
    );
  });

  it('names what stays and costs', () => {
    const plan = planFor([vm], all, {
      investigated: new Map([[nic.key, investigated(nic, { burn: { from: 'unknown' } })]]),
    });

    assert.deepEqual(
      plan.leftovers.map(({ name }) => name),
      ['w-1'],
    );
    assert.deepEqual(plan.around, [nic.key]);
  });

  it('says what it saves, unless that is in two currencies', () => {
    const [a, b] = many(2);
    assert.ok(a && b);
    const costs = (currency: string) =>
      new Map([
        [a.key, investigated(a, { burn: { from: 'actual', low: 1, high: 2, currency: 'EUR' } })],
        [b.key, investigated(b, { burn: { from: 'prices', low: 3, high: 5, currency } })],
      ]);

    assert.deepEqual(planFor([a, b], [a, b], { investigated: costs('EUR') }).saves, {
      low: 4,
      high: 7,
      currency: 'EUR',
    });
    assert.ok(!('saves' in planFor([a, b], [a, b], { investigated: costs('USD') })));
  });
});

describe('what a plan leaves out', () => {
  const bare = { items: ['w-1', 'e'], excluded: [] };

  it('is nothing where nothing speaks against it', () => {
    assert.deepEqual(outcome(all, {}, false), bare);
    assert.deepEqual(outcome(all), { items: ['w-1', 'e', 'w-1'], excluded: [] });
  });

  it('is all that hangs on a machine that stays, although that was not asked for', () => {
    const other = resource('vm/w-2');
    const wish = wishFor([vm, other], { withAttached: true });

    const plan = planned(freezePlan(wish, factsOf([...all, other], { locks: [lock(vm.key)] })));

    assert.deepEqual(names(plan.items), ['w-2']);
    assert.deepEqual(
      plan.excluded.map(({ key, why }) => [key, why]),
      [
        [vm.key, 'locked'],
        [extension.key, 'locked'],
      ],
    );
  });

  it('is a disk that the owner leaves behind', () => {
    const disk = resource('disk/d', { managedBy: vm.key });
    const plan = freezePlan(wishFor([vm, disk, nic]), factsOf([...all, disk], { locks: [lock(vm.key)] }));

    assert.deepEqual(names(planned(plan).items), ['w-1']);
    assert.deepEqual(
      planned(plan).excluded.map(({ name, why }) => [name, why]),
      [
        ['w-1', 'locked'],
        ['e', 'locked'],
        ['d', 'managed'],
      ],
    );
  });

  it('is a whole with a part that is protected, which it would take along; the part is named', () => {
    const kept = { ...extension, tags: { 'do-not-delete': '' } };
    const plan = planned(freezePlan(wishFor([vm, nic]), factsOf([vm, nic, kept])));

    assert.deepEqual(names(plan.items), ['w-1']);
    assert.deepEqual(
      plan.excluded.map(({ name, why, detail }) => [name, why, detail]),
      [
        ['e', 'protected-tag', 'do-not-delete'],
        ['w-1', 'protected-tag', 'do-not-delete (e)'],
      ],
    );
  });

  it('is a workspace whose own group holds an account with data', () => {
    const workspace = resource('microsoft.databricks/workspaces/dbw', { managesGroup: 'dbw-rg' });
    const storage = resource('microsoft.storage/storageaccounts/dbfs', { group: 'dbw-rg', managedBy: workspace.key });

    assert.equal(outcome([workspace, storage]), 'nothing-left');
  });

  it('is what is gone, cannot be looked at, or the person may not delete', () => {
    const [gone, hidden, forbidden, left, never] = many(5);
    assert.ok(gone && hidden && forbidden && left && never);
    const there = [gone, hidden, forbidden, left];
    const plan = planFor([...there, never, never], there, {
      fingerprints: new Map<string, Fingerprint | 'gone'>([
        [gone.key, 'gone'],
        [forbidden.key, {}],
        [left.key, {}],
      ]),
      rights: { [forbidden.key]: 'no', [left.key]: 'unknown' },
    });

    assert.deepEqual(names(plan.items), ['m-3']);
    assert.deepEqual(
      plan.excluded.map(({ name, why }) => [name, why]),
      [
        ['m-4', 'absent'],
        ['m-0', 'absent'],
        ['m-1', 'unreadable'],
        ['m-2', 'no-right'],
      ],
    );
  });

  it('is no part that cannot be looked at: it goes with its whole, and is named', () => {
    const change = { fingerprints: new Map([[vm.key, markOf(vm.key)]]), rights: { [extension.key]: 'no' } } as const;

    assert.deepEqual(outcome(all, change, false), bare);
  });

  it('is everything, where everything is barred', () => {
    assert.equal(outcome(all, { denyAssignments: [ban(vm.key)] }, false), 'nothing-left');
  });
});

describe('the guards of a plan', () => {
  const stop = (chosen: number, of: number, policy: Partial<PlanFacts['policy']>, liftGuards = false) => {
    const resources = many(of);
    const facts = factsOf(resources, { policy: { ...standardRemoval, ...policy } });
    return freezePlan(wishFor(resources.slice(0, chosen), { liftGuards }), facts);
  };

  it('allow as many as the partner does, and not one more', () => {
    assert.equal(stop(25, 100, {}).kind, 'plan');
    assert.deepEqual(stop(26, 100, {}), { kind: 'too-many', count: 26, most: 25 });
  });

  it('allow as large a share as the partner does, and nothing above', () => {
    assert.equal(stop(3, 10, {}).kind, 'plan');
    assert.deepEqual(stop(7, 23, {}), { kind: 'too-large-a-share', percent: 31, most: 30 });
    assert.deepEqual(stop(1, 1, {}), { kind: 'too-large-a-share', percent: 100, most: 30 });
  });

  it('are lifted only together with a second person', () => {
    const lifted = planned(stop(1, 1, {}, true));

    assert.deepEqual([lifted.guardsLifted, lifted.needsSecond], [true, true]);
  });

  it('ask for a second person above the partner’s number', () => {
    const policy = { mostPercent: 100 };

    assert.equal(planned(stop(10, 100, policy)).needsSecond, false);
    assert.equal(planned(stop(11, 100, policy)).needsSecond, true);
    assert.equal(planned(stop(1, 100, { ...policy, twoPersonAbove: 0 })).needsSecond, true);
  });

  it('count what goes along', () => {
    const facts = factsOf(all, { policy: { ...standardRemoval, mostResources: 1, mostPercent: 100 } });

    assert.deepEqual(stopped(freezePlan(wishFor([vm]), facts)), { kind: 'too-many', count: 2, most: 1 });
  });
});

describe('the plan to cancel a subscription', () => {
  const plan = planned(
    freezePlan(wishFor([], { kind: 'subscription' }), factsOf([], { locks: [lock(keyOf('vm/x'))] })),
  );

  it('is one item, and always needs a second person', () => {
    assert.deepEqual(
      plan.items.map(({ action, resource: { name } }) => [action, name]),
      [['cancel', 'Contoso Production']],
    );
    assert.equal(plan.needsSecond, true);
  });
});
