import type { AzureResource, ResourceKey } from './azure-resource.ts';
import type { Exclusion, GroupBar, PlanItem, PlanStop } from './plan.ts';
import { known, warningsOf } from './plan-items.ts';
import { inOrder, usersAmong } from './plan-order.ts';
import type { PlanFacts, PlanWish } from './plan-wish.ts';
import { isProtectedType, lockOn, managerOfGroup, protectingTag } from './removable.ts';

/** What a plan consists of. */
export interface Parts {
  readonly items: readonly PlanItem[];
  readonly excluded: readonly Exclusion[];
  readonly around: readonly ResourceKey[];
}

/** The rule of facts/azure.md 2.4: a whole group only if all in it was shown, it was made in the incident, and nothing is locked, managed or protected. */
export function groupBar(wish: PlanWish, facts: PlanFacts, asked: readonly AzureResource[]): PlanStop | undefined {
  const bar = (because: GroupBar, detail?: string): PlanStop => ({
    kind: 'group-not-allowed',
    because,
    ...(detail === undefined ? {} : { detail }),
  });
  if (asked.length === 0) return { kind: 'nothing-left' };
  const key = groupKey(wish, facts);
  const lock = lockOn(key, facts.reading.locks);
  if (lock) return bar('locked', lock.name);
  const byKey = new Map(facts.reading.resources.map((one) => [one.key, one]));
  const manager = facts.groupManagedBy ?? managerOfGroup(wish.group?.toLowerCase() ?? '', byKey)?.name;
  if (manager !== undefined) return bar('managed', manager);
  const unshown = asked.find((one) => !facts.investigated.has(one.key));
  if (unshown) return bar('not-all-shown', unshown.name);
  const kept = asked.find(
    (one) => isProtectedType(one.type) || protectingTag(one, facts.policy.protectedTags) !== undefined,
  );
  if (kept) return bar('protected', kept.name);
  const forbidden = asked.find((one) => facts.rights[one.key] === 'no');
  if (forbidden) return bar('managed', forbidden.name);
  const made = [facts.groupCreatedAt, ...asked.map(({ createdAt }) => createdAt)];
  const oldest = facts.groupCreatedAt === undefined ? made.slice(1) : made;
  if (facts.began === undefined || oldest.some((at) => at === undefined)) return bar('unknown-age');
  const began = Date.parse(facts.began);
  return oldest.some((at) => Date.parse(at ?? '') < began) ? bar('older-than-incident') : undefined;
}

function groupKey(wish: PlanWish, { subscriptionId }: PlanFacts): ResourceKey {
  return `/subscriptions/${subscriptionId.toLowerCase()}/resourcegroups/${wish.group?.toLowerCase() ?? ''}`;
}

/** The group, and all in it that goes with it. */
export function groupParts(wish: PlanWish, facts: PlanFacts, asked: readonly AzureResource[]): Parts {
  const key = groupKey(wish, facts);
  const name = wish.group ?? '';
  const going = new Set(asked.map((one) => one.key));
  const usersOf = usersAmong(facts.reading.resources);
  const whole: PlanItem = {
    resource: {
      id: `/subscriptions/${facts.subscriptionId}/resourceGroups/${name}`,
      key,
      name,
      type: 'microsoft.resources/resourcegroups',
      location: '',
      group: name.toLowerCase(),
      fingerprint: facts.groupCreatedAt === undefined ? {} : { createdAt: facts.groupCreatedAt },
    },
    action: 'delete',
    waitsFor: [],
    level: 'none',
    score: 0,
    isNamed: false,
    rules: [],
    burn: { from: 'none' },
    warnings: [],
  };
  const inside = inOrder(
    asked.map(
      (one): PlanItem => ({
        ...known(one, facts),
        action: 'goes-with',
        goesWith: key,
        waitsFor: [],
        warnings: warningsOf(one, facts, going, usersOf),
      }),
    ),
  );
  return { items: [whole, ...inside], excluded: [], around: [] };
}

/** The subscription as the one item of its plan. */
export function cancelItem(facts: PlanFacts): PlanItem {
  const id = `/subscriptions/${facts.subscriptionId}`;
  return {
    resource: {
      id,
      key: id.toLowerCase(),
      name: facts.subscriptionName,
      type: 'microsoft.subscription/subscriptions',
      location: '',
      group: '',
      fingerprint: {},
    },
    action: 'cancel',
    waitsFor: [],
    level: 'none',
    score: 0,
    isNamed: false,
    rules: [],
    burn: { from: 'none' },
    warnings: [],
  };
}
