import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { dependantsOf } from './freeze-plan.ts';
import type { SubscriptionReading } from './investigation.ts';
import type { Drift, ExclusionWhy, Fingerprint, Plan, PlannedResource } from './plan.ts';
import { barOf, lockOn, type Surroundings } from './removable.ts';

/** What stands there at the moment of approval. */
export interface NowThere {
  readonly reading: Pick<SubscriptionReading, 'resources' | 'locks' | 'denyAssignments'>;
  readonly fingerprints: ReadonlyMap<ResourceKey, Fingerprint | 'gone'>;
  readonly protectedTags: readonly string[];
}

/**
 * What became different since a plan was frozen; undefined where nothing did. A resource that changed, came or went
 * voids the plan (product.md F16). A stopped machine has not changed: its state is no part of a plan.
 */
export function driftOf(plan: Plan, now: NowThere): Drift | undefined {
  if (plan.kind === 'subscription') return undefined;
  const byKey = new Map(now.reading.resources.map((one) => [one.key, one]));
  const planned = plan.items.map(({ resource }) => resource).filter(({ key }) => key !== groupOfPlan(plan));
  const there = planned.filter(({ key }) => byKey.has(key) && now.fingerprints.get(key) !== 'gone');
  const went = planned.filter((one) => !there.includes(one)).map(({ name }) => name);
  const around: Surroundings = {
    ...now.reading,
    byKey,
    protectedTags: now.protectedTags,
    going: new Set(plan.items.map(({ resource }) => resource.key)),
  };
  const changed = [
    ...groupLock(plan, now),
    ...there.flatMap((one) => changesOf(one, byKey.get(one.key), now.fingerprints.get(one.key), around)),
  ];
  const uses = newUses(plan, now.reading.resources);
  const came = cameSince(plan, planned, now.reading.resources);
  if (changed.length + uses.length + came.length + went.length === 0) return undefined;
  return { changed: [...changed, ...uses], came, went };
}

function groupOfPlan({ kind, items }: Plan): ResourceKey | undefined {
  return kind === 'group' ? items[0]?.resource.key : undefined;
}

/** A lock on something in the group that no list shows stops the whole group. */
function groupLock(plan: Plan, { reading }: NowThere): Drift['changed'] {
  const group = groupOfPlan(plan);
  const isLocked = group !== undefined && lockOn(group, reading.locks) !== undefined;
  return isLocked ? [{ name: plan.group ?? group, what: 'lock' }] : [];
}

const barsNow: Readonly<Partial<Record<ExclusionWhy, Drift['changed'][number]['what']>>> = {
  locked: 'lock',
  managed: 'managed',
  'deny-assignment': 'managed',
  'protected-tag': 'tags',
};

function changesOf(
  planned: PlannedResource,
  now: AzureResource | undefined,
  looked: Fingerprint | 'gone' | undefined,
  around: Surroundings,
): Drift['changed'] {
  if (now === undefined) return [];
  const seen = {
    ...(now.createdAt === undefined ? {} : { createdAt: now.createdAt }),
    ...(looked === 'gone' ? {} : looked),
  };
  const bar = barOf(now, around);
  const found: readonly (Drift['changed'][number]['what'] | false | undefined)[] = [
    !sameOne(planned.fingerprint, seen) && 'another',
    planned.size !== now.size && 'size',
    bar && barsNow[bar.why],
  ];
  return found.flatMap((what) => (what ? [{ name: planned.name, what }] : []));
}

/**
 * Whether it is the same instance: by Azure's mark where both have one, else by when it was made, to the second. One that
 * has lost its mark is another unless it was made at the same time; where nothing can be compared, nothing differs.
 */
export function sameOne(planned: Fingerprint, now: Fingerprint): boolean {
  if (planned.mark !== undefined && now.mark !== undefined)
    return planned.mark.toLowerCase() === now.mark.toLowerCase();
  if (planned.createdAt === undefined || now.createdAt === undefined) return planned.mark === undefined;
  return Math.abs(Date.parse(planned.createdAt) - Date.parse(now.createdAt)) < 1000;
}

/** Whether the two can be compared at all. */
export function canCompare(planned: Fingerprint, now: Fingerprint): boolean {
  return (
    (planned.mark !== undefined && now.mark !== undefined) ||
    (planned.createdAt !== undefined && now.createdAt !== undefined)
  );
}

/** Users outside the plan that were not there, or did not use it, when it was frozen. */
function newUses(plan: Plan, resources: readonly AzureResource[]): Drift['changed'] {
  const known = new Set(plan.dependants.map(({ key, on }) => `${key} ${on}`));
  const going = new Set(plan.items.map(({ resource }) => resource.key));
  const names = new Map(plan.items.map(({ resource }) => [resource.key, resource.name]));
  return dependantsOf(going, resources)
    .filter(({ key, on }) => !known.has(`${key} ${on}`))
    .map(({ on }) => ({ name: names.get(on) ?? on, what: 'uses' as const }));
}

function cameSince(
  plan: Plan,
  planned: readonly PlannedResource[],
  resources: readonly AzureResource[],
): readonly string[] {
  const groups = new Set(planned.map(({ group }) => group));
  // What was asked for and absent is new when it is there; all else that was left out is in `around`.
  const known = new Set([...plan.around, ...planned.map(({ key }) => key)]);
  return resources.filter((one) => groups.has(one.group) && !known.has(one.key)).map(({ name }) => name);
}
