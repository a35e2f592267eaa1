import { createHash } from 'node:crypto';
import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { minute } from './clocks.ts';
import { canonicalJson } from './journal.ts';
import type { Burn, Range } from './money.ts';
import type { Dependant, Exclusion, Leftover, Plan, PlanStop } from './plan.ts';
import { cancelItem, groupBar, groupParts, type Parts } from './plan-group.ts';
import { itemsOf } from './plan-items.ts';
import { usersAmong } from './plan-order.ts';
import { takersAmong, wholesAmong } from './plan-parts.ts';
import { isAttachment, type PlanFacts, type PlanWish, wished } from './plan-wish.ts';
import { barOf, type Surroundings } from './removable.ts';

/** Of what may not go, as many are named where nothing is left. */
const mostLeft = 10;

type Frozen = { readonly kind: 'plan'; readonly plan: Plan };

/** How long an approval may be given (facts/azure.md 9.4). */
const planMinutes = 15;

/**
 * Freezes what was asked for into a plan, or says why there is none (facts/azure.md 9.4): what is locked, managed,
 * protected, forbidden or gone is left out and named; guards stop before anything is done; the hash covers all.
 */
export function freezePlan(wish: PlanWish, facts: PlanFacts): Frozen | PlanStop {
  if (wish.kind === 'subscription')
    return sealed(wish, facts, { items: [cancelItem(facts)], excluded: [], around: [] });
  const { resources } = facts.reading;
  if (wish.kind === 'group') {
    const asked = wished(wish, resources);
    const bar = groupBar(wish, facts, asked);
    if (bar) return bar;
    return guarded(wish, facts, asked, sealed(wish, facts, groupParts(wish, facts, asked)));
  }
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const absent: readonly Exclusion[] = [...new Set(wish.resources)]
    .filter((key) => !byKey.has(key))
    .map((key) => ({
      key,
      name: key.split('/').at(-1) ?? key,
      type: facts.investigated.get(key)?.resource.type ?? '',
      why: 'absent',
    }));
  const { going, excluded } = sieve(wish, facts, byKey);
  if (going.length === 0) return { kind: 'nothing-left', left: [...absent, ...excluded].slice(0, mostLeft) };
  return guarded(
    wish,
    facts,
    going,
    sealed(wish, facts, {
      items: itemsOf(going, facts),
      excluded: [...absent, ...excluded],
      around: aroundOf(going, resources),
    }),
  );
}

/** Leaves out what may not go, and all that is only there because of it. */
function sieve(
  wish: PlanWish,
  facts: PlanFacts,
  byKey: ReadonlyMap<ResourceKey, AzureResource>,
): { readonly going: readonly AzureResource[]; readonly excluded: readonly Exclusion[] } {
  const { resources, locks, denyAssignments } = facts.reading;
  const barred = new Map<ResourceKey, Exclusion>();
  for (;;) {
    const going = wished(wish, resources, barred);
    const wholes = wholesAmong(going);
    const around: Surroundings = {
      byKey,
      locks,
      denyAssignments,
      protectedTags: facts.policy.protectedTags,
      going: new Set(going.map(({ key }) => key)),
    };
    const takersOf = takersAmong(going);
    const bars = [
      ...going.flatMap((one) => barOf(one, around) ?? barByLook(one, facts, wholes.has(one.key)) ?? []),
      ...[...barred.values()].flatMap((bar) => barsOfTakers(bar, takersOf, byKey)),
    ];
    if (bars.length === 0) return { going, excluded: [...barred.values()] };
    for (const bar of bars) if (!barred.has(bar.key)) barred.set(bar.key, bar);
  }
}

/** What has a part that may not go may not go either: it would take that along. */
function barsOfTakers(
  bar: Exclusion,
  takersOf: (one: AzureResource) => readonly ResourceKey[],
  byKey: ReadonlyMap<ResourceKey, AzureResource>,
): readonly Exclusion[] {
  const part = bar.why === 'absent' ? undefined : byKey.get(bar.key);
  const takers = part === undefined ? [] : takersOf(part).flatMap((key) => byKey.get(key) ?? []);
  const detail = bar.detail === undefined ? bar.name : `${bar.detail} (${bar.name})`;
  return takers.map(({ key, name, type }) => ({ ...bar, key, name, type, detail }));
}

/** Of a part only its disappearance matters: nothing is asked of it. */
function barByLook({ key, name, type }: AzureResource, facts: PlanFacts, isPart: boolean): Exclusion | undefined {
  const fingerprint = facts.fingerprints.get(key);
  if (fingerprint === 'gone') return { key, name, type, why: 'absent' };
  if (isPart) return undefined;
  if (fingerprint === undefined) return { key, name, type, why: 'unreadable' };
  return facts.rights[key] === 'no' ? { key, name, type, why: 'no-right' } : undefined;
}

/** Everything else in the groups of what is planned. */
function aroundOf(going: readonly AzureResource[], resources: readonly AzureResource[]): readonly ResourceKey[] {
  const groups = new Set(going.map(({ group }) => group));
  const keys = new Set(going.map(({ key }) => key));
  return resources
    .filter((one) => groups.has(one.group) && !keys.has(one.key))
    .map(({ key }) => key)
    .toSorted();
}

/** By count and by share; an owner may lift both for one plan, which then needs a second person. */
function guarded(
  wish: PlanWish,
  { reading, policy }: PlanFacts,
  going: readonly AzureResource[],
  made: Frozen,
): Frozen | PlanStop {
  if (wish.liftGuards) return made;
  if (going.length > policy.mostResources) return { kind: 'too-many', count: going.length, most: policy.mostResources };
  const percent = (100 * going.length) / Math.max(1, reading.resources.length);
  if (percent <= policy.mostPercent) return made;
  // Rounded up, or a share that is just too large would be said to be as large as allowed.
  return { kind: 'too-large-a-share', percent: Math.ceil(percent), most: policy.mostPercent };
}

function sealed(
  wish: PlanWish,
  facts: PlanFacts,
  { items, excluded, around }: Parts,
): { readonly kind: 'plan'; readonly plan: Plan } {
  const { resources } = facts.reading;
  const going = new Set(items.map(({ resource }) => resource.key));
  const saves = sumOf(items.map(({ burn }) => burn));
  const plan: Omit<Plan, 'hash'> = {
    id: wish.planId,
    caseId: wish.caseId,
    kind: wish.kind,
    subscriptionId: facts.subscriptionId,
    subscriptionName: facts.subscriptionName,
    ...(wish.group === undefined ? {} : { group: wish.group }),
    by: wish.by,
    madeAt: facts.now,
    expiresAt: new Date(Date.parse(facts.now) + planMinutes * minute).toISOString(),
    items,
    excluded,
    dependants: wish.kind === 'subscription' ? [] : dependantsOf(going, resources),
    leftovers: wish.kind === 'subscription' ? [] : leftoversOf(going, facts),
    around,
    ...(saves === undefined ? {} : { saves }),
    total: resources.length,
    needsSecond: wish.kind !== 'resources' || wish.liftGuards || items.length > facts.policy.twoPersonAbove,
    guardsLifted: wish.liftGuards,
  };
  return { kind: 'plan', plan: { ...plan, hash: planHash(plan) } };
}

/** SHA-256 over the whole plan, keys in one order. */
export function planHash(plan: Omit<Plan, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(plan)).digest('hex');
}

/** Who uses what is planned without being planned. */
export function dependantsOf(
  going: ReadonlySet<ResourceKey>,
  resources: readonly AzureResource[],
): readonly Dependant[] {
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const usersOf = usersAmong(resources);
  return [...going].flatMap((on) =>
    usersOf(on).flatMap((user) => {
      const one = going.has(user) ? undefined : byKey.get(user);
      return one === undefined ? [] : [{ key: one.key, name: one.name, type: one.type, on }];
    }),
  );
}

/** What planned resources use, and what stays and is billed. */
function leftoversOf(going: ReadonlySet<ResourceKey>, facts: PlanFacts): readonly Leftover[] {
  const { resources } = facts.reading;
  const usersOf = usersAmong(resources);
  return resources
    .filter((one) => !going.has(one.key) && isAttachment(one) && usersOf(one.key).some((key) => going.has(key)))
    .flatMap(({ key, name, type }) => {
      const burn: Burn = facts.investigated.get(key)?.burn ?? { from: 'unknown' };
      return burn.from === 'none' ? [] : [{ key, name, type, burn }];
    });
}

/** Undefined where nothing is known, or amounts are in several currencies. */
function sumOf(burns: readonly Burn[]): Range | undefined {
  const amounts = burns.flatMap((burn) => (burn.from === 'actual' || burn.from === 'prices' ? [burn] : []));
  const [first] = amounts;
  if (first === undefined || amounts.some(({ currency }) => currency !== first.currency)) return undefined;
  const total = (read: (range: Range) => number) => amounts.reduce((sum, one) => sum + read(one), 0);
  return { low: total(({ low }) => low), high: total(({ high }) => high), currency: first.currency };
}
