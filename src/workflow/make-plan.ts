import type { AzureResource, ResourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import type { CaseEvent } from '../domain/events.ts';
import { freezePlan } from '../domain/freeze-plan.ts';
import type { CaseId, PlanId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Plan, PlanStop } from '../domain/plan.ts';
import { isAttachment, type PlanFacts, type PlanWish, wished } from '../domain/plan-wish.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import { scopeOf } from './investigate.ts';
import type { NameStore, PartnerStore } from './partner-ports.ts';
import { fingerprintsOf, nameToType, type Reading } from './plan-facts.ts';
import type { AzureActs, AzureReader, InvestigationStore, PlanStore } from './response-ports.ts';

export interface MakePlanDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: PartnerStore;
  readonly names: NameStore;
  readonly investigations: InvestigationStore;
  readonly plans: PlanStore;
  readonly azure: Pick<AzureReader, 'readNow' | 'group'>;
  readonly acts: Pick<AzureActs, 'look' | 'may'>;
}

/** Tries after which a plan that cannot be read is given up. */
const patience = 3;

/**
 * Makes the plan that was asked for: reads what stands there now, with the asking person's own rights, and freezes it,
 * or says which guard or gap stopped it. Throws where another try may help.
 */
export async function makePlan(deps: MakePlanDeps, caseId: CaseId, planId: PlanId, attempt: number): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  const c = stored?.case;
  if (!c || !partner || c.plan?.id !== planId || c.plan.state !== 'requested') return;
  const wish = await wishOf(deps, c, planId);
  if (wish === undefined) return;
  const stop = (why: PlanStop) => observeCase(deps, caseId, { type: 'plan-stopped', planId, stop: why }, 'planner');
  try {
    const made = await freeze(deps, partner, c, wish);
    if (made.kind !== 'plan') {
      await stop(made);
      return;
    }
    await deps.plans.keep(made.plan);
    await observeCase(deps, caseId, { type: 'plan-made', plan: await keptPlan(deps, made.plan) }, 'planner');
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (attempt < patience && (error.why === 'throttled' || error.why === 'unreachable')) throw error;
    await stop({ kind: 'unreadable', what: error.why });
  }
}

/** A plan of the same id that was kept before a crash is the one that counts. */
async function keptPlan(deps: MakePlanDeps, plan: Plan): Promise<Plan> {
  return (await deps.plans.load(plan.id)) ?? plan;
}

/** The wish as the journal has it. */
async function wishOf(deps: MakePlanDeps, c: Case, planId: PlanId): Promise<PlanWish | undefined> {
  const isRequest = (event: CaseEvent): event is Extract<CaseEvent, { type: 'plan-requested' }> =>
    event.type === 'plan-requested' && event.planId === planId;
  const entry = (await deps.cases.journal(c.id)).find(({ event }) => isRequest(event));
  if (entry === undefined || !isRequest(entry.event) || entry.actor.kind !== 'person') return undefined;
  const { type: _, ...wish } = entry.event;
  return { ...wish, caseId: c.id, by: entry.actor.person };
}

async function freeze(
  deps: MakePlanDeps,
  partner: Partner,
  c: Case,
  wish: PlanWish,
): Promise<{ readonly kind: 'plan'; readonly plan: Plan } | PlanStop> {
  const at = scopeOf(partner, c);
  const [names, summary] = await Promise.all([
    deps.names.names(c.partnerId, c.customerTenantId, c.subscriptionId),
    deps.investigations.summary(c.id),
  ]);
  const isSubscription = wish.kind === 'subscription';
  const reading: Reading = isSubscription ? nothingRead(deps.now()) : await deps.azure.readNow(at);
  const asked = wished(wish, reading.resources);
  const [looks, may, group, investigated] = await Promise.all([
    fingerprintsOf(deps.acts, at, wish.by, asked),
    // Nothing of Azure's is deleted where the subscription is cancelled: Partner Center's rights count there.
    isSubscription ? {} : deps.acts.may(at, wish.by, 'delete', asked),
    wish.group === undefined ? undefined : deps.azure.group(at, wish.group),
    deps.investigations.byKeys(c.id, keysToKnow(asked, reading)),
  ]);
  const refusal = looks.refusal ?? (isRefusal(may) ? may : undefined);
  if (refusal?.why === 'needs-sign-in') return { kind: 'needs-sign-in' };
  if (refusal?.again) throw new OutsideError('Azure could not be asked for a plan', { why: 'unreachable' });
  const facts: PlanFacts = {
    now: deps.now().toISOString(),
    subscriptionId: c.subscriptionId,
    subscriptionName: nameToType(c, names, summary?.subscriptionName),
    reading,
    investigated: new Map(investigated.map((one) => [one.resource.key, one])),
    fingerprints: looks.seen,
    rights: isRefusal(may) ? {} : may,
    ...(group?.createdAt === undefined ? {} : { groupCreatedAt: group.createdAt }),
    ...(group?.managedBy === undefined ? {} : { groupManagedBy: group.managedBy }),
    ...(summary?.began === undefined ? {} : { began: summary.began }),
    policy: partner.removal,
  };
  return freezePlan(wish, facts);
}

/** What is planned, and the disks, interfaces and addresses that may be left behind. */
function keysToKnow(asked: readonly AzureResource[], { resources }: Reading): readonly ResourceKey[] {
  return [...new Set([...asked, ...resources.filter(isAttachment)].map(({ key }) => key))];
}

function isRefusal(may: Awaited<ReturnType<AzureActs['may']>>): may is Extract<typeof may, { kind: 'refused' }> {
  return 'kind' in may && may['kind'] === 'refused';
}

function nothingRead(now: Date): Reading {
  return { readAt: now.toISOString(), resources: [], locks: [], denyAssignments: [] };
}
