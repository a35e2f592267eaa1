import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case } from '../domain/case.ts';
import type { CaseId, RunId } from '../domain/ids.ts';
import type { Role } from '../domain/people.ts';
import { approvingRole } from '../domain/policy.ts';
import { countItems, type Run, type RunItem } from '../domain/run.ts';
import { isOver, nextMoves } from '../domain/run-moves.ts';
import { ended } from '../domain/run-steps.ts';
import { beginRun, isCalledOff } from './begin-run.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import { scopeOf } from './investigate.ts';
import { advance } from './item-steps.ts';
import { mayStill } from './may-still.ts';
import { createPace, refillSeconds } from './pace.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { Log } from './ports.ts';
import type {
  AzureActs,
  AzureReader,
  AzureScope,
  InvestigationStore,
  PlanStore,
  RunStore,
  SubscriptionCanceller,
} from './response-ports.ts';
import { tagStopped } from './tag-stopped.ts';

export interface CarryOutDeps extends Pick<HandleDeps, 'cases' | 'now' | 'roles'> {
  readonly partners: PartnerStore;
  readonly investigations: InvestigationStore;
  readonly plans: PlanStore;
  readonly runs: RunStore;
  readonly azure: Pick<AzureReader, 'readNow' | 'evidence'>;
  readonly acts: AzureActs;
  readonly canceller: SubscriptionCanceller;
  readonly log: Log;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted; never rejects. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Between two looks for a cancel that came from elsewhere. */
const lookForCancelMs = 1000;

/**
 * Carries a run out to its end, or until the process stops: then another goes on from what is written down. What is
 * written before each request says "perhaps asked"; whoever goes on looks before asking again. One job of a case runs at
 * a time (its queue), with the rights of the person who asked for it or approved it.
 */
export async function carryOut(deps: CarryOutDeps, caseId: CaseId, runId: RunId, signal?: AbortSignal): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  if (!stored || !partner || stored.case.run?.id !== runId || stored.case.run.endedAt !== undefined) return;
  const { run: asked, plan } = stored.case;
  const needed = plan?.runId === asked.id ? approvingRole(plan) : 'remover';
  const may = await mayStill(deps, partner, asked.by, needed, 'now');
  const begun = await beginRun(deps, partner, stored.case, may ? undefined : 'role-lost');
  if (begun === undefined) return;
  const run = may ? begun : await letGo(deps, begun);
  const items = await drive(
    deps,
    { at: scopeOf(partner, stored.case), number: stored.case.number, run, needed },
    signal,
  );
  // The queue gives it to whoever is there next.
  if (!items.every(isOver)) throw new Error('the process stopped before the run was over');
  await finish(deps, caseId, runId, items);
}

/** The right was withdrawn in between: what has not begun is left alone; what has is still looked at. */
async function letGo(deps: CarryOutDeps, run: Run): Promise<Run> {
  const waits = ({ action, asked, state }: RunItem) =>
    action === 'act' && asked === 0 && (state === 'planned' || state === 'checking');
  const left = run.items.filter(waits).map((item) => ended(item, 'skipped', deps.now(), 'role-lost'));
  await deps.runs.saveItems(run.id, left);
  const byKey = new Map(left.map((item) => [item.key, item]));
  return { ...run, items: run.items.map((item) => byKey.get(item.key) ?? item) };
}

interface Driving {
  readonly at: AzureScope;
  readonly number: Case['number'];
  readonly run: Run;
  /** Role that its person must still have. */
  readonly needed: Role;
}

/** Goes on with items until all are over or the process stops; answers them as they then are. */
async function drive(
  deps: CarryOutDeps,
  { at, number, run, needed }: Driving,
  signal: AbortSignal | undefined,
): Promise<readonly RunItem[]> {
  const items = new Map(run.items.map((item) => [item.key, item]));
  const busy = new Map<ResourceKey, Promise<void>>();
  const pace = createPace(deps.now, justAsked(run, deps.now()));
  let cancelledAt = run.cancelledAt;
  let lookedAt = 0;
  const failures: Error[] = [];
  let wake = () => {};
  signal?.addEventListener('abort', () => wake(), { once: true });

  const write = async (changed: readonly RunItem[]): Promise<void> => {
    if (changed.length === 0) return;
    await deps.runs.saveItems(run.id, changed);
    for (const item of changed) items.set(item.key, item);
  };
  const steps = {
    ...deps,
    at,
    run,
    pace,
    write,
    mayStill: async () => {
      // Owners may have given the role to other groups since the run began.
      const partner = await deps.partners.byId(at.partner.id);
      return partner !== undefined && mayStill(deps, partner, run.by, needed);
    },
    stopped: (item: RunItem) => tagStopped(deps, { at, by: run.by, number }, item),
  };
  const go = (item: RunItem): void => {
    const work = advance(steps, item)
      .catch((error: unknown) => {
        failures.push(error instanceof Error ? error : new Error('a step of a run failed', { cause: error }));
      })
      .finally(() => {
        busy.delete(item.key);
        wake();
      });
    busy.set(item.key, work);
  };
  /** False when nothing is left to be done. */
  const turn = async (): Promise<boolean> => {
    const woken = new AbortController();
    wake = () => woken.abort();
    if (Math.abs(deps.now().getTime() - lookedAt) >= lookForCancelMs) {
      cancelledAt ??= await cancelled(deps, run);
      lookedAt = deps.now().getTime();
    }
    const moves = nextMoves(
      { act: run.act, items: [...items.values()], ...(cancelledAt === undefined ? {} : { cancelledAt }) },
      new Set(busy.keys()),
      deps.now(),
    );
    for (const item of moves.now) go(item);
    await write(moves.settled);
    if (moves.settled.length > 0) return true;
    if (busy.size === 0 && moves.waitMs === undefined) {
      const stuck = [...items.values()].filter((item) => !isOver(item));
      // They wait for each other: none can go first.
      await write(stuck.map((item) => ended(item, 'skipped', deps.now(), 'owner-stays')));
      return false;
    }
    await deps.pause(Math.min(moves.waitMs ?? lookForCancelMs, lookForCancelMs), woken.signal);
    return true;
  };

  try {
    for (;;) if (failures.length > 0 || signal?.aborted || !(await turn())) break;
  } finally {
    // Nothing goes on behind the back of whoever comes next.
    await Promise.all(busy.values());
  }
  const [failure] = failures;
  if (failure) throw failure;
  return [...items.values()];
}

/** Requests that whoever had the run before sent a moment ago. */
function justAsked({ items }: Run, now: Date): number {
  const since = now.getTime() - refillSeconds * 1000;
  return items.filter(({ asked, beganAt }) => asked > 0 && Date.parse(beganAt ?? '') > since).length;
}

/** Somebody called the run off, on the case: the run itself is told now. */
async function cancelled(deps: CarryOutDeps, { id, caseId }: Run): Promise<string | undefined> {
  const stored = await deps.cases.load(caseId);
  if (stored !== undefined && !isCalledOff(stored.case, id)) return undefined;
  const at = deps.now().toISOString();
  await deps.runs.cancel(id, at);
  return at;
}

async function finish(deps: CarryOutDeps, caseId: CaseId, runId: RunId, items: readonly RunItem[]): Promise<void> {
  await deps.runs.end(runId, deps.now().toISOString());
  await observeCase(deps, caseId, { type: 'run-ended', runId, counts: countItems(items) }, 'runner');
}
