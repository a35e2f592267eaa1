import type { ActivityEvent } from '../domain/activity.ts';
import { type AzureLock, type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import type { SubscriptionReading } from '../domain/investigation.ts';
import { present } from '../http/loose.ts';
import { urlPath } from '../http/url-path.ts';
import { type ActivityReading, clampSince, readActivity } from './activity-log.ts';
import { createApiVersions } from './api-versions.ts';
import { type Arm, type AzureDeps, appArm, outside, type Scope } from './client.ts';
import { readDefender } from './defender.ts';
import { readEvidence } from './evidence.ts';
import { createGaps, type Gaps } from './gaps.ts';
import { type GroupTags, readGroup, readGroupTags } from './groups.ts';
import { assemble, listResources, readDetails, waitFor } from './inventory.ts';
import { readDenyAssignments, readLocks } from './locks.ts';
import { readResourceCosts } from './resource-costs.ts';
import type { Wait } from './resource-graph.ts';
import { readCpus, readPower } from './running.ts';
import { Subscription } from './schema.ts';

interface ReaderDeps extends AzureDeps {
  readonly now: () => Date;
  /** Waits for Resource Graph's quota; by default by the clock. */
  readonly wait?: Wait;
}

/** What is in an Azure subscription and what happened there, read by the app in the customer's tenant. */
export function createAzureReader(deps: ReaderDeps) {
  const versionOf = createApiVersions();
  const wait = deps.wait ?? waitFor;

  return {
    /** Throws OutsideError where not even the resources can be listed; all else that fails is a gap. */
    async read(
      at: Scope,
      options: { readonly since: string; readonly focus: readonly ResourceKey[]; readonly signal?: AbortSignal },
    ): Promise<SubscriptionReading> {
      const { signal } = options;
      const { subscriptionId } = at;
      const now = deps.now();
      const arm = appArm(deps, at.customerTenantId);
      const gaps = createGaps(signal);
      const since = clampSince(options.since, now);
      const [listed, details, locks, denyAssignments, groupTags, activity, money, defender, name] = await Promise.all([
        settled(outside(() => listResources(arm, subscriptionId, signal))),
        gaps.part('details', new Map(), () => readDetails(arm, subscriptionId, wait, signal)),
        gaps.part('locks', [], () => readLocks(arm, subscriptionId, signal)),
        gaps.part('denyAssignments', [], () => readDenyAssignments(arm, subscriptionId, signal)),
        gaps.part<GroupTags>('groups', new Map(), () => readGroupTags(arm, subscriptionId, signal)),
        gaps.part<ActivityReading>('activity', { events: [], since: now.toISOString(), cut: false }, () =>
          readActivity(arm, subscriptionId, since, now, signal),
        ),
        gaps.part('cost', undefined, () => readResourceCosts(arm, subscriptionId, now, signal)),
        gaps.part('defender', [], () => readDefender(arm, subscriptionId, now, signal)),
        nameOf(arm, subscriptionId),
      ]);
      if ('error' in listed) throw listed.error;
      if (activity.broken !== undefined) await gaps.part('activity', undefined, () => Promise.reject(activity.broken));
      if (activity.cut) gaps.add('activity', 'cut');
      const inventory = await assemble(
        arm,
        subscriptionId,
        { listed: listed.value, details, groupTags },
        (otherwise, work) => gaps.part('children', otherwise, work),
        signal,
      );
      if (inventory.cut) gaps.add('children', 'cut');
      const { resources } = inventory;
      const focus = new Set(options.focus.map(resourceKey));
      const asking = { arm, versionOf, subscriptionId, gaps, focus, signal };
      const power = await readPower(asking, resources, inventory.power);
      const cpu = await readCpus(asking, resources, power, now);
      return present({
        readAt: now.toISOString(),
        subscriptionName: name,
        resources,
        locks: locks.map(({ id, lock }) => madeBy(lock, id, activity.events)),
        denyAssignments,
        events: activity.events,
        eventsSince: activity.since,
        currency: money?.currency,
        costs: money?.costs ?? [],
        power,
        cpu,
        defender,
        gaps: gaps.all(),
      });
    },

    /**
     * Resources with details, tags of groups, locks and deny assignments as they are now. A plan must not be made of half of them, so
     * each that fails throws OutsideError; children that cannot be read are missing, which no plan takes for there.
     */
    async readNow(at: Scope): Promise<Pick<SubscriptionReading, 'readAt' | 'resources' | 'locks' | 'denyAssignments'>> {
      const { subscriptionId } = at;
      const arm = appArm(deps, at.customerTenantId);
      return outside(async () => {
        const readAt = deps.now().toISOString();
        const [listed, details, locks, denyAssignments, groupTags] = await Promise.all([
          listResources(arm, subscriptionId),
          readDetails(arm, subscriptionId, wait),
          readLocks(arm, subscriptionId),
          readDenyAssignments(arm, subscriptionId),
          readGroupTags(arm, subscriptionId),
        ]);
        const gaps: Gaps = createGaps();
        const { resources } = await assemble(arm, subscriptionId, { listed, details, groupTags }, (otherwise, work) =>
          gaps.part('children', otherwise, work),
        );
        return { readAt, resources, locks: locks.map(({ lock }) => lock), denyAssignments };
      });
    },

    /** Throws OutsideError. */
    group(at: Scope, name: string) {
      return outside(() => readGroup(appArm(deps, at.customerTenantId), at.subscriptionId, name));
    },

    /** Never throws for what Azure answers: a piece says that it could not be read. */
    evidence(at: Scope, of: Parameters<typeof readEvidence>[3]) {
      return readEvidence(appArm(deps, at.customerTenantId), versionOf, at.subscriptionId, of, deps.now());
    },
  };
}

/** So that a reading ends only when all its parts have. */
async function settled<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** The name is only shown: without it the reading is whole. */
async function nameOf(arm: Arm, subscriptionId: string): Promise<string | undefined> {
  const call = { path: urlPath`/subscriptions/${subscriptionId}`, query: { 'api-version': '2022-12-01' } };
  try {
    return await arm.get(call, (body) => Subscription.parse(body).displayName);
  } catch {
    return undefined;
  }
}

function madeBy(lock: AzureLock, id: ResourceKey, events: readonly ActivityEvent[]): AzureLock {
  // Events are newest first: the latest write of a lock of this id is the one that stands.
  const made = events.find((one) => one.operation === 'microsoft.authorization/locks/write' && one.resource === id);
  return present({ ...lock, madeBy: made?.caller.name ?? made?.caller.objectId });
}
