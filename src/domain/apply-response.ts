import { afterLook, beginAfterCare } from './after-care.ts';
import type { Case, CasePlan, CaseRun, Signs } from './case.ts';
import { cameBack, isRunning } from './decide-response.ts';
import type { CaseEvent } from './events.ts';
import type { Person } from './people.ts';

export const responseEvents = [
  'investigated',
  'stop-requested',
  'start-requested',
  'plan-requested',
  'plan-frozen',
  'plan-stopped',
  'plan-approved',
  'plan-voided',
  'run-cancelled',
  'run-ended',
  'looked-after',
  'checked-off',
  'waived',
] as const satisfies readonly CaseEvent['type'][];
export type ResponseEvent = Extract<CaseEvent, { type: (typeof responseEvents)[number] }>;

export function isResponseEvent(event: CaseEvent): event is ResponseEvent {
  return responseEvents.some((type) => type === event.type);
}

/** The case after one of the events of the second end; `by` gives the person and throws where there is none. */
export function stepResponse(c: Case, event: ResponseEvent, by: () => Person, at: string): Case {
  switch (event.type) {
    case 'investigated':
      return { ...c, signs: event.signs, spend: spendAfterLook(c, event.signs) };
    case 'stop-requested':
      return { ...c, run: newRun(event.runId, 'stop', by(), at, event.resources.length), spend: 'stopping' };
    case 'start-requested':
      return { ...c, run: newRun(event.runId, 'start', by(), at, event.resources.length), spend: 'burning' };
    case 'plan-requested':
      return { ...c, plan: { id: event.planId, kind: event.kind, state: 'requested', by: by(), at } };
    case 'plan-frozen': {
      const { hash, subscriptionName, items, expiresAt, needsSecond } = event;
      return withPlan(c, { state: 'frozen', hash, subscriptionName, items, expiresAt, needsSecond });
    }
    case 'plan-stopped':
      return withPlan(c, { state: 'stopped', stopped: event.stop });
    case 'plan-approved':
      return {
        ...withPlan(c, { state: 'approved', approvedBy: by(), approvedAt: at, runId: event.runId }),
        run: newRun(event.runId, c.plan?.kind === 'subscription' ? 'cancel' : 'delete', by(), at, c.plan?.items ?? 0),
      };
    case 'plan-voided': {
      const { why, drift } = event;
      const voided = withPlan(c, { state: 'void', voided: { why, at, ...(drift === undefined ? {} : { drift }) } });
      const { run, ...rest } = voided;
      // Nothing was begun for it.
      return run !== undefined && run.id === voided.plan?.runId ? rest : voided;
    }
    case 'run-cancelled':
      return withRun(c, { cancelledBy: by() });
    case 'run-ended':
      return runEnded(c, event, at);
    case 'looked-after':
      return lookedAfter(c, event);
    case 'checked-off': {
      const { item, state, note } = event;
      const answer = { state, by: by(), at, ...(note === undefined ? {} : { note }) };
      return { ...c, checklist: { ...c.checklist, [item]: answer } };
    }
    case 'waived':
      return { ...c, waiver: { by: by(), at, reason: event.reason } };
  }
}

/** While machines are being stopped or started, what was read in between is no news. */
function spendAfterLook(c: Case, signs: Pick<Signs, 'burning' | 'unreadable'>): Case['spend'] {
  const isSwitching = isRunning(c) && (c.run?.act === 'stop' || c.run?.act === 'start');
  if (signs.unreadable || isSwitching) return c.spend;
  return signs.burning > 0 ? 'burning' : 'stopped';
}

function newRun(id: CaseRun['id'], act: CaseRun['act'], by: Person, at: string, items: number): CaseRun {
  return { id, act, by, at, items };
}

function withPlan(c: Case, change: Partial<CasePlan>): Case {
  if (c.plan === undefined) throw new TypeError('a plan that nobody asked for');
  return { ...c, plan: { ...c.plan, ...change } };
}

function withRun(c: Case, change: Partial<CaseRun>): Case {
  if (c.run === undefined) throw new TypeError('a run that nobody began');
  return { ...c, run: { ...c.run, ...change } };
}

function runEnded(c: Case, { runId, counts }: Extract<ResponseEvent, { type: 'run-ended' }>, at: string): Case {
  const ended = withRun(c, { endedAt: at, counts });
  const carried = ended.plan?.runId === runId ? withPlan(ended, { state: 'carried-out' }) : ended;
  // Nothing is being stopped any more; whether anything burns, the look that follows says.
  if (carried.run?.act === 'stop' && counts.done === 0) return { ...carried, spend: 'unknown' };
  const removes = carried.run?.act === 'delete' || carried.run?.act === 'cancel';
  return removes && counts.done > 0 ? { ...carried, afterCare: beginAfterCare(at) } : carried;
}

function lookedAfter(
  c: Case,
  { look, reopens, checklistAgain }: Extract<ResponseEvent, { type: 'looked-after' }>,
): Case {
  if (c.afterCare === undefined) throw new TypeError('a look without a removal');
  const { checklist, ...rest } = c;
  const looked: Case = {
    ...rest,
    afterCare: afterLook(c.afterCare, look),
    ...(checklist === undefined || checklistAgain ? {} : { checklist }),
  };
  // What came back, and is not known to burn, is not known not to.
  const isSilent = look.unreadable || (look.burning === 0 && cameBack(look));
  const spend = isSilent ? c.spend : spendAfterLook(c, { burning: look.burning });
  if (!reopens) return { ...looked, spend };
  const { closure: _closure, waiver: _waiver, ...open } = looked;
  return { ...open, stage: c.verdict.kind === 'none' ? 'reviewing' : 'responding', spend };
}
