import type { Run, RunItem } from '../domain/run.ts';
import {
  accepted,
  afterCheck,
  afterLook,
  afterPoll,
  asking,
  ended,
  refused,
  unseen,
  verifying,
  withCorrelation,
} from '../domain/run-steps.ts';
import type { ActAnswer, AzureActs, AzureScope, LookAnswer, SubscriptionCanceller } from './response-ports.ts';

export interface StepDeps {
  readonly acts: AzureActs;
  readonly canceller: SubscriptionCanceller;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  readonly at: AzureScope;
  readonly run: Run;
  readonly pace: { readonly waitMs: () => number };
  /** Whether the person in whose name it is done still has the right. */
  readonly mayStill: () => Promise<boolean>;
  readonly write: (changed: readonly RunItem[]) => Promise<void>;
  /** Called once a stop was verified, and written down. */
  readonly stopped: (item: RunItem) => Promise<void>;
}

/** One step further with an item: look, ask, follow or verify; each outcome is written down before the next step. */
export async function advance(deps: StepDeps, item: RunItem): Promise<void> {
  if (item.state === 'verifying' || item.action === 'goes-with') return verify(deps, item);
  if (item.state === 'running' && item.follow) return follow(deps, item);
  return checkAndAsk(deps, item);
}

async function checkAndAsk(deps: StepDeps, item: RunItem): Promise<void> {
  const { now, run } = deps;
  // One that is running without a link stays so: nobody knows whether what was written down was sent.
  const checking: RunItem = item.state === 'planned' ? { ...item, state: 'checking' } : item;
  if (item.state === 'planned') await deps.write([checking]);
  if (!(await deps.mayStill())) {
    await deps.write([ended(checking, item.asked > 0 ? 'unknown' : 'skipped', now(), 'role-lost')]);
    return;
  }
  const seen = await look(deps, item);
  if (seen.kind === 'refused') {
    await deps.write([unseen(checking, seen, now())]);
    return;
  }
  const next = afterCheck(checking, run.act, seen, now());
  if (next.kind === 'item') return keep(deps, next.item);
  if (run.act !== 'cancel') await deps.pause(deps.pace.waitMs());
  const perhaps = asking(checking, now());
  await deps.write([perhaps]);
  await deps.write([afterAnswer(perhaps, await ask(deps, perhaps), now())]);
}

function ask({ acts, canceller, at, run }: StepDeps, item: RunItem): Promise<ActAnswer> {
  switch (run.act) {
    case 'stop':
      return acts.stop(at, run.by, item);
    case 'start':
      return acts.start(at, run.by, item);
    case 'delete':
      return acts.remove(at, run.by, item);
    case 'cancel':
      return canceller.cancel(at, run.by);
  }
}

function afterAnswer(item: RunItem, answer: ActAnswer, now: Date): RunItem {
  switch (answer.kind) {
    case 'over':
      return verifying(withCorrelation(item, answer.correlationId), now, 0);
    case 'absent':
      return verifying(item, now, 0);
    case 'accepted':
      return accepted(item, answer, now);
    case 'refused':
      // Whoever holds it already is deleting it, and will be done.
      return answer.why === 'group-being-deleted' ? verifying(item, now, 5) : refused(item, answer, now);
  }
}

async function follow(deps: StepDeps, item: RunItem): Promise<void> {
  if (item.follow === undefined) return;
  const answer = await deps.acts.follow(deps.at, deps.run.by, item.follow);
  await deps.write([afterPoll(item, answer, deps.now())]);
}

async function verify(deps: StepDeps, item: RunItem): Promise<void> {
  const seen = await look(deps, item);
  const at: RunItem = { ...item, state: 'verifying', beganAt: item.beganAt ?? deps.now().toISOString() };
  await keep(
    deps,
    seen.kind === 'refused' ? unseen(at, seen, deps.now()) : afterLook(at, deps.run.act, seen, deps.now()),
  );
}

async function keep(deps: StepDeps, item: RunItem): Promise<void> {
  await deps.write([item]);
  if (deps.run.act === 'stop' && item.state === 'done') await deps.stopped(item);
}

function look({ acts, canceller, at, run }: StepDeps, item: RunItem): Promise<LookAnswer> {
  return run.act === 'cancel' ? canceller.look(at, run.by) : acts.look(at, run.by, item);
}
