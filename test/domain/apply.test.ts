import assert from 'node:assert/strict';
import { apply, replay } from '../../src/domain/apply.ts';
import type { CaseEvent, Entry } from '../../src/domain/events.ts';
import { openCase } from '../../src/domain/open.ts';
import type { Actor } from '../../src/domain/people.ts';
import { ada } from '../support/people.ts';
import { sampleCase, sampleCaseId, sampleDetection, startedAt } from '../support/samples.ts';

const source: Actor = { kind: 'clock', name: 'source' };
const person: Actor = { kind: 'person', person: ada };

function entry(seq: number, event: CaseEvent, actor: Actor = source): Entry {
  return { caseId: sampleCaseId, seq, at: startedAt, actor, event };
}

describe('applying a journal', () => {
  it('begins with a new case that knows its first alert and nothing else', () => {
    const c = sampleCase();

    assert.equal(c.stage, 'new');
    assert.deepEqual([c.seq, c.revision], [1, 1]);
    assert.equal(c.deadlineAt, '2026-03-03T07:00:00.000Z');
    assert.deepEqual(c.checks, { standing: { state: 'open' }, usage: { state: 'open' }, customer: { state: 'open' } });
    assert.equal(c.detections.length, 1);
    assert.ok(!('previousCaseId' in c));
  });

  it('links a case to the one before it', () => {
    const previous = `case_${'a'.repeat(32)}` as const;

    const c = apply(undefined, entry(1, openCase(sampleDetection(), 2, previous)));

    assert.equal(c.previousCaseId, previous);
  });

  it('tells of no case where there is no entry', () => {
    assert.equal(replay([]), undefined);
  });

  it('refuses a journal that does not begin with opened', () => {
    assert.throws(() => replay([entry(1, { type: 'released' })]), /begins with opened/);
  });

  it('refuses a journal that opens twice', () => {
    const opened = openCase(sampleDetection(), 1, undefined);

    assert.throws(() => replay([entry(1, opened), entry(2, opened)]), /comes first, and once/);
  });

  for (const seq of [1, 3, 0, -1])
    it(`refuses entry ${seq} after the first`, () => {
      assert.throws(() => apply(sampleCase(), entry(seq, { type: 'released' })), /does not follow/);
    });

  const needPerson: readonly CaseEvent[] = [
    { type: 'check-answered', check: 'usage', answer: 'good' },
    { type: 'decided', verdict: 'fraud', reason: 'x', skipped: [] },
    { type: 'noted', text: 'x' },
    { type: 'snoozed', until: startedAt, reason: 'x' },
    { type: 'report-requested', goal: { status: 'investigating' } },
    { type: 'closed', how: 'by-person', reason: 'x' },
  ];
  for (const event of needPerson)
    it(`takes ${event.type} from a person and refuses it from a clock`, () => {
      assert.equal(apply(sampleCase(), entry(2, event, person)).seq, 2);
      assert.throws(() => apply(sampleCase(), entry(2, event)), /needs a person/);
    });

  for (const type of ['reported', 'report-failed'] as const)
    it(`refuses ${type} where nobody asked for a report`, () => {
      const goal = { status: 'investigating' } as const;
      const event: CaseEvent = type === 'reported' ? { type, goal } : { type, goal, why: 'other', detail: '' };

      assert.throws(() => apply(sampleCase(), entry(2, event)), /nobody asked for/);
    });

  it('leaves the case that it was given as it was', () => {
    const before = sampleCase();
    const copy = structuredClone(before);

    apply(before, entry(2, { type: 'claimed', owner: ada }, person));

    assert.deepEqual(before, copy);
  });
});
