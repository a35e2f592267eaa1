import { type Case, openChecks } from './case.ts';
import { hour } from './clocks.ts';
import type { PersonCommand, Refusal } from './commands.ts';
import { type Comparison, compare, memoryRule } from './compare-memory.ts';
import type { CaseEvent } from './events.ts';
import type { CaseId } from './ids.ts';
import { canonicalJson } from './journal.ts';
import { type KeptMemory, type Memory, rememberedUntil, type Seen } from './memory.ts';
import type { Person } from './people.ts';
import { isBeingRead, type ReadSoFar, readAtOf, seenIn } from './seen.ts';

/** The confirmation that an open case is compared with. */
export interface RecalledFrom {
  readonly caseId: CaseId;
  readonly number: number;
  readonly by: Person;
  readonly at: string;
  readonly reason: string;
  readonly until: string;
}

/** What the comparison found, as the case keeps it. */
export interface Recalled extends Comparison {
  readonly from: RecalledFrom;
  /** Something is still being read: what is not changed so far may be. */
  readonly isReading: boolean;
  /** When the older of what was read was read. */
  readonly readAt?: string;
}

export interface Recall extends Recalled {
  /** When it was compared: names the comparison that a person saw. */
  readonly at: string;
  /** When an alert said more: what was read before says nothing of that. */
  readonly since?: string;
}

/** What else was read for a person's command, where it needs more than the case. */
export interface FoundForCommand {
  /** What the case is about, to be remembered. */
  readonly seen?: Seen;
  /** Days that the partner's policy allows. */
  readonly memoryDays?: number | undefined;
  /** The confirmation that counts at this moment, with until when. */
  readonly memory?: Pick<KeptMemory, 'caseId' | 'at'>;
}

type NotSame = Extract<Refusal, { kind: 'not-same' }>['why'];

type Looking = Pick<Case, 'detections' | 'signs' | 'recall'>;

/** Compares a case with a confirmation, by what was read for it so far. */
export function recall(memory: KeptMemory, until: string, c: Looking, read: ReadSoFar): Recalled {
  const { caseId, number, by, at, reason, seen } = memory;
  const readAt = readAtOf(read);
  const since = c.recall?.since;
  const isOlder = readAt !== undefined && since !== undefined && Date.parse(readAt) < Date.parse(since);
  return {
    from: { caseId, number, by, at, reason, until },
    ...compare(seen, seenIn(c, read)),
    isReading: isOlder || isBeingRead(read),
    ...(readAt === undefined ? {} : { readAt }),
  };
}

/** Why a comparison gives no quick answer at this moment; undefined where it does. */
export function whyNotSame(
  found: Recalled,
  now: Date,
): Extract<NotSame, 'expired' | 'changed' | 'reading' | 'unchecked' | 'old'> | undefined {
  if (Date.parse(found.from.until) <= now.getTime()) return 'expired';
  if (found.changes.length > 0) return 'changed';
  if (found.isReading || found.readAt === undefined) return 'reading';
  if (found.unchecked.length > 0) return 'unchecked';
  return now.getTime() - Date.parse(found.readAt) > memoryRule.freshHours * hour ? 'old' : undefined;
}

type Decided = readonly CaseEvent[] | Refusal;

/** The quick answer: the same reason again, by this person. It makes no new memory, so that nothing creeps away from what was confirmed. */
export function decideSame(
  c: Case,
  { comparedAt }: Extract<PersonCommand, { type: 'confirm-same' }>,
  now: Date,
  { memory }: FoundForCommand,
): Decided {
  if (c.verdict.kind !== 'none') return { kind: 'already-decided', verdict: c.verdict.kind, by: c.verdict.by };
  if (c.recall === undefined) return { kind: 'not-same', why: 'nothing' };
  const why = whyNotSame(c.recall, now);
  if (why !== undefined) return { kind: 'not-same', why };
  const { from, at } = c.recall;
  if (memory?.caseId !== from.caseId || memory.at !== from.at) return { kind: 'not-same', why: 'gone' };
  if (comparedAt !== undefined && comparedAt !== at) return { kind: 'not-same', why: 'compared-again' };
  const sameAs = { caseId: from.caseId, number: from.number, by: from.by, at: from.at, until: from.until };
  return [
    { type: 'decided', verdict: 'legitimate', reason: from.reason, skipped: openChecks(c), sameAs },
    { type: 'report-requested', goal: { status: 'resolved', reason: 'legitimate' } },
  ];
}

/** What a decision leaves to be remembered; drills leave nothing. */
export function toRemember(
  c: Case,
  { verdict, rememberDays }: Extract<PersonCommand, { type: 'decide' }>,
  now: Date,
  { seen, memoryDays }: FoundForCommand,
): Pick<Memory, 'until' | 'seen'> | undefined {
  if (verdict !== 'legitimate' || c.isTest || seen === undefined) return undefined;
  const until = rememberedUntil(now.toISOString(), rememberDays, memoryDays);
  return until === undefined ? undefined : { until, seen };
}

/** What comparing again says of a case; nothing where nothing is to be said. */
export function observeRecall(
  c: Case,
  command: { readonly memory?: KeptMemory; readonly until?: string; readonly read: ReadSoFar },
): readonly CaseEvent[] {
  if (c.stage === 'closed' || c.verdict.kind !== 'none' || c.isTest) return [];
  const { memory, until, read } = command;
  if (memory === undefined || until === undefined || memory.caseId === c.id)
    return c.recall === undefined ? [] : [{ type: 'recall-ended' }];
  const found = recall(memory, until, c, read);
  if (c.recall !== undefined) {
    const { at: _at, since: _since, ...known } = c.recall;
    if (canonicalJson(known) === canonicalJson(found)) return [];
  }
  return [{ type: 'recalled', ...found }];
}
