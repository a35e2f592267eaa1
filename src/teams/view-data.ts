import type { ClocksView } from '../../cards/asking-views.ts';
import type {
  CaseRef,
  CaseView,
  CheckLine,
  ClosureView,
  DecideView,
  LinkView,
  MoreView,
  ReportView,
  VerdictView,
} from '../../cards/views.ts';
import { type Case, type CheckName, checkNames, openChecks, openDetections, type ReportGoal } from '../domain/case.ts';
import { openResponse } from '../domain/decide-response.ts';
import { daysToChoose } from '../domain/memory.ts';
import type { Pack } from '../domain/pack.ts';
import type { Person } from '../domain/people.ts';
import { isBeyondClock, nextReminder } from '../domain/reminders.ts';
import { askingView } from './view-asking.ts';
import { clockView } from './view-clock.ts';
import { recallView, rememberedView } from './view-memory.ts';
import { responseView } from './view-response.ts';
import { signsOf } from './view-signs.ts';

export interface Names {
  readonly customerName?: string;
  readonly subscriptionName?: string;
}

/** What every card about a case needs of it. */
export function caseRef(c: Case, names: Names): CaseRef {
  const { customerName, subscriptionName } = names;
  return {
    case: c.id,
    rev: c.revision,
    number: c.number,
    customerTenantId: c.customerTenantId,
    subscriptionId: c.subscriptionId,
    isTest: c.isTest,
    ...(customerName === undefined ? {} : { customerName }),
    ...(subscriptionName === undefined ? {} : { subscriptionName }),
  };
}

export function checkLine(c: Case, check: CheckName): CheckLine {
  const answered = c.checks[check];
  if (answered.state === 'open') return { check, state: 'open' };
  const { state, by, at, note, from, way } = answered;
  return {
    check,
    state,
    by: by.name,
    at,
    ...(note === undefined ? {} : { note }),
    ...(from === undefined ? {} : { from }),
    ...(way === undefined ? {} : { way }),
  };
}

function goalOf(goal: ReportGoal): 'investigating' | 'legitimate' | 'fraud' | 'ignore' {
  return goal.status === 'investigating' ? 'investigating' : goal.reason;
}

function reportView(c: Case): ReportView {
  const { report } = c;
  if (report.state === 'none') return { state: 'none' };
  const goal = goalOf(report.goal);
  if (report.state === 'pending') return { state: 'pending', goal, since: report.since };
  if (report.state === 'failed') {
    return { state: 'failed', goal, at: report.at, why: report.why, detail: report.detail };
  }
  const { at, resolvedBy } = report;
  const untold = goal === 'investigating' ? 0 : openDetections(c).length;
  return {
    state: 'done',
    goal,
    at,
    ...(resolvedBy === undefined ? {} : { resolvedBy }),
    ...(untold === 0 ? {} : { untold }),
  };
}

function closureView({ closure }: Case): ClosureView | undefined {
  return closure?.kind === 'closed-by-person' ? { ...closure, by: closure.by.name } : closure;
}

function snoozeView(c: Case, { until, reason, by }: NonNullable<Case['snooze']>): NonNullable<CaseView['snooze']> {
  return { until, reason, by: by.name, ...(isBeyondClock(c, until) ? { isBeyond: true } : {}) };
}

function verdictView(c: Case): VerdictView | undefined {
  if (c.verdict.kind === 'none') return undefined;
  const { kind, reason, by, at, skipped } = c.verdict;
  return { kind, reason, by: by.name, at, skipped, ...rememberedView(c) };
}

/**
 * The case card's view. The card is true as of `now`. With `refreshFor`, the Teams ids of
 * people whose clients ask for a fresh card by themselves; at most 60 (facts/teams.md 3.2).
 */
export function caseView(shown: {
  readonly case: Case;
  readonly names: Names;
  readonly previousNumber?: number;
  readonly links: readonly LinkView[];
  readonly now: Date;
  readonly refreshFor?: readonly string[];
  readonly clocks?: ClocksView;
  readonly packs?: readonly Pick<Pack, 'state'>[];
}): CaseView {
  const { case: c, names, previousNumber, links, now, refreshFor, clocks, packs = [] } = shown;
  const verdict = verdictView(c);
  const closure = closureView(c);
  const response = responseView(c);
  const asking = askingView(c, packs);
  const reminder = nextReminder(c);
  const recall = recallView(c, now);
  return {
    ...caseRef(c, names),
    ...signsOf(c),
    stage: c.stage,
    clock: clockView(c, now),
    checks: checkNames.map((check) => checkLine(c, check)),
    report: reportView(c),
    notes: c.notes.map(({ by, at, text }) => ({ by: by.name, at, text })),
    links,
    updatedAt: now.toISOString(),
    ...(c.owner && { ownerName: c.owner.name }),
    ...(verdict && { verdict }),
    ...(recall && { recall }),
    ...(c.snooze && { snooze: snoozeView(c, c.snooze) }),
    ...(reminder && { reminder: { at: reminder.at, to: reminder.level } }),
    ...(closure && { closure }),
    ...(response && { response }),
    ...(clocks && { clocks }),
    ...(asking && { asking }),
    ...(c.previousCaseId !== undefined &&
      previousNumber !== undefined && { previous: { case: c.previousCaseId, number: previousNumber } }),
    ...(refreshFor && { refreshFor }),
  };
}

/** `memoryDays` is what the partner's policy says; drills are never remembered. */
export function decideView(c: Case, names: Names, memoryDays: number | undefined): DecideView {
  return {
    ...caseRef(c, names),
    openChecks: openChecks(c),
    alerts: openDetections(c).length,
    remember: c.isTest ? [] : daysToChoose(memoryDays),
  };
}

/** The further actions; `candidates` are people who may work on cases, the owner left out. */
export function moreView(c: Case, names: Names, candidates: readonly Person[]): MoreView {
  const isDecided = c.verdict.kind !== 'none';
  const isClosed = c.stage === 'closed';
  return {
    ...caseRef(c, names),
    isClosed,
    canClose: isDecided && !isClosed && c.report.state !== 'pending',
    canReopen: isDecided || isClosed,
    canCancel: c.verdict.kind === 'fraud' && !isClosed,
    candidates: candidates
      .filter((person) => person.objectId !== c.owner?.objectId)
      .map((person) => ({ id: person.objectId, name: person.name })),
    ...(c.owner && { ownerName: c.owner.name }),
    ...(c.snooze && { snoozedUntil: c.snooze.until }),
    ...(c.verdict.kind === 'fraud' && { open: openResponse(c) }),
  };
}
