import { type AzureResource, isWithin, type ResourceKey } from './azure-resource.ts';
import type { CaseId, PlanId } from './ids.ts';
import type { InvestigatedResource, SubscriptionReading } from './investigation.ts';
import type { Person } from './people.ts';
import type { Fingerprint, PlanKind, RemovalPolicy } from './plan.ts';
import { type UsersOf, usersAmong } from './plan-order.ts';

export interface PlanWish {
  readonly planId: PlanId;
  readonly caseId: CaseId;
  readonly kind: PlanKind;
  readonly resources: readonly ResourceKey[];
  readonly group?: string;
  readonly withAttached: boolean;
  readonly liftGuards: boolean;
  readonly by: Person;
}

/** Everything that a plan is made from, as read a moment ago. */
export interface PlanFacts {
  readonly now: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly reading: Pick<SubscriptionReading, 'resources' | 'locks' | 'denyAssignments'>;
  /** What the investigation said of resources; it knew only those. */
  readonly investigated: ReadonlyMap<ResourceKey, InvestigatedResource>;
  /** Of each resource that may be planned; absent where it could not be looked at. */
  readonly fingerprints: ReadonlyMap<ResourceKey, Fingerprint | 'gone'>;
  readonly rights: Readonly<Record<ResourceKey, 'yes' | 'no' | 'unknown'>>;
  /** Of a group's plan: when it was made, where Azure tells. */
  readonly groupCreatedAt?: string;
  readonly groupManagedBy?: string;
  /** When the trouble began. */
  readonly began?: string;
  readonly policy: RemovalPolicy;
}

/** The resources that a wish speaks of: the chosen ones and, where wanted, what only they use. */
export function wished(wish: PlanWish, resources: readonly AzureResource[]): readonly AzureResource[] {
  if (wish.kind === 'subscription') return [];
  if (wish.kind === 'group') return resources.filter(({ group }) => group === wish.group?.toLowerCase());
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const chosen = new Set(wish.resources);
  const parts = resources.filter(
    (one) =>
      !chosen.has(one.key) &&
      (wish.resources.some((key) => isWithin(one.key, key)) || (one.parent !== undefined && chosen.has(one.parent))),
  );
  const going = new Set([...chosen, ...parts.map(({ key }) => key)]);
  if (wish.withAttached) for (const key of attachedTo(going, resources, usersAmong(resources))) going.add(key);
  return [...going].flatMap((key) => byKey.get(key) ?? []);
}

/** What is left behind when only its user is deleted. */
const attachedTypes: ReadonlySet<string> = new Set([
  'microsoft.network/networkinterfaces',
  'microsoft.compute/disks',
  'microsoft.network/publicipaddresses',
]);

/** Disks, interfaces and addresses that nothing but the given resources uses, and then what only those use. */
function attachedTo(
  going: ReadonlySet<ResourceKey>,
  resources: readonly AzureResource[],
  usersOf: UsersOf,
): readonly ResourceKey[] {
  const found = new Set<ResourceKey>();
  const isGoing = (key: ResourceKey) => going.has(key) || found.has(key);
  const attachments = resources.filter(isAttachment);
  for (;;) {
    const more = attachments.filter(({ key }) => {
      if (isGoing(key)) return false;
      const users = usersOf(key);
      return users.length > 0 && users.every(isGoing);
    });
    if (more.length === 0) return [...found];
    for (const { key } of more) found.add(key);
  }
}

export function isAttachment({ type }: Pick<AzureResource, 'type'>): boolean {
  return attachedTypes.has(type);
}
