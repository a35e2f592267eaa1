import { type AzureResource, type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import { driftOf } from '../domain/drift.ts';
import type { CaseEvent } from '../domain/events.ts';
import { planHash } from '../domain/freeze-plan.ts';
import type { RunId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Drift, Plan } from '../domain/plan.ts';
import type { OutcomeWhy, Run, RunItem } from '../domain/run.ts';
import { ended } from '../domain/run-steps.ts';
import { isSuspect } from '../domain/triage.ts';
import type { CarryOutDeps } from './carry-out.ts';
import { observeCase } from './handle.ts';
import { scopeOf } from './investigate.ts';
import { fingerprintsOf } from './plan-facts.ts';

/** Days of the activity log that are kept as evidence. */
const evidenceDays = 90;
/** Resources of a cancelled subscription that are kept as they were. */
const mostSuspects = 500;

/** Whether nothing more may be begun for the run: it was called off, the case knows it no more, or the verdict that it needs was withdrawn. */
export function isCalledOff({ run, verdict }: Case, runId: RunId): boolean {
  if (run?.id !== runId || run.cancelledBy !== undefined) return true;
  return (run.act === 'delete' || run.act === 'cancel') && verdict.kind !== 'fraud';
}

/**
 * The run that was asked for or approved, ready to be carried out; undefined where there is nothing to do (any more).
 * A deletion is compared with what stands there now, and its evidence is kept, before the first item exists. With a
 * `bar`, or where it was called off before it began, all of its items end untouched, and Azure is not asked.
 */
export async function beginRun(
  deps: CarryOutDeps,
  partner: Partner,
  c: Case,
  bar?: OutcomeWhy,
): Promise<Run | undefined> {
  if (c.run === undefined || c.run.endedAt !== undefined) return undefined;
  const known = await deps.runs.load(c.run.id);
  if (known) return known;
  const why = bar ?? (isCalledOff(c, c.run.id) ? 'cancelled' : undefined);
  const removes = c.run.act === 'delete' || c.run.act === 'cancel';
  const items = removes ? await plannedItems(deps, partner, c, why === undefined) : await chosenItems(deps, c);
  if (items === undefined) return deps.runs.load(c.run.id);
  const now = deps.now();
  await deps.runs.begin({
    id: c.run.id,
    caseId: c.id,
    act: c.run.act,
    ...(c.plan?.runId === c.run.id ? { planId: c.plan.id } : {}),
    by: c.run.by,
    startedAt: now.toISOString(),
    items: why === undefined ? items : items.map((item) => ended(item, 'skipped', now, why)),
  });
  // Whoever began it first is who counts.
  return deps.runs.load(c.run.id);
}

/** Of a stop or start: the journal says which, the investigation what they are. */
async function chosenItems(deps: CarryOutDeps, c: Case): Promise<readonly RunItem[]> {
  const isRequest = (event: CaseEvent): event is Extract<CaseEvent, { type: 'stop-requested' | 'start-requested' }> =>
    (event.type === 'stop-requested' || event.type === 'start-requested') && event.runId === c.run?.id;
  const event = (await deps.cases.journal(c.id)).map((entry) => entry.event).find(isRequest);
  const keys: readonly ResourceKey[] = [...new Set((event?.resources ?? []).map(resourceKey))];
  const known = new Map((await deps.investigations.byKeys(c.id, keys)).map(({ resource }) => [resource.key, resource]));
  return keys.map((key): RunItem => {
    const resource = known.get(key);
    // What the last look did not find is not there any more.
    if (resource === undefined) {
      const name = key.split('/').at(-1) ?? key;
      const item = blank({ key, id: key, name, type: '', location: '', fingerprint: {} });
      return ended(item, 'skipped', deps.now(), 'already-gone');
    }
    const { id, name, type, location, createdAt } = resource;
    const item = blank({ key, id, name, type, location, fingerprint: createdAt === undefined ? {} : { createdAt } });
    return deps.acts.canStop(type) ? item : ended(item, 'skipped', deps.now(), 'not-stoppable');
  });
}

function blank(of: Pick<RunItem, 'key' | 'id' | 'name' | 'type' | 'location' | 'fingerprint'>): RunItem {
  return { ...of, action: 'act', waitsFor: [], state: 'planned', asked: 0, tries: 0, correlationIds: [] };
}

/** Of an approved plan that still fits what is there; else the plan is void, and the case says why. */
async function plannedItems(
  deps: CarryOutDeps,
  partner: Partner,
  c: Case,
  isToBeDone: boolean,
): Promise<readonly RunItem[] | undefined> {
  if (c.plan?.state !== 'approved' || c.plan.runId === undefined || c.plan.runId !== c.run?.id) return undefined;
  const plan = await deps.plans.load(c.plan.id);
  const isApproved = plan !== undefined && hashOf(plan) === c.plan.hash;
  const drift = !isApproved ? 'unreadable' : isToBeDone ? await driftNow(deps, partner, c, plan) : undefined;
  // Somebody else may have begun it meanwhile: what went since is then no drift.
  if (drift !== undefined && (await deps.runs.load(c.plan.runId)) !== undefined) return undefined;
  if (!isApproved || drift !== undefined) {
    const found =
      drift === undefined || drift === 'unreadable' ? { why: 'unreadable' as const } : { why: 'drift' as const, drift };
    await observeCase(deps, c.id, { type: 'plan-void', planId: c.plan.id, ...found }, 'runner');
    return undefined;
  }
  if (isToBeDone) await keepEvidence(deps, partner, c, plan);
  return plan.items.map(({ resource, action, goesWith, waitsFor }): RunItem => {
    const { id, key, name, type, location, fingerprint } = resource;
    return {
      ...blank({ key, id, name, type, location, fingerprint }),
      action: action === 'goes-with' ? 'goes-with' : 'act',
      ...(goesWith === undefined ? {} : { goesWith }),
      waitsFor,
    };
  });
}

/** Of what is stored, not what it says of itself: the approval is bound to every word of the plan. */
function hashOf(plan: Plan): string {
  const { hash: _, ...rest } = plan;
  return planHash(rest);
}

async function driftNow(
  deps: CarryOutDeps,
  partner: Partner,
  c: Case,
  plan: Plan,
): Promise<Drift | 'unreadable' | undefined> {
  if (plan.kind === 'subscription') return undefined;
  const at = scopeOf(partner, c);
  const planned = plan.items
    .map(({ resource }) => resource)
    .filter(({ type }) => type !== 'microsoft.resources/resourcegroups');
  try {
    const [reading, looks] = await Promise.all([
      deps.azure.readNow(at),
      fingerprintsOf(deps.acts, at, c.run?.by ?? plan.by, planned),
    ]);
    if (looks.refusal?.again)
      throw new OutsideError('Azure could not be asked for what is planned', { why: 'unreachable' });
    if (looks.refusal) return 'unreadable';
    return driftOf(plan, { reading, fingerprints: looks.seen, protectedTags: partner.removal.protectedTags });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.why === 'throttled' || error.why === 'unreachable') throw error;
    return 'unreadable';
  }
}

/** Activity log, deployments and the resources as they are: kept before anything is deleted (facts/azure.md 9.4). */
async function keepEvidence(deps: CarryOutDeps, partner: Partner, c: Case, plan: Plan): Promise<void> {
  const resources = plan.kind === 'subscription' ? await suspectsOf(deps, c) : plan.items.map((item) => item.resource);
  const groups = [...new Set(resources.map(({ group }) => group))].filter((group) => group !== '');
  const since = new Date(deps.now().getTime() - evidenceDays * day).toISOString();
  for await (const piece of deps.azure.evidence(scopeOf(partner, c), { resources, groups, since }))
    await deps.plans.keepEvidence(plan.id, piece);
}

/** Of a subscription that is cancelled whole: what the case is about, strongest signs first. */
async function suspectsOf({ investigations }: CarryOutDeps, { id }: Case): Promise<readonly AzureResource[]> {
  const found = await investigations.resources(id, { from: 0, count: mostSuspects });
  return found.filter(isSuspect).map(({ resource }) => resource);
}
