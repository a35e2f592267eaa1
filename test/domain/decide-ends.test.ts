import assert from 'node:assert/strict';
import { maxTextLength } from '../../src/domain/commands.ts';
import { ada, ben } from '../support/people.ts';
import { by, caseAfter, decided, eventsOf, later, refusalOf, says } from '../support/played-case.ts';
import { detectionId, sampleCaseDetection } from '../support/samples.ts';

const claim = { type: 'claim' } as const;
const legitimate = { type: 'decide', verdict: 'legitimate', reason: 'The customer renders films' } as const;
const fraud = { type: 'decide', verdict: 'fraud', reason: 'Nobody knows these machines' } as const;
const close = { type: 'close', reason: 'All machines are gone' } as const;
const waived = { ...close, waive: true } as const;
const reopen = { type: 'reopen', reason: 'The machines came back' } as const;
const told = (reason: 'legitimate' | 'fraud') =>
  says({ type: 'report-succeeded', goal: { status: 'resolved', reason }, detectionIds: [detectionId(0)] });
const failed = (why: 'forbidden' | 'unreachable', reason: 'legitimate' | 'fraud' = 'fraud') =>
  says({ type: 'report-failed', goal: { status: 'resolved', reason }, why, detail: 'no' });

describe('deciding a case', () => {
  it('records the verdict with its reason and asks for the matching report', () => {
    const events = eventsOf(decided(caseAfter(), ada, { ...legitimate, reason: '  The customer renders films\n' }));

    assert.deepEqual(events, [
      {
        type: 'decided',
        verdict: 'legitimate',
        reason: 'The customer renders films',
        skipped: ['standing', 'usage', 'customer'],
      },
      { type: 'report-requested', goal: { status: 'resolved', reason: 'legitimate' } },
    ]);
  });

  it('names the checks that were skipped, and only those', () => {
    const c = caseAfter(
      by(ada, { type: 'answer-check', check: 'usage', answer: 'unsure' }),
      by(ada, { type: 'decide', verdict: 'ignore', reason: 'A drill' }),
    );

    assert.ok(c.verdict.kind === 'ignore');
    assert.deepEqual(c.verdict.skipped, ['standing', 'customer']);
  });

  it('ends a snooze', () => {
    const c = caseAfter(by(ada, { type: 'snooze', until: later(), reason: 'Waiting for a call' }), by(ada, fraud));

    assert.equal(c.snooze, undefined);
    assert.equal(c.stage, 'responding');
  });

  it('is refused once decided, naming what was decided and by whom', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ben, fraud)), ada, legitimate)), {
      kind: 'already-decided',
      verdict: 'fraud',
      by: ben,
    });
  });

  for (const reason of ['', '   ', '\n', '\0'])
    it(`is refused with ${JSON.stringify(reason)} for a reason`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), ada, { ...fraud, reason })), { kind: 'reason-missing' });
    });

  it('takes a reason of exactly the greatest length and refuses one more', () => {
    const most = 'x'.repeat(maxTextLength);

    assert.equal(decided(caseAfter(), ada, { ...fraud, reason: ` ${most} ` }).kind, 'events');
    assert.deepEqual(refusalOf(decided(caseAfter(), ada, { ...fraud, reason: `${most}x` })), {
      kind: 'text-too-long',
      max: maxTextLength,
    });
  });

  it('keeps a reason in a form that a database can store', () => {
    const c = caseAfter(by(ada, { ...fraud, reason: 'a\0b \ud83d c' }));

    assert.ok(c.verdict.kind === 'fraud');
    assert.equal(c.verdict.reason, 'ab \ufffd c');
  });
});

describe('reopening a case', () => {
  it('takes a closed case back to review, without verdict, report and closure, its alerts open again', () => {
    const c = caseAfter(by(ada, claim), by(ada, legitimate), told('legitimate'), by(ben, reopen));

    assert.equal(c.stage, 'reviewing');
    assert.deepEqual(c.verdict, { kind: 'none' });
    assert.deepEqual(c.report, { state: 'none' });
    assert.equal(c.closure, undefined);
    assert.deepEqual(c.owner, ada);
    assert.ok(c.detections.every((d) => d.resolved === undefined));
  });

  it('knows whether Partner Center had been answered before', () => {
    const answered = caseAfter(by(ada, claim), by(ada, legitimate), told('legitimate'), by(ben, reopen));
    const unanswered = caseAfter(by(ada, claim), by(ada, legitimate), by(ben, reopen));

    assert.equal(answered.wasAnswered, true);
    assert.equal(unanswered.wasAnswered, undefined);
  });

  it('takes back a decision before the case is closed', () => {
    const c = caseAfter(by(ada, fraud), by(ada, reopen));

    assert.equal(c.stage, 'reviewing');
    assert.deepEqual(c.verdict, { kind: 'none' });
  });

  it('keeps the answers of the checks', () => {
    const c = caseAfter(
      by(ada, { type: 'answer-check', check: 'usage', answer: 'bad' }),
      by(ada, fraud),
      by(ada, reopen),
    );

    assert.equal(c.checks.usage.state, 'bad');
  });

  it('is refused where there is nothing to take back', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, claim)), ada, reopen)), { kind: 'not-closed' });
  });

  it('is refused without a reason', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, fraud)), ada, { ...reopen, reason: ' ' })), {
      kind: 'reason-missing',
    });
  });
});

describe('closing a case', () => {
  it('is how a fraud case ends, with the reason', () => {
    const c = caseAfter(by(ada, fraud), told('fraud'), by(ben, waived));

    assert.equal(c.stage, 'closed');
    assert.deepEqual(c.closure, {
      kind: 'closed-by-person',
      at: '2026-03-02T08:00:03.000Z',
      by: ben,
      reason: 'All machines are gone',
    });
  });

  it('may be done although Partner Center refused the report: the case says so', () => {
    const c = caseAfter(by(ada, fraud), failed('forbidden'), by(ada, waived));

    assert.equal(c.stage, 'closed');
    assert.equal(c.report.state, 'failed');
  });

  it('is refused before a decision', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, claim)), ada, close)), { kind: 'not-decided' });
  });

  it('is refused while the report is on its way', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, fraud)), ada, close)), { kind: 'report-running' });
  });
});

describe('reporting again', () => {
  it('asks for the same report once more, in the name of the one who asks', () => {
    const c = caseAfter(by(ada, fraud), failed('forbidden'), by(ben, { type: 'report-again' }));

    assert.ok(c.report.state === 'pending');
    assert.deepEqual(c.report.goal, { status: 'resolved', reason: 'fraud' });
    assert.equal(c.report.by, ben);
  });

  it('tells of an alert that joined after the decision had been reported', () => {
    const c = caseAfter(
      by(ada, fraud),
      told('fraud'),
      says({ type: 'join-detection', detection: sampleCaseDetection(1) }),
    );

    const events = eventsOf(decided(c, ben, { type: 'report-again' }));

    assert.deepEqual(events, [{ type: 'report-requested', goal: { status: 'resolved', reason: 'fraud' } }]);
  });

  it('is refused while a report is on its way', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, claim)), ada, { type: 'report-again' })), {
      kind: 'report-running',
    });
  });

  it('is refused where no report failed and no alert is untold', () => {
    const again = { type: 'report-again' } as const;
    const investigating = says({
      type: 'report-succeeded',
      goal: { status: 'investigating' },
      detectionIds: [detectionId(0)],
    });

    assert.deepEqual(refusalOf(decided(caseAfter(), ada, again)), { kind: 'report-not-failed' });
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, claim), investigating), ada, again)), {
      kind: 'report-not-failed',
    });
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, fraud), told('fraud')), ada, again)), {
      kind: 'report-not-failed',
    });
  });
});
