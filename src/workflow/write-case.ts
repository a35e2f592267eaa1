import { apply } from '../domain/apply.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { CaseEvent, Entry } from '../domain/events.ts';
import type { CaseId } from '../domain/ids.ts';
import { chain, firstHash } from '../domain/journal.ts';
import type { Actor, Person } from '../domain/people.ts';
import { storable } from '../domain/storable.ts';
import type { CaseCommit, Job, StoredCase } from './ports.ts';

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
    jobs: events.flatMap((event) => jobsOf(event, caseId)),
  };
}

/** The work that an event causes; committed together with it. */
function jobsOf(event: CaseEvent, caseId: CaseId): readonly Job[] {
  switch (event.type) {
    case 'opened':
      return (['standing', 'usage', 'customer'] as const).map((check) => readFactsJob(caseId, check));
    case 'report-requested':
      return [{ name: 'report', payload: { caseId }, key: `report:${caseId}`, queue: `report:${caseId}` }];
    default:
      return [];
  }
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
