import type { AzureResource, ResourceKey } from './azure-resource.ts';
import type { CaseId, PlanId } from './ids.ts';
import type { InvestigatedResource, SubscriptionReading } from './investigation.ts';
import type { Person } from './people.ts';
import type { Fingerprint, PlanKind, RemovalPolicy } from './plan.ts';
import { type UsersOf, usersAmong } from './plan-order.ts';
import { withParts } from './plan-parts.ts';

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

/**
 * The resources that a wish speaks of: the chosen ones with all that disappears with them and, where wanted, what only
 * they use. `barred` are not among them, nor what is only there because of them.
 */
export function wished(
  wish: PlanWish,
  resources: readonly AzureResource[],
  barred: { readonly has: (key: ResourceKey) => boolean } = new Set(),
): readonly AzureResource[] {
  if (wish.kind === 'subscription') return [];
  const chosen = new Set(wish.resources);
  const isChosen = ({ key, group }: AzureResource) =>
    wish.kind === 'group' ? group === wish.group?.toLowerCase() : chosen.has(key);
  const free = resources.filter(({ key }) => !barred.has(key));
  const going = withParts(free.filter(isChosen), free);
  if (wish.kind === 'group' || !wish.withAttached) return going;
  const keys = new Set(going.map(({ key }) => key));
  const attached = attachedTo(keys, free, usersAmong(resources));
  return withParts([...going, ...free.filter(({ key }) => attached.has(key))], free);
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
): ReadonlySet<ResourceKey> {
  const found = new Set<ResourceKey>();
  const isGoing = (key: ResourceKey) => going.has(key) || found.has(key);
  const attachments = resources.filter(isAttachment);
  for (;;) {
    const more = attachments.filter(({ key }) => {
      if (isGoing(key)) return false;
      const users = usersOf(key);
      return users.length > 0 && users.every(isGoing);
    });
    if (more.length === 0) return found;
    for (const { key } of more) found.add(key);
  }
}

export function isAttachment({ type }: Pick<AzureResource, 'type'>): boolean {
  return attachedTypes.has(type);
}
