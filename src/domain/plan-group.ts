import { type AzureResource, isWithin, type ResourceKey } from './azure-resource.ts';
import { day } from './clocks.ts';
import type { Exclusion, ExclusionWhy, GroupBar, PlanItem, PlanStop } from './plan.ts';
import { known, warningsOf } from './plan-items.ts';
import { inOrder, usersAmong } from './plan-order.ts';
import type { PlanFacts, PlanWish } from './plan-wish.ts';
import { barOf, deniesDelete, lockOn, managerOfGroup } from './removable.ts';

/** What a plan consists of. */
export interface Parts {
  readonly items: readonly PlanItem[];
  readonly excluded: readonly Exclusion[];
  readonly around: readonly ResourceKey[];
}

/**
 * Days before the trouble shows that belong to it (facts/azure.md 6.3, E5): a group is made before the first machine in
 * it.
 */
const windowDays = 2;

const groupBars: Readonly<Record<ExclusionWhy, GroupBar>> = {
  locked: 'locked',
  managed: 'managed',
  'deny-assignment': 'managed',
  'protected-type': 'protected',
  'protected-tag': 'protected',
  'no-right': 'no-right',
  absent: 'not-all-shown',
  unreadable: 'not-all-shown',
};

/** The rule of facts/azure.md 2.4: a whole group only if all in it was shown, it was made in the incident, and nothing is locked, managed or protected. */
export function groupBar(wish: PlanWish, facts: PlanFacts, asked: readonly AzureResource[]): PlanStop | undefined {
  const bar = (because: GroupBar, detail?: string): PlanStop => ({
    kind: 'group-not-allowed',
    because,
    ...(detail === undefined ? {} : { detail }),
  });
  if (asked.length === 0) return { kind: 'nothing-left' };
  const key = groupKey(wish, facts);
  const { resources, locks, denyAssignments } = facts.reading;
  const lock = lockOn(key, locks);
  if (lock) return bar('locked', lock.name);
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const denied = denyAssignments.find(
    (one) => isWithin(key, one.scope) && deniesDelete(one, 'microsoft.resources/subscriptions/resourcegroups'),
  );
  const manager = denied?.name ?? facts.groupManagedBy ?? managerOfGroup(groupName(wish), byKey)?.name;
  if (manager !== undefined) return bar('managed', manager);
  const unshown = asked.find((one) => !facts.investigated.has(one.key));
  if (unshown) return bar('not-all-shown', unshown.name);
  const around = {
    byKey,
    locks,
    denyAssignments,
    protectedTags: facts.policy.protectedTags,
    going: new Set(asked.map((one) => one.key)),
  };
  const [kept] = asked.flatMap((one) => barOf(one, around) ?? []);
  if (kept) return bar(groupBars[kept.why], kept.detail ?? kept.name);
  const forbidden = asked.find((one) => one.group === groupName(wish) && facts.rights[one.key] === 'no');
  if (forbidden) return bar('no-right', forbidden.name);
  return barByAge(facts, asked, bar);
}

function barByAge(
  { groupCreatedAt, began }: PlanFacts,
  asked: readonly AzureResource[],
  bar: (because: GroupBar, detail?: string) => PlanStop,
): PlanStop | undefined {
  const start = Date.parse(began ?? '') - windowDays * day;
  const ages = [groupCreatedAt, ...asked.map(({ createdAt }) => createdAt)].map((at) => Date.parse(at ?? ''));
  if (Number.isNaN(start) || ages.some((at) => Number.isNaN(at))) return bar('unknown-age');
  const old = asked.find(({ createdAt }) => Date.parse(createdAt ?? '') < start);
  return ages.some((at) => at < start) ? bar('older-than-incident', old?.name) : undefined;
}

function groupName({ group }: PlanWish): string {
  return group?.toLowerCase() ?? '';
}

function groupKey(wish: PlanWish, { subscriptionId }: PlanFacts): ResourceKey {
  return `/subscriptions/${subscriptionId.toLowerCase()}/resourcegroups/${groupName(wish)}`;
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
