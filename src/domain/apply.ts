import { isAskingEvent, stepAsking } from './apply-asking.ts';
import { comparedNoMore, endMemory, isMemoryEvent, saysOther, stepMemory } from './apply-memory.ts';
import { isResponseEvent, stepResponse } from './apply-response.ts';
import { type Case, type CaseDetection, openDetections } from './case.ts';
import { answerDeadline } from './clocks.ts';
import type { CaseEvent, Entry } from './events.ts';
import type { Actor, Person } from './people.ts';
import { later } from './reminders.ts';

/** Events that somebody looking at the card would call a change; the others leave `revision` alone. */
const material: ReadonlySet<CaseEvent['type']> = new Set<CaseEvent['type']>([
  'opened',
  'detection-joined',
  'source-resolved',
  'claimed',
  'released',
  'assigned',
  'check-answered',
  'decided',
  'reopened',
  'noted',
  'snoozed',
  'closed',
  'forgotten',
  'stop-requested',
  'start-requested',
  'plan-requested',
  'plan-approved',
  'run-cancelled',
  'checked-off',
  'support-composed',
  'support-filed',
  'support-dropped',
  'mail-asked',
  'mail-settled',
  'contact-noted',
]);

export function isMaterial(event: CaseEvent): boolean {
  return material.has(event.type) || (event.type === 'looked-after' && event.reopens === true);
}

function personOf(actor: Actor, type: CaseEvent['type']): Person {
  if (actor.kind === 'person') return actor.person;
  throw new TypeError(`the event ${type} needs a person`);
}

function open(entry: Entry): Case {
  if (entry.event.type !== 'opened') throw new TypeError(`a journal begins with opened, not ${entry.event.type}`);
  const { number, partnerId, customerTenantId, subscriptionId, isTest, deadlineAt } = entry.event;
  const { previousCaseId, detection, reminders } = entry.event;
  return {
    id: entry.caseId,
    number,
    partnerId,
    customerTenantId,
    subscriptionId,
    seq: 0,
    revision: 0,
    stage: 'new',
    isTest,
    openedAt: entry.at,
    deadlineAt,
    ...(previousCaseId === undefined ? {} : { previousCaseId }),
    ...(reminders === undefined ? {} : { reminders: { policy: reminders, heardAt: entry.at } }),
    checks: { standing: { state: 'open' }, usage: { state: 'open' }, customer: { state: 'open' } },
    verdict: { kind: 'none' },
    report: { state: 'none' },
    spend: 'unknown',
    detections: [detection],
    notes: [],
  };
}

function withDetections(c: Case, detections: readonly CaseDetection[]): Case {
  return { ...c, detections, isTest: detections.every((d) => d.isTest) };
}

/** An alert may come again after it was resolved; the clock that counts is that of the oldest alert that is no test. */
function joined(c: Case, detection: CaseDetection, at: string): Case {
  const deadlineAt = answerDeadline(detection.detectedAt, at);
  const sooner = Date.parse(deadlineAt) < Date.parse(c.deadlineAt) ? deadlineAt : c.deadlineAt;
  return {
    ...comparedNoMore(withDetections(c, [...c.detections.filter((d) => d.id !== detection.id), detection]), at),
    deadlineAt: detection.isTest === c.isTest ? sooner : detection.isTest ? c.deadlineAt : deadlineAt,
  };
}

/** Reminders that were due until then are not said any more. */
function heardUntil({ reminders }: Case, at: string): Pick<Case, 'reminders'> {
  return reminders === undefined ? {} : { reminders: { ...reminders, heardAt: later(reminders.heardAt, at) } };
}

function step(c: Case, { event, actor, at }: Entry): Case {
  const by = () => personOf(actor, event.type);
  if (isResponseEvent(event)) return stepResponse(c, event, by, at);
  if (isAskingEvent(event)) return stepAsking(c, event, by, at);
  if (isMemoryEvent(event)) return stepMemory(c, event, by, at);
  switch (event.type) {
    case 'opened':
      throw new TypeError('opened comes first, and once');
    case 'detection-joined':
      return joined(c, event.detection, at);
    case 'detection-updated': {
      const updated = withDetections(
        c,
        c.detections.map((d) =>
          d.id === event.detection.id
            ? { ...event.detection, ...(d.resolved === undefined ? {} : { resolved: d.resolved }) }
            : d,
        ),
      );
      const before = c.detections.find((d) => d.id === event.detection.id);
      return saysOther(event.detection, before) ? comparedNoMore(updated, at) : updated;
    }
    case 'source-resolved': {
      const resolved = {
        reason: event.reason,
        ...(event.by === undefined ? {} : { by: event.by }),
        ...(event.at === undefined ? {} : { at: event.at }),
      };
      return withDetections(
        c,
        c.detections.map((d) => (d.id === event.detectionId ? { ...d, resolved } : d)),
      );
    }
    case 'claimed':
    case 'assigned':
      return { ...c, owner: event.owner, stage: c.stage === 'new' ? 'reviewing' : c.stage };
    case 'released': {
      const { owner: _, ...rest } = c;
      return rest;
    }
    case 'check-answered':
      return {
        ...c,
        stage: c.stage === 'new' ? 'reviewing' : c.stage,
        checks: {
          ...c.checks,
          [event.check]: {
            state: event.answer,
            by: by(),
            at,
            ...(event.note === undefined ? {} : { note: event.note }),
            ...(event.from === undefined ? {} : { from: event.from }),
            ...(event.way === undefined ? {} : { way: event.way }),
          },
        },
      };
    case 'decided': {
      const { snooze, ...rest } = c;
      return {
        ...rest,
        // What was due while somebody slept is no news any more.
        ...(snooze === undefined ? {} : heardUntil(c, at)),
        stage: 'responding',
        verdict: {
          kind: event.verdict,
          reason: event.reason,
          by: by(),
          at,
          skipped: event.skipped,
          ...(event.sameAs === undefined ? {} : { sameAs: event.sameAs }),
        },
        ...(event.remember === undefined ? {} : { memory: { ...event.remember, by: by(), at, reason: event.reason } }),
      };
    }
    case 'reopened': {
      const {
        closure: _closure,
        snooze: _snooze,
        waiver: _waiver,
        recall: _recall,
        ...rest
      } = endMemory(c, 'reopened', by(), at);
      const detections = c.detections.map(({ resolved: _resolved, ...d }) => d);
      return {
        ...rest,
        stage: 'reviewing',
        verdict: { kind: 'none' },
        report: { state: 'none' },
        reopenedAt: at,
        ...(openDetections(c).length === 0 ? { wasAnswered: true } : {}),
        detections,
      };
    }
    case 'noted':
      return { ...c, notes: [...c.notes, { by: by(), at, text: event.text }] };
    case 'snoozed':
      return { ...c, snooze: { until: event.until, reason: event.reason, by: by() } };
    case 'snooze-ended': {
      const { snooze, ...rest } = c;
      return { ...rest, ...(snooze === undefined ? {} : heardUntil(c, snooze.until)) };
    }
    case 'reminders-set':
      return { ...c, reminders: { policy: event.policy, heardAt: later(at, c.reminders?.heardAt ?? at) } };
    case 'reminded':
      return { ...c, ...heardUntil(c, event.dueAt) };
    case 'report-requested':
      return { ...c, report: { state: 'pending', goal: event.goal, by: by(), since: at } };
    case 'reported':
      return {
        ...c,
        report: {
          state: 'done',
          goal: event.goal,
          by: requester(c),
          at,
          ...(event.resolvedBy === undefined ? {} : { resolvedBy: event.resolvedBy }),
        },
        detections:
          event.goal.status === 'resolved'
            ? resolveAll(c.detections, event.goal.reason, at, event.resolvedBy)
            : c.detections,
      };
    case 'report-failed':
      return {
        ...c,
        report: { state: 'failed', goal: event.goal, by: requester(c), at, why: event.why, detail: event.detail },
      };
    case 'closed': {
      const { snooze: _, ...rest } = c;
      return { ...rest, stage: 'closed', closure: closureOf(event, at, actor) };
    }
  }
}

function resolveAll(
  detections: readonly CaseDetection[],
  reason: 'legitimate' | 'fraud' | 'ignore',
  at: string,
  by: string | undefined,
): readonly CaseDetection[] {
  return detections.map((d) =>
    d.resolved === undefined ? { ...d, resolved: { reason, at, ...(by === undefined ? {} : { by }) } } : d,
  );
}

function requester(c: Case): Person {
  if (c.report.state === 'none') throw new TypeError('a report that nobody asked for');
  return c.report.by;
}

function closureOf(
  event: Extract<CaseEvent, { type: 'closed' }>,
  at: string,
  actor: Actor,
): NonNullable<Case['closure']> {
  switch (event.how) {
    case 'decided':
      return { kind: 'decided', at };
    case 'by-person':
      return { kind: 'closed-by-person', at, by: personOf(actor, 'closed'), reason: event.reason ?? '' };
    case 'resolved-elsewhere':
      return {
        kind: 'resolved-elsewhere',
        at,
        reason: event.resolvedReason ?? 'unknown',
        ...(event.by === undefined ? {} : { by: event.by }),
      };
  }
}

/**
 * The case after one more journal entry; pure. `c` is undefined for the first. Throws a TypeError for a journal that no
 * command could have written.
 */
export function apply(c: Case | undefined, entry: Entry): Case {
  if (entry.seq !== (c?.seq ?? 0) + 1) throw new TypeError(`entry ${entry.seq} does not follow ${c?.seq ?? 0}`);
  const next = c === undefined ? open(entry) : step(c, entry);
  return { ...next, seq: entry.seq, revision: (c?.revision ?? 0) + (isMaterial(entry.event) ? 1 : 0) };
}

/** The case that a whole journal tells of. */
export function replay(entries: readonly Entry[]): Case | undefined {
  return entries.reduce<Case | undefined>((c, entry) => apply(c, entry), undefined);
}
