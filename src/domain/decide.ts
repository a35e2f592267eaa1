import { type Case, isAwaited, openChecks, openDetections, type ReportGoal } from './case.ts';
import { hour } from './clocks.ts';
import { type ClockCommand, maxSnoozeHours, maxTextLength, type PersonCommand, type Refusal } from './commands.ts';
import { decideAsking, observeAsking } from './decide-asking.ts';
import { calledOff, decideResponse, isRunning, observeResponse, openResponse } from './decide-response.ts';
import type { CaseEvent } from './events.ts';
import { samePerson } from './people.ts';
import { mayCommand, type Standpoint } from './policy.ts';
import { decideSame, type FoundForCommand, observeRecall, toRemember } from './recall.ts';
import { samePolicy } from './reminders.ts';
import { storableText } from './storable.ts';
import { supportLimits } from './support.ts';

/** Events to be written, none where nothing is left to do; or the reason why not. */
export type Decision =
  | { readonly kind: 'events'; readonly events: readonly CaseEvent[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const events = (...list: readonly CaseEvent[]): Decision => ({ kind: 'events', events: list });
const refuse = (refusal: Refusal): Decision => ({ kind: 'refused', refusal });

/** Commands whose text is a note that need not be there. */
const mayBeEmpty: ReadonlySet<PersonCommand['type']> = new Set<PersonCommand['type']>(['answer-check', 'check-off']);
/** What may be done to a closed case: what still runs can be called off, and Microsoft may be asked at any stage. */
const onClosed: ReadonlySet<PersonCommand['type']> = new Set<PersonCommand['type']>([
  'reopen',
  'forget',
  'note',
  'cancel-run',
  'compose-support',
  'file-support',
  'drop-support',
  'support-note',
  'settle-mail',
]);

/**
 * What a person's command does to a case; pure. Text is trimmed, and must be there where it is a reason. `found` is what
 * was read for a command that needs more than the case.
 */
export function decide(
  c: Case,
  command: PersonCommand,
  who: Standpoint,
  now: Date,
  found: FoundForCommand = {},
): Decision {
  const forbidden = mayCommand(who, command, c);
  if (forbidden) return refuse(forbidden);
  const text = textOf(command);
  if (text !== undefined && text.length > maxTextLength) return refuse({ kind: 'text-too-long', max: maxTextLength });
  if (text === '' && !mayBeEmpty.has(command.type)) return refuse({ kind: 'reason-missing' });
  if (c.stage === 'closed' && !onClosed.has(command.type)) return refuse({ kind: 'closed' });
  return person(c, command, who, now, found);
}

function textOf(command: PersonCommand): string | undefined {
  switch (command.type) {
    case 'answer-check':
    case 'check-off':
      return storableText(command.note ?? '').trim();
    case 'note':
      return storableText(command.text).trim();
    case 'decide':
    case 'reopen':
    case 'close':
    case 'snooze':
      return storableText(command.reason).trim();
    default:
      return undefined;
  }
}

function person(c: Case, command: PersonCommand, who: Standpoint, now: Date, found: FoundForCommand): Decision {
  const text = textOf(command) ?? '';
  switch (command.type) {
    case 'claim':
      if (c.owner && samePerson(c.owner, who.person)) return refuse({ kind: 'already-owner' });
      return events({ type: 'claimed', owner: who.person }, ...firstReport(c));
    case 'assign':
      if (c.owner && samePerson(c.owner, command.to)) return refuse({ kind: 'already-owner' });
      return events({ type: 'assigned', owner: command.to }, ...firstReport(c));
    case 'release':
      return c.owner ? events({ type: 'released' }) : refuse({ kind: 'not-owned' });
    case 'answer-check':
      return events({
        type: 'check-answered',
        check: command.check,
        answer: command.answer,
        ...(text === '' ? {} : { note: text }),
        ...source(command),
      });
    case 'decide':
      if (c.verdict.kind !== 'none')
        return refuse({ kind: 'already-decided', verdict: c.verdict.kind, by: c.verdict.by });
      return decided(c, command, text, toRemember(c, command, now, found));
    case 'confirm-same': {
      const same = decideSame(c, command, now, found);
      return 'kind' in same ? refuse(same) : { kind: 'events', events: same };
    }
    case 'forget':
      return c.memory === undefined || c.memory.ended !== undefined
        ? refuse({ kind: 'nothing-remembered' })
        : events({ type: 'forgotten' });
    case 'reopen':
      if (c.stage !== 'closed' && c.verdict.kind === 'none') return refuse({ kind: 'not-closed' });
      return events({ type: 'reopened', reason: text }, ...calledOff(c));
    case 'note':
      return events({ type: 'noted', text });
    case 'snooze':
      return snooze(command.until, text, now);
    case 'close':
      if (c.verdict.kind === 'none') return refuse({ kind: 'not-decided' });
      if (c.report.state === 'pending') return refuse({ kind: 'report-running' });
      return close(c, text, command.waive === true);
    case 'report-again':
      if (c.report.state === 'pending') return refuse({ kind: 'report-running' });
      if (c.report.state === 'none' || (c.report.state === 'done' && !hasUntold(c)))
        return refuse({ kind: 'report-not-failed' });
      return events({ type: 'report-requested', goal: c.report.goal });
    case 'stop':
    case 'start':
    case 'request-plan':
    case 'approve-plan':
    case 'drop-plan':
    case 'cancel-run':
    case 'check-off':
      return decideResponse(c, command, who, now);
    case 'compose-support':
    case 'file-support':
    case 'drop-support':
    case 'support-note':
    case 'send-mail':
    case 'settle-mail':
    case 'note-contact':
    case 'await-answer':
      return decideAsking(c, command, now);
  }
}

function decided(
  c: Case,
  { verdict }: Extract<PersonCommand, { type: 'decide' }>,
  reason: string,
  remember: ReturnType<typeof toRemember>,
): Decision {
  const kept = remember === undefined ? {} : { remember };
  return events(
    { type: 'decided', verdict, reason, skipped: openChecks(c), ...kept },
    { type: 'report-requested', goal: { status: 'resolved', reason: verdict } },
  );
}

/** Who gave the answer, and how; a name longer than names are is cut. */
function source({
  from,
  way,
}: Extract<PersonCommand, { type: 'answer-check' }>): Pick<
  Extract<CaseEvent, { type: 'check-answered' }>,
  'from' | 'way'
> {
  const who = storableText(from ?? '')
    .trim()
    .slice(0, supportLimits.contact);
  return { ...(who === '' ? {} : { from: who }), ...(way === undefined ? {} : { way }) };
}

/** A fraud case ends when nothing burns and the way in was seen to, or when somebody answers for what is left. */
function close(c: Case, reason: string, waive: boolean): Decision {
  const closed: CaseEvent = { type: 'closed', how: 'by-person', reason };
  if (isRunning(c)) return refuse({ kind: 'run-running' });
  const { burning, checklist } = openResponse(c);
  if (!burning && checklist.length === 0) return events(closed);
  return waive
    ? events({ type: 'waived', reason }, closed)
    : refuse({ kind: 'response-open', number: c.number, burning, checklist });
}

/** Whether alerts came after the decision was reported: Partner Center has not been told of those. */
function hasUntold(c: Case): boolean {
  return c.verdict.kind !== 'none' && openDetections(c).length > 0;
}

/** Taking a case for the first time tells Partner Center that somebody investigates. */
function firstReport(c: Case): readonly CaseEvent[] {
  return c.report.state === 'none' ? [{ type: 'report-requested', goal: { status: 'investigating' } }] : [];
}

function snooze(until: string, reason: string, now: Date): Decision {
  const ahead = Date.parse(until) - now.getTime();
  if (!(ahead > 0 && ahead <= maxSnoozeHours * hour))
    return refuse({ kind: 'snooze-out-of-range', maxHours: maxSnoozeHours });
  return events({ type: 'snoozed', until: new Date(until).toISOString(), reason });
}

/** What a source, a job or a clock does to a case; pure. What no longer fits the case does nothing. */
export function observe(c: Case, command: ClockCommand): readonly CaseEvent[] {
  switch (command.type) {
    case 'join-detection':
      return c.stage === 'closed' || openDetections(c).some((d) => d.id === command.detection.id)
        ? []
        : [{ type: 'detection-joined', detection: command.detection }];
    case 'update-detection':
      return c.detections.some((d) => d.id === command.detection.id)
        ? [{ type: 'detection-updated', detection: command.detection }]
        : [];
    case 'source-resolved':
      return sourceResolved(c, command);
    case 'report-succeeded':
      return reportSucceeded(c, command);
    case 'report-failed':
      if (!isAwaited(c.report) || !sameGoal(c.report.goal, command.goal)) return [];
      // It says so already.
      if (c.report.state === 'failed' && command.why === 'unreachable') return [];
      return [
        {
          type: 'report-failed',
          goal: command.goal,
          why: command.why,
          detail: storableText(command.detail.slice(0, 500)),
        },
      ];
    case 'end-snooze':
      return c.snooze && Date.parse(c.snooze.until) <= Date.parse(command.now) ? [{ type: 'snooze-ended' }] : [];
    case 'recall':
      return observeRecall(c, command);
    case 'set-reminders':
      return c.stage === 'closed' || (c.reminders && samePolicy(c.reminders.policy, command.policy))
        ? []
        : [{ type: 'reminders-set', policy: command.policy }];
    case 'mail-begun':
    case 'mail-ended':
    case 'support-tracked':
    case 'support-note-ended':
    case 'remind-support':
    case 'ask-again':
      return observeAsking(c, command);
    case 'investigated':
    case 'plan-made':
    case 'plan-stopped':
    case 'plan-void':
    case 'expire-plan':
    case 'run-ended':
    case 'looked-after':
      return observeResponse(c, command);
  }
}

export function sameGoal(a: ReportGoal, b: ReportGoal): boolean {
  return a.status === b.status && (a.status !== 'resolved' || b.status !== 'resolved' || a.reason === b.reason);
}

function reportSucceeded(
  c: Case,
  { goal, detectionIds, resolvedBy }: Extract<ClockCommand, { type: 'report-succeeded' }>,
): readonly CaseEvent[] {
  if (!isAwaited(c.report) || !sameGoal(c.report.goal, goal)) return [];
  // An alert that joined while the others were being told must be told of, too.
  if (goal.status === 'resolved' && openDetections(c).some((d) => !detectionIds.includes(d.id))) return [];
  const reported: CaseEvent = { type: 'reported', goal, ...(resolvedBy === undefined ? {} : { resolvedBy }) };
  // A fraud case goes on: resolving the alert stops nothing in Azure.
  return goal.status === 'resolved' && goal.reason !== 'fraud' && c.stage !== 'closed'
    ? [reported, { type: 'closed', how: 'decided' }]
    : [reported];
}

function sourceResolved(c: Case, command: Extract<ClockCommand, { type: 'source-resolved' }>): readonly CaseEvent[] {
  const left = openDetections(c);
  if (!left.some((d) => d.id === command.detectionId)) return [];
  // While our own resolving is on its way, the report's own reading decides.
  if (c.report.state === 'pending' && c.report.goal.status === 'resolved') return [];
  // After reopening, the resolving that the case had been closed by may still come in; it would close it again.
  if (c.reopenedAt && command.at && Date.parse(command.at) <= Date.parse(c.reopenedAt)) return [];
  const resolved: CaseEvent = { ...command };
  if (left.length > 1 || c.stage === 'closed') return [resolved];
  if (c.verdict.kind === 'none') return [resolved, closedElsewhere(command)];
  // Somebody else's resolving for another reason is not what was decided here.
  const asDecided = command.reason === c.verdict.kind || command.reason === 'unknown';
  if (c.report.state !== 'failed' || !asDecided) return [resolved];
  const reported: CaseEvent = {
    type: 'reported',
    goal: c.report.goal,
    ...(command.by === undefined ? {} : { resolvedBy: command.by }),
  };
  return c.verdict.kind === 'fraud' ? [resolved, reported] : [resolved, reported, { type: 'closed', how: 'decided' }];
}

function closedElsewhere(command: Extract<ClockCommand, { type: 'source-resolved' }>): CaseEvent {
  return {
    type: 'closed',
    how: 'resolved-elsewhere',
    resolvedReason: command.reason,
    ...(command.by === undefined ? {} : { by: command.by }),
  };
}
