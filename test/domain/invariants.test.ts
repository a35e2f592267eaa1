import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isMaterial, replay } from '../../src/domain/apply.ts';
import { type Case, checkNames, openDetections } from '../../src/domain/case.ts';
import { hour } from '../../src/domain/clocks.ts';
import { maxSnoozeHours, maxTextLength } from '../../src/domain/commands.ts';
import type { Entry } from '../../src/domain/events.ts';
import { hasRole, samePerson } from '../../src/domain/people.ts';
import { storable } from '../../src/domain/storable.ts';
import { life, play } from '../support/arbitraries.ts';
import { always, atEveryMoment, atEveryTurn } from '../support/lives.ts';
import { eve, heldRoles, nils, vic } from '../support/people.ts';

/** What a case is about. */
const identity = ({ id, number, partnerId, customerTenantId, subscriptionId, openedAt }: Case) => ({
  id,
  number,
  partnerId,
  customerTenantId,
  subscriptionId,
  openedAt,
});

describe('the life of a case, whatever people, sources and clocks do', () => {
  it('is told by its journal and nothing else', () => {
    always(({ case: c, entries }) => assert.deepEqual(replay(entries), c));
  });

  it('is told alike by a journal that was stored as JSON', () => {
    always(({ case: c, entries }) => {
      const stored: readonly Entry[] = JSON.parse(JSON.stringify(entries));

      assert.deepEqual(replay(stored), JSON.parse(JSON.stringify(c)));
      assert.deepEqual(replay(stored), c);
    });
  });

  it('counts its journal in seq, and what people would call a change in revision', () => {
    always(({ case: c, entries }) => {
      assert.equal(c.seq, entries.length);
      assert.equal(c.revision, entries.filter((entry) => isMaterial(entry.event)).length);
    });
  });

  it('never goes back in seq or revision, and moves them only when something happened', () => {
    atEveryTurn(({ before, after, decision }) => {
      const happened = decision.kind === 'events' ? decision.events : [];

      assert.equal(after.seq - before.seq, happened.length);
      assert.equal(after.revision - before.revision, happened.filter(isMaterial).length);
      if (happened.length === 0) assert.equal(after, before);
    });
  });

  it('is closed exactly while it says how it was closed', () => {
    atEveryMoment((c) => assert.equal(c.stage === 'closed', c.closure !== undefined));
  });

  it('is responding exactly while it is open with a verdict', () => {
    atEveryMoment((c) => assert.equal(c.stage === 'responding', c.stage !== 'closed' && c.verdict.kind !== 'none'));
  });

  it('is new only as long as nobody has taken it, checked it or decided it', () => {
    atEveryMoment((c) => {
      if (c.stage !== 'new') return;

      assert.equal(c.owner, undefined);
      assert.equal(c.verdict.kind, 'none');
      assert.ok(checkNames.every((name) => c.checks[name].state === 'open'));
    });
  });

  it('has a verdict only with a reason and the person who gave it', () => {
    atEveryMoment(({ verdict }) => {
      if (verdict.kind === 'none') return;

      assert.equal(verdict.reason, verdict.reason.trim());
      assert.notEqual(verdict.reason, '');
      assert.ok([...heldRoles].some(([person, role]) => samePerson(person, verdict.by) && hasRole(role, 'responder')));
    });
  });

  it('repeats an earlier confirmation only where all was compared, lately, and nothing had changed', () => {
    let repeated = 0;
    atEveryTurn(({ command, before, after, now }) => {
      if (command.type !== 'confirm-same' || after === before) return;
      repeated += 1;
      const { recall } = before;

      assert.ok(recall && !recall.isReading && recall.readAt);
      assert.deepEqual([recall.changes, recall.unchecked], [[], []]);
      assert.ok(Date.parse(recall.from.until) > now.getTime());
      assert.ok(now.getTime() - Date.parse(recall.readAt) <= 24 * hour);
      assert.ok(after.verdict.kind === 'legitimate' && after.verdict.sameAs?.caseId === recall.from.caseId);
      assert.deepEqual(after.memory, before.memory);
    });
    assert.ok(repeated > 0);
  });

  it('remembers no longer than 90 days, nothing of a drill, and nothing any more once it was taken back', () => {
    atEveryTurn(({ before, after, command }) => {
      const { memory } = after;
      if (memory !== undefined) assert.ok(Date.parse(memory.until) - Date.parse(memory.at) <= 90 * 24 * hour);
      if (memory !== before.memory && memory?.ended === undefined)
        assert.ok(command.type === 'decide' && !before.isTest);
      if (after.verdict.kind === 'none' && memory !== undefined) assert.ok(memory.ended);
    });
  });

  it('wants Partner Center to know of a verdict, and of nothing but its verdict', () => {
    atEveryMoment(({ verdict, report }) => {
      const goal = report.state === 'none' ? undefined : report.goal;

      if (verdict.kind !== 'none') assert.deepEqual(goal, { status: 'resolved', reason: verdict.kind });
      else if (goal !== undefined) assert.deepEqual(goal, { status: 'investigating' });
    });
  });

  it('closes by its decision only when Partner Center knows, every alert is resolved, and it is no fraud', () => {
    atEveryTurn(({ before, after }) => {
      if (after.closure?.kind !== 'decided' || before.stage === 'closed') return;

      assert.ok(after.verdict.kind === 'legitimate' || after.verdict.kind === 'ignore');
      assert.equal(after.report.state, 'done');
      assert.deepEqual(openDetections(after), []);
    });
  });

  it('closes as resolved elsewhere only undecided, with no alert left', () => {
    atEveryTurn(({ before, after }) => {
      if (after.closure?.kind !== 'resolved-elsewhere' || before.stage === 'closed') return;

      assert.equal(after.verdict.kind, 'none');
      assert.deepEqual(openDetections(after), []);
    });
  });

  it('is closed by a person only after a decision, with the reason', () => {
    atEveryMoment(({ closure, verdict }) => {
      if (closure?.kind !== 'closed-by-person') return;

      assert.notEqual(closure.reason, '');
      assert.notEqual(verdict.kind, 'none');
    });
  });

  it('sleeps only while open and undecided as it was, and never beyond the limit', () => {
    atEveryTurn(({ command, now, after }) => {
      if (after.stage === 'closed') assert.equal(after.snooze, undefined);
      if (command.type !== 'snooze' || after.snooze?.reason !== command.reason.trim()) return;

      assert.ok(Date.parse(after.snooze.until) - now.getTime() <= maxSnoozeHours * hour);
    });
  });

  it('is a test exactly when all its alerts are tests', () => {
    atEveryMoment((c) =>
      assert.equal(
        c.isTest,
        c.detections.every((d) => d.isTest),
      ),
    );
  });

  it('holds every alert once, loses none, and joins none once it is closed', () => {
    atEveryTurn(({ before, after }) => {
      const ids = after.detections.map((d) => d.id);

      assert.equal(new Set(ids).size, ids.length);
      assert.ok(before.detections.every((d) => ids.includes(d.id)));
      if (before.stage === 'closed' && after.stage === 'closed') assert.equal(ids.length, before.detections.length);
    });
  });

  it('marks alerts as resolved only when the source said so or took our report', () => {
    atEveryTurn(({ command, before, after }) => {
      const newly = openDetections(before).filter((d) => after.detections.some((a) => a.id === d.id && a.resolved));
      if (newly.length === 0) return;

      if (command.type === 'source-resolved')
        assert.deepEqual(
          [command.detectionId],
          newly.map((d) => d.id),
        );
      else {
        assert.equal(command.type, 'report-succeeded');
        assert.ok(newly.every((d) => command.type === 'report-succeeded' && command.detectionIds.includes(d.id)));
      }
    });
  });

  it('keeps what it is about: id, number, partner, customer, subscription and when it was opened', () => {
    atEveryTurn(({ before, after }) => assert.deepEqual(identity(after), identity(before)));
  });

  it('never gives people more time to answer because of a further alert of the same kind', () => {
    atEveryTurn(({ before, after }) => {
      if (before.isTest === after.isTest) assert.ok(Date.parse(after.deadlineAt) <= Date.parse(before.deadlineAt));
    });
  });

  it('keeps no text longer than allowed, and none that a database cannot store', () => {
    always(({ entries }) => {
      for (const { event } of entries) {
        const words =
          'reason' in event ? event.reason : 'text' in event ? event.text : 'note' in event ? event.note : '';
        assert.ok((words ?? '').length <= maxTextLength);
        assert.deepEqual(storable(event), event);
      }
    });
  });

  it('is changed by a command that was refused in nothing, and a refusal gives no events', () => {
    atEveryTurn(({ decision, before, after }) => {
      if (decision.kind !== 'refused') return;

      assert.equal(after, before);
      assert.ok(!('events' in decision));
    });
  });

  it('is never changed by a person of another tenant, without a role, or who may only look', () => {
    atEveryTurn(({ step, decision }) => {
      if (step.kind !== 'person' || ![eve, nils, vic].includes(step.who)) return;

      assert.equal(decision.kind, 'refused');
      assert.equal(
        decision.kind === 'refused' && decision.refusal.kind,
        step.who === eve ? 'other-tenant' : 'role-missing',
      );
    });
  });

  it('is owned only by people of its own partner', () => {
    atEveryMoment((c) => assert.notEqual(c.owner?.tenantId, eve.tenantId));
  });

  it('is reached by the plays: every event happens, so that these sentences say something', () => {
    const seen = new Set<string>();

    fc.assert(
      fc.property(life, ({ opening, steps }) => {
        for (const { event } of play(opening, steps).entries)
          seen.add(`${event.type} ${'how' in event ? event.how : ''}`);
      }),
      { numRuns: 1000, seed: 7 },
    );

    assert.deepEqual([...seen].map((type) => type.trim()).toSorted(), [
      'assigned',
      'check-answered',
      'checked-off',
      'claimed',
      'closed by-person',
      'closed decided',
      'closed resolved-elsewhere',
      'decided',
      'detection-joined',
      'detection-updated',
      'forgotten',
      'investigated',
      'looked-after',
      'noted',
      'opened',
      'plan-approved',
      'plan-frozen',
      'plan-requested',
      'plan-stopped',
      'plan-voided',
      'recall-ended',
      'recalled',
      'released',
      'reopened',
      'report-failed',
      'report-requested',
      'reported',
      'run-cancelled',
      'run-ended',
      'snooze-ended',
      'snoozed',
      'source-resolved',
      'start-requested',
      'stop-requested',
      'waived',
    ]);
  });
});
