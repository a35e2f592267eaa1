import { apply } from '../domain/apply.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { CaseEvent, Entry } from '../domain/events.ts';
import type { CaseId, RunId } from '../domain/ids.ts';
import { chain, firstHash } from '../domain/journal.ts';
import type { Actor, Person } from '../domain/people.ts';
import { storable } from '../domain/storable.ts';
import type { SupportKind } from '../domain/support.ts';
import type { CaseCommit, StoredCase } from './case-ports.ts';
import type { Job } from './job-ports.ts';

/** A case with new events applied, ready to be committed against the case that was read. */
export function writeEvents(
  stored: StoredCase | undefined,
  caseId: CaseId,
  events: readonly CaseEvent[],
  actor: Actor,
  at: string,
): Pick<CaseCommit, 'case' | 'head' | 'expectedSeq' | 'entries' | 'jobs'> {
  const expectedSeq = stored?.case.seq ?? 0;
  const entries: readonly Entry[] = events.map((event, i) =>
    storable({ caseId, seq: expectedSeq + i + 1, at, actor, event }),
  );
  const next = entries.reduce<Case | undefined>((c, entry) => apply(c, entry), stored?.case);
  if (next === undefined) throw new TypeError('a new case needs its first event');
  const chained = chain(entries, stored?.head ?? firstHash);
  return {
    case: next,
    head: chained.at(-1)?.hash ?? stored?.head ?? firstHash,
    expectedSeq,
    entries: chained,
    jobs: events.flatMap((event) => [...jobsOf(event, caseId), ...comparing(event, next, at)]),
  };
}

/** The work that an event causes; committed together with it. */
function jobsOf(event: CaseEvent, caseId: CaseId): readonly Job[] {
  switch (event.type) {
    case 'opened':
      return (['standing', 'usage', 'customer'] as const).map((check) => readFactsJob(caseId, check));
    case 'report-requested':
      return [{ name: 'report', payload: { caseId }, key: `report:${caseId}`, queue: `report:${caseId}` }];
    case 'claimed':
      return [investigateJob(caseId)];
    case 'decided':
      return event.verdict === 'fraud' ? [investigateJob(caseId)] : [];
    case 'run-ended':
      return [investigateJob(caseId)];
    case 'stop-requested':
    case 'start-requested':
    case 'plan-approved':
      return [carryOutJob(caseId, event.runId)];
    case 'mail-asked':
      return [
        {
          name: 'send-mail',
          payload: { caseId, mailId: event.mail.id },
          key: `mail:${event.mail.id}`,
          queue: `mail:${caseId}`,
        },
      ];
    case 'support-filed':
    case 'support-note-asked':
      return [trackSupportJob(caseId, event.kind)];
    case 'plan-requested':
      return [{ name: 'make-plan', payload: { caseId, planId: event.planId }, key: `plan:${event.planId}` }];
    default:
      return [];
  }
}

/** What makes a case be compared anew with what was confirmed before, and what has to be read for that. */
function comparing(event: CaseEvent, { id, recall }: Case, at: string): readonly Job[] {
  switch (event.type) {
    case 'detection-joined':
    case 'detection-updated':
      return recall?.since === at ? [readFactsJob(id, 'usage'), investigateJob(id), recallJob(id)] : [];
    case 'investigated':
      return recall === undefined ? [] : [recallJob(id)];
    case 'reopened':
    case 'forgotten':
      return [recallJob(id)];
    default:
      return [];
  }
}

/** Compares the open case of a case's subscription, the case itself where it is open. */
export function recallJob(caseId: CaseId): Job {
  return { name: 'recall', payload: { caseId }, key: `recall:${caseId}`, queue: `recall:${caseId}` };
}

/** For `by` where somebody waits for it; else it lets cards go first, which are waited for. */
export function readFactsJob(caseId: CaseId, check: CheckName, by?: Person): Job {
  const asked = by === undefined ? {} : { by: { tenantId: by.tenantId, objectId: by.objectId, name: by.name } };
  return {
    name: 'read-facts',
    payload: { caseId, check, ...asked },
    key: `facts:${caseId}:${check}`,
    ...(by === undefined ? { priority: 10 } : {}),
  };
}

export function investigateJob(caseId: CaseId, by?: Person): Job {
  const asked = by === undefined ? {} : { by: { tenantId: by.tenantId, objectId: by.objectId, name: by.name } };
  return {
    name: 'investigate',
    payload: { caseId, ...asked },
    key: `investigate:${caseId}`,
    // One after another: what was read earlier does not replace what was read later.
    queue: `investigate:${caseId}`,
    ...(by === undefined ? { priority: 5 } : {}),
  };
}

export function carryOutJob(caseId: CaseId, runId: RunId): Job {
  return { name: 'carry-out', payload: { caseId, runId }, key: `run:${runId}`, queue: `run:${caseId}` };
}

export function trackSupportJob(caseId: CaseId, kind: SupportKind): Job {
  return {
    name: 'track-support',
    payload: { caseId, kind },
    key: `support:${caseId}:${kind}`,
    queue: `support:${caseId}`,
  };
}
