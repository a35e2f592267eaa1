import assert from 'node:assert/strict';
import { ada, ben } from '../support/people.ts';
import { by, caseAfter, caseOf, observed, says } from '../support/played-case.ts';
import { detectionId, sampleCaseDetection, sampleDetection } from '../support/samples.ts';

const claim = by(ada, { type: 'claim' });
const decide = (verdict: 'legitimate' | 'fraud' | 'ignore') => by(ada, { type: 'decide', verdict, reason: 'Because' });
const reopen = by(ben, { type: 'reopen', reason: 'They are back' });
const resolvedGoal = (reason: 'legitimate' | 'fraud' | 'ignore') => ({ status: 'resolved', reason }) as const;
const told = (reason: 'legitimate' | 'fraud' | 'ignore', ids = [0]) =>
  ({
    type: 'report-succeeded',
    goal: resolvedGoal(reason),
    detectionIds: ids.map(detectionId),
    resolvedBy: 'ada@partner.example',
  }) as const;
const failed = (reason: 'legitimate' | 'fraud', why: 'forbidden' | 'unreachable' = 'forbidden') =>
  ({ type: 'report-failed', goal: resolvedGoal(reason), why, detail: 'no' }) as const;
const joins = (index: number) => ({ type: 'join-detection', detection: sampleCaseDetection(index) }) as const;
const resolved = (index = 0, reason: 'legitimate' | 'fraud' | 'ignore' | 'unknown' = 'ignore', at?: string) =>
  ({
    type: 'source-resolved',
    detectionId: detectionId(index),
    reason,
    by: 'someone@partner.example',
    ...(at === undefined ? {} : { at }),
  }) as const;

describe('an alert that joins a case', () => {
  it('stands beside the others', () => {
    const c = caseAfter(says(joins(1)));

    assert.deepEqual(
      c.detections.map((d) => d.id),
      [detectionId(0), detectionId(1)],
    );
  });

  it('is not taken twice', () => {
    assert.deepEqual(observed(caseAfter(says(joins(1))), joins(1)), []);
  });

  it('does not join a closed case', () => {
    assert.deepEqual(observed(caseAfter(decide('ignore'), says(told('ignore'))), joins(1)), []);
  });

  it('comes back into the case when the source took its resolving back', () => {
    const c = caseAfter(says(joins(1)), says(resolved(1)), says(joins(1)));

    assert.equal(c.detections.length, 2);
    assert.ok(c.detections.every((d) => d.resolved === undefined));
  });

  it('makes the case real when those before were tests', () => {
    const c = caseOf(sampleDetection(0, { isTest: true }), says(joins(1)));

    assert.equal(c.isTest, false);
  });

  it('moves the clock forward when Microsoft detected it before the first one', () => {
    const detection = sampleCaseDetection(1, { detectedAt: '2026-03-01T20:00:00.000Z' });

    const c = caseAfter(says({ type: 'join-detection', detection }));

    assert.equal(c.deadlineAt, '2026-03-02T20:00:00.000Z');
  });

  it('never moves the clock back', () => {
    const detection = sampleCaseDetection(1, { detectedAt: '2026-03-02T07:30:00.000Z' });

    assert.equal(caseAfter(says({ type: 'join-detection', detection })).deadlineAt, '2026-03-03T07:00:00.000Z');
  });

  it('sets the clock of a case of tests when it is the first real one, and is ignored by the clock as a test', () => {
    const test = sampleDetection(0, { isTest: true, detectedAt: '2026-03-01T00:00:00.000Z' });
    const testJoins = { ...joins(1), detection: sampleCaseDetection(1, { ...test, id: detectionId(1) }) };

    assert.equal(caseOf(test, says(joins(1))).deadlineAt, '2026-03-03T07:00:00.000Z');
    assert.equal(caseAfter(says(testJoins)).deadlineAt, '2026-03-03T07:00:00.000Z');
  });
});

describe('an alert that changes', () => {
  it('is shown as it is now', () => {
    const c = caseAfter(says({ type: 'update-detection', detection: sampleCaseDetection(0, { hitCount: 99 }) }));

    assert.equal(c.detections[0]?.hitCount, 99);
  });

  it('makes no card stale: only bookkeeping', () => {
    const before = caseAfter();

    const c = caseAfter(says({ type: 'update-detection', detection: sampleCaseDetection(0, { hitCount: 99 }) }));

    assert.equal(c.revision, before.revision);
    assert.equal(c.seq, before.seq + 1);
  });

  it('stays resolved where it was', () => {
    const c = caseAfter(
      says(joins(1)),
      says(resolved(1)),
      says({ type: 'update-detection', detection: sampleCaseDetection(1, { hitCount: 99 }) }),
    );

    assert.equal(c.detections[1]?.resolved?.reason, 'ignore');
  });

  it('is left alone where the case does not know it', () => {
    assert.deepEqual(observed(caseAfter(), { type: 'update-detection', detection: sampleCaseDetection(3) }), []);
  });
});

describe('an alert that somebody else resolved at the source', () => {
  it('closes the case, saying by whom and why', () => {
    const c = caseAfter(says(resolved(0, 'ignore', '2026-03-02T07:59:00.000Z')));

    assert.deepEqual(c.closure, {
      kind: 'resolved-elsewhere',
      at: '2026-03-02T08:00:01.000Z',
      reason: 'ignore',
      by: 'someone@partner.example',
    });
    assert.deepEqual(c.detections[0]?.resolved, {
      reason: 'ignore',
      by: 'someone@partner.example',
      at: '2026-03-02T07:59:00.000Z',
    });
  });

  it('leaves the case open while another of its alerts is', () => {
    const c = caseAfter(says(joins(1)), says(resolved(0)));

    assert.equal(c.stage, 'new');
    assert.equal(caseAfter(says(joins(1)), says(resolved(0)), says(resolved(1))).stage, 'closed');
  });

  it('is told once', () => {
    assert.deepEqual(observed(caseAfter(says(joins(1)), says(resolved(0))), resolved(0)), []);
    assert.deepEqual(observed(caseAfter(), resolved(3)), []);
  });

  it('does not disturb our own report on its way: its reading decides', () => {
    assert.deepEqual(observed(caseAfter(decide('legitimate')), resolved(0, 'legitimate')), []);
  });

  it('counts as reported when our report had failed and the reason is ours', () => {
    const c = caseAfter(decide('legitimate'), says(failed('legitimate')), says(resolved(0, 'legitimate')));

    assert.equal(c.report.state, 'done');
    assert.equal(c.report.state === 'done' && c.report.resolvedBy, 'someone@partner.example');
    assert.equal(c.closure?.kind, 'decided');
  });

  it('counts as reported for a fraud case, which goes on', () => {
    const c = caseAfter(decide('fraud'), says(failed('fraud')), says(resolved(0, 'fraud')));

    assert.equal(c.report.state, 'done');
    assert.equal(c.stage, 'responding');
  });

  it('does not count as reported when the reason is another than ours', () => {
    const c = caseAfter(decide('fraud'), says(failed('fraud')), says(resolved(0, 'ignore')));

    assert.equal(c.report.state, 'failed');
    assert.equal(c.detections[0]?.resolved?.reason, 'ignore');
  });

  it('closes nothing after a reopening that came later', () => {
    const c = caseAfter(decide('legitimate'), says(told('legitimate')), reopen);

    assert.deepEqual(observed(c, resolved(0, 'legitimate', '2026-03-02T08:00:01.500Z')), []);
    assert.equal(observed(c, resolved(0, 'legitimate', '2026-03-02T08:00:05.000Z')).length, 2);
  });

  it('is noted on a closed case without closing it again', () => {
    const c = caseAfter(
      decide('fraud'),
      says(failed('fraud')),
      by(ada, { type: 'close', reason: 'All gone', waive: true }),
    );

    assert.deepEqual(
      observed(c, resolved()).map((event) => event.type),
      ['source-resolved'],
    );
  });
});

describe('a report that reached Partner Center', () => {
  it('of a claim leaves the case as it is', () => {
    const c = caseAfter(
      claim,
      says({ type: 'report-succeeded', goal: { status: 'investigating' }, detectionIds: [detectionId(0)] }),
    );

    assert.equal(c.report.state, 'done');
    assert.equal(c.stage, 'reviewing');
    assert.equal(c.detections[0]?.resolved, undefined);
  });

  for (const verdict of ['legitimate', 'ignore'] as const)
    it(`of ${verdict} closes the case and its alerts`, () => {
      const c = caseAfter(decide(verdict), says(told(verdict)));

      assert.deepEqual(c.closure, { kind: 'decided', at: '2026-03-02T08:00:02.000Z' });
      assert.deepEqual(c.detections[0]?.resolved, {
        reason: verdict,
        by: 'ada@partner.example',
        at: '2026-03-02T08:00:02.000Z',
      });
      assert.ok(c.report.state === 'done');
      assert.deepEqual(c.report.by, ada);
    });

  it('of fraud leaves the case open: resolving the alert stops nothing', () => {
    const c = caseAfter(decide('fraud'), says(told('fraud')));

    assert.equal(c.stage, 'responding');
    assert.equal(c.detections[0]?.resolved?.reason, 'fraud');
  });

  it('is not done while an alert that joined meanwhile was not told of', () => {
    const c = caseAfter(decide('legitimate'), says(joins(1)));

    assert.deepEqual(observed(c, told('legitimate', [0])), []);
    assert.equal(observed(c, told('legitimate', [0, 1])).length, 2);
  });

  it('says nothing to a case that waits for another one, or for none', () => {
    assert.deepEqual(observed(caseAfter(), told('fraud')), []);
    assert.deepEqual(observed(caseAfter(decide('fraud')), told('legitimate')), []);
    assert.deepEqual(observed(caseAfter(decide('fraud'), reopen), told('fraud')), []);
    assert.deepEqual(
      observed(caseAfter(claim), {
        type: 'report-succeeded',
        goal: resolvedGoal('fraud'),
        detectionIds: [detectionId(0)],
      }),
      [],
    );
  });

  it('counts after it had been unreachable, and not after another failure', () => {
    const unreachable = caseAfter(decide('legitimate'), says(failed('legitimate', 'unreachable')));
    const forbidden = caseAfter(decide('legitimate'), says(failed('legitimate')));

    assert.equal(observed(unreachable, told('legitimate')).length, 2);
    assert.deepEqual(observed(forbidden, told('legitimate')), []);
  });

  it('does not close again a case that a person closed meanwhile', () => {
    const c = caseAfter(
      decide('legitimate'),
      says(failed('legitimate', 'unreachable')),
      by(ben, { type: 'close', reason: 'It will get there', waive: true }),
      says(told('legitimate')),
    );

    assert.equal(c.closure?.kind, 'closed-by-person');
    assert.equal(c.report.state, 'done');
  });
});

describe('a report that failed', () => {
  it('is said with why, and the case stays as decided', () => {
    const c = caseAfter(decide('fraud'), says(failed('fraud')));

    assert.ok(c.report.state === 'failed');
    assert.equal(c.report.why, 'forbidden');
    assert.deepEqual(c.report.by, ada);
    assert.equal(c.verdict.kind, 'fraud');
  });

  it('keeps no more of the detail than 500 characters, and no half of one', () => {
    const detail = `${'x'.repeat(499)}😀${'y'.repeat(9000)}`;

    const [event] = observed(caseAfter(decide('fraud')), { ...failed('fraud'), detail });

    assert.ok(event?.type === 'report-failed');
    assert.equal(event.detail, `${'x'.repeat(499)}\ufffd`);
  });

  it('says nothing to a case that does not wait for it', () => {
    assert.deepEqual(observed(caseAfter(), failed('fraud')), []);
    assert.deepEqual(observed(caseAfter(decide('legitimate')), failed('fraud')), []);
    assert.deepEqual(observed(caseAfter(decide('fraud'), says(failed('fraud'))), failed('fraud')), []);
  });
});
