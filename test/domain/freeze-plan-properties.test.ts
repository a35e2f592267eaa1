import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isWithin, type ResourceKey } from '../../src/domain/azure-resource.ts';
import { freezePlan, planHash } from '../../src/domain/freeze-plan.ts';
import type { Plan, PlanItem } from '../../src/domain/plan.ts';
import type { PlanFacts, PlanWish } from '../../src/domain/plan-wish.ts';
import { isProtectedType, lockOn, protectingTag } from '../../src/domain/removable.ts';
import { azureModel } from '../support/azure-model.ts';
import { estate } from '../support/estate-arbitraries.ts';
import { itemsOfPlan } from '../support/plans.ts';
import { drive } from '../support/run-driver.ts';

/** Freezes plans for many wishes, and looks at those that come of it. */
function always(look: (plan: Plan, facts: PlanFacts, wish: PlanWish) => void, numRuns = 1500): void {
  let plans = 0;
  fc.assert(
    fc.property(estate, ({ facts, wish }) => {
      const made = freezePlan(wish, facts);
      if (made.kind !== 'plan') return;
      plans += 1;
      look(made.plan, facts, wish);
    }),
    { numRuns },
  );
  assert.ok(plans > numRuns / 10, `only ${plans} plans`);
}

const resourceOf = ({ reading }: PlanFacts, key: ResourceKey) => reading.resources.find((one) => one.key === key);
const realItems = ({ items }: Plan): readonly PlanItem[] =>
  items.filter(({ resource }) => resource.type !== 'microsoft.resources/resourcegroups');

describe('a plan, of whatever subscription and for whatever wish', () => {
  it('has nothing that is locked, protected by type or tag, or foreign', () => {
    always((plan, facts) => {
      for (const { resource } of realItems(plan)) {
        const one = resourceOf(facts, resource.key);

        assert.ok(one, 'foreign');
        assert.equal(lockOn(one.key, facts.reading.locks), undefined);
        assert.ok(!isProtectedType(one.type));
        assert.equal(protectingTag(one, facts.policy.protectedTags), undefined);
      }
    });
  });

  it('deletes by itself nothing that is managed without its owner, banned, unseen or not allowed', () => {
    always((plan, facts) => {
      const going = new Set(plan.items.map(({ resource }) => resource.key));
      for (const { resource, action } of realItems(plan)) {
        const one = resourceOf(facts, resource.key);
        assert.ok(one?.managedBy === undefined || going.has(one.managedBy));
        if (action !== 'delete') continue;

        assert.notEqual(facts.rights[resource.key], 'no');
        assert.ok(typeof facts.fingerprints.get(resource.key) === 'object');
        const everything = facts.reading.denyAssignments.filter(({ actions }) => actions[0] !== 'microsoft.compute/*');
        assert.ok(!everything.some(({ scope }) => isWithin(resource.key, scope)));
        const managers = facts.reading.resources.filter(({ managesGroup }) => managesGroup === resource.group);
        const [manager] = managers.map(({ key }) => key).toSorted();
        assert.ok(manager === undefined || going.has(manager));
      }
    });
  });

  it('has only what was asked for, its parts, and what only they use', () => {
    always((plan, facts, wish) => {
      const going = new Set(plan.items.map(({ resource }) => resource.key));
      for (const { resource, action } of realItems(plan)) {
        if (
          wish.kind === 'group' ? resource.group === wish.group?.toLowerCase() : wish.resources.includes(resource.key)
        )
          continue;
        if (action === 'goes-with') continue;
        assert.ok(wish.withAttached && wish.kind === 'resources');
        const users = facts.reading.resources.filter(
          (one) => one.refs.includes(resource.key) && one.type === 'microsoft.compute/virtualmachines',
        );
        assert.ok(users.every(({ key }) => going.has(key)));
      }
    });
  });

  it('takes along nothing that it does not name', () => {
    always((plan, facts) => {
      const going = new Set(plan.items.map(({ resource }) => resource.key));
      const managed = new Set(
        facts.reading.resources.flatMap(({ key, managesGroup }) =>
          going.has(key) && managesGroup ? [managesGroup] : [],
        ),
      );
      for (const one of facts.reading.resources) {
        const isTaken = [...going].some((key) => isWithin(one.key, key)) || managed.has(one.group);
        const isGone = facts.fingerprints.get(one.key) === 'gone';
        if (isTaken && !isGone) assert.ok(going.has(one.key), one.key);
      }
    });
  });

  it('lists each once: as an item, or as left out', () => {
    always(({ items, excluded }) => {
      const keys = [...items.map(({ resource }) => resource.key), ...excluded.map(({ key }) => key)];

      assert.equal(new Set(keys).size, keys.length);
    });
  });

  it('answers for everything that was asked for', () => {
    always(({ items, excluded }, _, wish) => {
      if (wish.kind === 'group') return;
      const keys = new Set([...items.map(({ resource }) => resource.key), ...excluded.map(({ key }) => key)]);

      assert.ok(wish.resources.every((key) => keys.has(key)));
    });
  });

  it('is in an order in which nothing comes before what it waits for, so that there is no circle', () => {
    always(({ items }) => {
      const before = new Set<ResourceKey>();
      const all = new Set(items.map(({ resource }) => resource.key));
      for (const { resource, goesWith, waitsFor, action } of items) {
        assert.equal(action === 'goes-with', goesWith !== undefined);
        for (const key of goesWith === undefined ? waitsFor : [goesWith, ...waitsFor]) {
          assert.ok(all.has(key));
          assert.ok(before.has(key));
        }
        before.add(resource.key);
      }
    });
  });

  it('is the same whatever the order of the resources, and frozen by its hash', () => {
    always((plan, facts, wish) => {
      const { reading } = facts;
      const turned = { ...facts, reading: { ...reading, resources: reading.resources.toReversed() } };
      const { hash, ...rest } = plan;

      assert.deepEqual(freezePlan(wish, facts), { kind: 'plan', plan });
      assert.equal(planHash(rest), hash);
      const other = freezePlan(wish, turned);
      const keys = (items: readonly PlanItem[]) => items.map(({ resource }) => resource.key).toSorted();
      assert.deepEqual(other.kind === 'plan' && keys(other.plan.items), keys(plan.items));
    });
  });

  it('can be carried out to its end', () => {
    const nature = { outcome: 'operation', seconds: 3, times: 1, hasMark: true } as const;
    const began = Date.parse('2026-03-02T08:00:00.000Z');
    always((plan) => {
      const items = itemsOfPlan(plan).map((item) => ({ ...item, fingerprint: { mark: `${item.key} 1` } }));
      const azure = azureModel(
        'delete',
        began,
        items.map(({ key, waitsFor, goesWith }) => ({ key, nature, users: waitsFor, whole: goesWith })),
      );

      const driven = drive('delete', items, azure, began, { numbers: [3, 1, 4, 1, 5, 9, 2, 6], crashes: [7] });

      assert.ok(driven.items.every(({ state }) => state === 'done'));
    }, 600);
  });
});
