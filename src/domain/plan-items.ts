import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { day } from './clocks.ts';
import type { Fingerprint, PlanItem, PlanWarning } from './plan.ts';
import { inOrder, type UsersOf, usersAmong } from './plan-order.ts';
import { wholesAmong } from './plan-parts.ts';
import { waitsAmong } from './plan-waits.ts';
import { isAttachment, type PlanFacts } from './plan-wish.ts';

/** Older than this is worth a warning. */
const oldDays = 90;

/** The planned resources in the order in which they can go; what is part of another goes with it. */
export function itemsOf(going: readonly AzureResource[], facts: PlanFacts): readonly PlanItem[] {
  const keys = new Set(going.map(({ key }) => key));
  const usersOf = usersAmong(facts.reading.resources);
  const wholes = wholesAmong(going);
  const waits = waitsAmong(going, wholes, usersOf);
  return inOrder(
    going.map((resource): PlanItem => {
      const goesWith = wholes.get(resource.key);
      return {
        ...known(resource, facts),
        ...(goesWith === undefined ? { action: 'delete' as const } : { action: 'goes-with' as const, goesWith }),
        waitsFor: waits.get(resource.key) ?? [],
        warnings: warningsOf(resource, facts, keys, usersOf),
      };
    }),
  );
}

/** What the plan repeats of the resource and its signs. */
export function known(
  resource: AzureResource,
  facts: PlanFacts,
): Omit<PlanItem, 'action' | 'goesWith' | 'waitsFor' | 'warnings'> {
  const seen = facts.investigated.get(resource.key);
  const { id, key, name, type, location, group, size } = resource;
  const looked = facts.fingerprints.get(key);
  return {
    resource: {
      id,
      key,
      name,
      type,
      location,
      group,
      ...(size === undefined ? {} : { size }),
      fingerprint: fingerprintOf(resource, looked === 'gone' ? undefined : looked),
    },
    level: seen?.level ?? 'none',
    score: seen?.score ?? 0,
    isNamed: seen?.isNamed ?? false,
    rules: seen?.findings.map(({ rule }) => rule) ?? [],
    burn: seen?.burn ?? { from: 'unknown' },
  };
}

/** Azure's own mark where the resource has one; and when it was made, from the resource or from the list. */
function fingerprintOf({ createdAt }: AzureResource, looked: Fingerprint | undefined): Fingerprint {
  const made = looked?.createdAt ?? createdAt;
  return {
    ...(looked?.mark === undefined ? {} : { mark: looked.mark }),
    ...(made === undefined ? {} : { createdAt: made }),
  };
}

/** What an approver is told besides. */
export function warningsOf(
  resource: AzureResource,
  facts: PlanFacts,
  going: ReadonlySet<ResourceKey>,
  usersOf: UsersOf,
): readonly PlanWarning[] {
  const seen = facts.investigated.get(resource.key);
  const { mark, createdAt } = known(resource, facts).resource.fingerprint;
  const isOld = createdAt !== undefined && Date.parse(facts.now) - Date.parse(createdAt) > oldDays * day;
  const warnings: readonly (PlanWarning | false)[] = [
    isOld && 'old',
    seen?.power === 'running' && 'still-running',
    (seen === undefined || seen.level === 'none') && !isAttachment(resource) && 'no-signs',
    mark === undefined && createdAt === undefined && 'no-fingerprint',
    usersOf(resource.key).some((key) => !going.has(key)) && 'has-dependants',
  ];
  return warnings.filter((warning) => warning !== false);
}
