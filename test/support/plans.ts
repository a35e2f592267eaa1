import assert from 'node:assert/strict';
import type { AzureLock, AzureResource, DenyAssignment, ResourceKey } from '../../src/domain/azure-resource.ts';
import { minute } from '../../src/domain/clocks.ts';
import { freezePlan, planHash } from '../../src/domain/freeze-plan.ts';
import type { PlanId, RunId } from '../../src/domain/ids.ts';
import type { InvestigatedResource } from '../../src/domain/investigation.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Fingerprint, Plan, PlanItem, PlanStop } from '../../src/domain/plan.ts';
import type { PlanFacts, PlanWish } from '../../src/domain/plan-wish.ts';
import type { RunItem } from '../../src/domain/run.ts';
import { rosa } from './people.ts';
import { ago, readAt, resource } from './readings.ts';
import { sampleCaseId, startedAt, subscription } from './samples.ts';

export function planId(index = 0): PlanId {
  return `plan_${index.toString(16).padStart(32, '0')}`;
}

export function runId(index = 0): RunId {
  return `run_${index.toString(16).padStart(32, '0')}`;
}

/** A resource as an investigation shows it: strong signs unless told otherwise. */
export function investigated(of: AzureResource, change: Partial<InvestigatedResource> = {}): InvestigatedResource {
  return {
    resource: of,
    score: 70,
    level: 'strong',
    isNamed: false,
    findings: [],
    unchecked: [],
    burn: { from: 'none' },
    power: 'running',
    locks: [],
    ...change,
  };
}

export function lock(scope: ResourceKey, change: Partial<AzureLock> = {}): AzureLock {
  return { name: 'keep', scope, level: 'CanNotDelete', ...change };
}

export function ban(scope: ResourceKey, actions: readonly string[] = ['*/delete']): DenyAssignment {
  return { name: 'ban', scope, actions };
}

/** Wants these resources gone, and nothing besides. */
export function wishFor(resources: readonly AzureResource[], change: Partial<PlanWish> = {}): PlanWish {
  return {
    planId: planId(),
    caseId: sampleCaseId,
    kind: 'resources',
    resources: resources.map(({ key }) => key),
    withAttached: false,
    liftGuards: false,
    by: rosa,
    ...change,
  };
}

type Around = Partial<Omit<PlanFacts, 'reading'>> & Partial<PlanFacts['reading']>;

/** A subscription of these resources, all of which were shown, can be looked at and may be deleted; without guards. */
export function factsOf(resources: readonly AzureResource[], change: Around = {}): PlanFacts {
  const { locks = [], denyAssignments = [], ...rest } = change;
  return {
    now: readAt,
    subscriptionId: subscription,
    subscriptionName: 'Contoso Production',
    reading: { resources, locks, denyAssignments },
    investigated: new Map(resources.map((one) => [one.key, investigated(one)])),
    fingerprints: new Map(resources.map(({ key }) => [key, markOf(key)])),
    rights: {},
    groupCreatedAt: ago(6 * 60 * minute),
    began: ago(6 * 60 * minute),
    policy: { ...standardRemoval, mostResources: 1000, mostPercent: 100 },
    ...rest,
  };
}

export function markOf(key: ResourceKey): Fingerprint {
  return { mark: `mark of ${key}` };
}

export function planned(made: ReturnType<typeof freezePlan>): Plan {
  assert.equal(made.kind, 'plan', JSON.stringify(made));
  assert.ok(made.kind === 'plan');
  return made.plan;
}

export function stopped(made: ReturnType<typeof freezePlan>): PlanStop | undefined {
  return made.kind === 'plan' ? undefined : made;
}

/** The plan for these of the resources. */
export function planFor(
  chosen: readonly AzureResource[],
  resources: readonly AzureResource[],
  around: Around = {},
  wish: Partial<PlanWish> = {},
): Plan {
  return planned(freezePlan(wishFor(chosen, wish), factsOf(resources, around)));
}

export const names = (items: readonly PlanItem[]): readonly string[] => items.map((item) => item.resource.name);

/** A plan as a case is told of it: one machine of the sample subscription. */
export function samplePlan(change: Partial<Omit<Plan, 'hash'>> = {}): Plan {
  const machine = resource('vm/w-1', { createdAt: ago(minute) });
  const { hash: _hash, ...plan } = planFor([machine], [machine]);
  const changed = {
    ...plan,
    madeAt: startedAt,
    expiresAt: new Date(Date.parse(startedAt) + 15 * minute).toISOString(),
    ...change,
  };
  return { ...changed, hash: planHash(changed) };
}

/** An item of a run, not begun. */
export function runItem(of: AzureResource, change: Partial<RunItem> = {}): RunItem {
  const { id, key, name, type, location } = of;
  return {
    id,
    key,
    name,
    type,
    location,
    fingerprint: markOf(key),
    action: 'act',
    waitsFor: [],
    state: 'planned',
    asked: 0,
    tries: 0,
    correlationIds: [],
    ...change,
  };
}

/** What a run has to do of a plan, as the workflow copies it. */
export function itemsOfPlan(plan: Plan): readonly RunItem[] {
  return plan.items.map(({ resource: of, action, goesWith, waitsFor }) => ({
    ...runItem({ ...of, tags: {}, refs: [], texts: [] }),
    fingerprint: of.fingerprint,
    action: action === 'goes-with' ? 'goes-with' : 'act',
    ...(goesWith === undefined ? {} : { goesWith }),
    waitsFor,
  }));
}

export const requestPlan = {
  type: 'request-plan',
  planId: planId(),
  kind: 'resources',
  resources: [resource('vm/w-1').key],
  withAttached: false,
  liftGuards: false,
} as const;

/** What somebody gives who approves this plan. */
export function approvalOf(plan: Plan, by: { readonly typedName?: string; readonly run?: number } = {}) {
  return {
    type: 'approve-plan',
    planId: plan.id,
    hash: plan.hash,
    typedName: by.typedName ?? plan.subscriptionName,
    runId: runId(by.run),
  } as const;
}
