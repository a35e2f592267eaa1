import assert from 'node:assert/strict';
import { maxSnoozeHours, maxTextLength, type PersonCommand } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { ada, ben, eve, nils, olga, standpoint, vic } from '../support/people.ts';
import { by, caseAfter, decided, eventsOf, later, refusalOf, says } from '../support/played-case.ts';
import { detectionId, sampleCaseDetection } from '../support/samples.ts';

const claim = { type: 'claim' } as const;
const legitimate = { type: 'decide', verdict: 'legitimate', reason: 'The customer renders films' } as const;
const fraud = { type: 'decide', verdict: 'fraud', reason: 'Nobody knows these machines' } as const;
const close = { type: 'close', reason: 'All machines are gone' } as const;
const reopen = { type: 'reopen', reason: 'The machines came back' } as const;
const told = (reason: 'legitimate' | 'fraud') =>
  says({ type: 'report-succeeded', goal: { status: 'resolved', reason }, detectionIds: [detectionId(0)] });
const failed = (why: 'forbidden' | 'unreachable', reason: 'legitimate' | 'fraud' = 'fraud') =>
  says({ type: 'report-failed', goal: { status: 'resolved', reason }, why, detail: 'no' });

describe('claiming a case', () => {
  it('makes the person its owner and tells Partner Center that somebody investigates', () => {
    const c = caseAfter(by(ada, claim));

    assert.deepEqual(c.owner, ada);
    assert.equal(c.stage, 'reviewing');
    assert.deepEqual(c.report, {
      state: 'pending',
      goal: { status: 'investigating' },
      by: ada,
      since: '2026-03-02T08:00:01.000Z',
    });
  });

  it('takes the case over from somebody else without telling Partner Center again', () => {
    const events = eventsOf(decided(caseAfter(by(ada, claim)), ben, claim));

    assert.deepEqual(events, [{ type: 'claimed', owner: ben }]);
  });

  it('is refused to the one who owns the case already', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(by(ada, claim)), ada, claim)), { kind: 'already-owner' });
  });

  it('recognises the owner by tenant and id, whatever the spelling and the name', () => {
    const renamed = { ...ada, name: 'Ada Okoro-Lund', objectId: ada.objectId.toUpperCase() };
    const c = caseAfter(by(ada, claim));

    const again = decide(c, claim, standpoint(renamed, 'responder'), new Date(later()));

    assert.deepEqual(refusalOf(again), { kind: 'already-owner' });
  });
});

describe('releasing a case', () => {
  it('leaves it without an owner, in the stage that it had', () => {
    const c = caseAfter(by(ada, claim), by(ada, { type: 'release' }));

    assert.equal(c.owner, undefined);
    assert.equal(c.stage, 'reviewing');
  });

  it('may be done for somebody else who is away', () => {
    assert.deepEqual(eventsOf(decided(caseAfter(by(ada, claim)), ben, { type: 'release' })), [{ type: 'released' }]);
  });

  it('is refused where nobody owns the case', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(), ada, { type: 'release' })), { kind: 'not-owned' });
  });
});

describe('assigning a case', () => {
  it('makes the other person its owner and tells Partner Center, in the name of the one who assigned', () => {
    const c = caseAfter(by(olga, { type: 'assign', to: ben }));

    assert.deepEqual(c.owner, ben);
    assert.equal(c.stage, 'reviewing');
    assert.ok(c.report.state === 'pending' && c.report.by === olga);
  });

  it('is refused where the other person owns it already', () => {
    const c = caseAfter(by(olga, { type: 'assign', to: ben }));

    assert.deepEqual(refusalOf(decided(c, ada, { type: 'assign', to: ben })), { kind: 'already-owner' });
  });

  it('is refused for a person of another tenant', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(), ada, { type: 'assign', to: eve })), {
      kind: 'assignee-other-tenant',
    });
  });
});

describe('answering a check', () => {
  it('keeps the answer with who gave it, when, and the note', () => {
    const c = caseAfter(by(ada, { type: 'answer-check', check: 'usage', answer: 'bad', note: '  ten times as much ' }));

    assert.deepEqual(c.checks.usage, {
      state: 'bad',
      by: ada,
      at: '2026-03-02T08:00:01.000Z',
      note: 'ten times as much',
    });
    assert.equal(c.checks.standing.state, 'open');
    assert.equal(c.stage, 'reviewing');
  });

  it('needs no note', () => {
    const c = caseAfter(by(ada, { type: 'answer-check', check: 'standing', answer: 'unsure', note: ' ' }));

    assert.ok(!('note' in c.checks.standing));
  });

  it('may be done again: the last answer counts', () => {
    const c = caseAfter(
      by(ada, { type: 'answer-check', check: 'customer', answer: 'unsure', note: 'no answer yet' }),
      by(ben, { type: 'answer-check', check: 'customer', answer: 'good' }),
    );

    assert.deepEqual(c.checks.customer, { state: 'good', by: ben, at: '2026-03-02T08:00:02.000Z' });
  });
});

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

describe('writing a note', () => {
  it('adds it after the others, with who and when', () => {
    const c = caseAfter(by(ada, { type: 'note', text: 'Called, no answer' }), by(ben, { type: 'note', text: 'Again' }));

    assert.deepEqual(c.notes, [
      { by: ada, at: '2026-03-02T08:00:01.000Z', text: 'Called, no answer' },
      { by: ben, at: '2026-03-02T08:00:02.000Z', text: 'Again' },
    ]);
  });

  it('is allowed on a closed case', () => {
    const c = caseAfter(
      by(ada, legitimate),
      told('legitimate'),
      by(ada, { type: 'note', text: 'Their mail is filed' }),
    );

    assert.equal(c.stage, 'closed');
    assert.equal(c.notes.length, 1);
  });

  it('is refused when it is empty', () => {
    assert.deepEqual(refusalOf(decided(caseAfter(), ada, { type: 'note', text: ' \t ' })), { kind: 'reason-missing' });
  });
});

describe('snoozing a case', () => {
  const now = new Date('2026-03-02T09:00:00.000Z');
  const snooze = (until: string) => decided(caseAfter(), ada, { type: 'snooze', until, reason: 'Waiting' }, now);

  it('keeps until when as an absolute time in UTC, and why and who', () => {
    const [event] = eventsOf(snooze('2026-03-02T14:00:00+01:00'));

    assert.deepEqual(event, { type: 'snoozed', until: '2026-03-02T13:00:00.000Z', reason: 'Waiting' });
  });

  it('may be as long as the limit and not a millisecond longer', () => {
    const limit = now.getTime() + maxSnoozeHours * 3_600_000;

    assert.equal(snooze(new Date(limit).toISOString()).kind, 'events');
    assert.deepEqual(refusalOf(snooze(new Date(limit + 1).toISOString())), {
      kind: 'snooze-out-of-range',
      maxHours: maxSnoozeHours,
    });
  });

  for (const until of ['2026-03-02T09:00:00.000Z', '2026-03-02T08:59:59.000Z', 'tomorrow', '', 'NaN'])
    it(`is refused until ${JSON.stringify(until)}`, () => {
      assert.equal(refusalOf(snooze(until))?.kind, 'snooze-out-of-range');
    });

  it('may be made longer', () => {
    const c = caseAfter(
      by(ada, { type: 'snooze', until: '2026-03-02T10:00:00Z', reason: 'Waiting' }),
      by(ben, { type: 'snooze', until: '2026-03-03T10:00:00Z', reason: 'Still waiting' }),
    );

    assert.deepEqual(c.snooze, { until: '2026-03-03T10:00:00.000Z', reason: 'Still waiting', by: ben });
  });
});

describe('closing a case', () => {
  it('is how a fraud case ends, with the reason', () => {
    const c = caseAfter(by(ada, fraud), told('fraud'), by(ben, close));

    assert.equal(c.stage, 'closed');
    assert.deepEqual(c.closure, {
      kind: 'closed-by-person',
      at: '2026-03-02T08:00:03.000Z',
      by: ben,
      reason: 'All machines are gone',
    });
  });

  it('may be done although Partner Center refused the report: the case says so', () => {
    const c = caseAfter(by(ada, fraud), failed('forbidden'), by(ada, close));

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

describe('who may', () => {
  const commands: readonly PersonCommand[] = [
    claim,
    { type: 'release' },
    { type: 'assign', to: ben },
    { type: 'answer-check', check: 'usage', answer: 'good' },
    legitimate,
    reopen,
    { type: 'note', text: 'x' },
    { type: 'snooze', until: later(), reason: 'x' },
    close,
    { type: 'report-again' },
  ];

  for (const command of commands) {
    it(`${command.type} is refused to a viewer, naming the role that it needs`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), vic, command)), { kind: 'role-missing', needed: 'responder' });
    });

    it(`${command.type} is refused to a person without a role`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), nils, command)), { kind: 'role-missing', needed: 'responder' });
    });

    it(`${command.type} is refused to a person of another tenant, whatever role they hold there`, () => {
      assert.deepEqual(refusalOf(decided(caseAfter(), eve, command)), { kind: 'other-tenant' });
    });
  }

  it('an owner may what a responder may', () => {
    assert.equal(decided(caseAfter(), olga, claim).kind, 'events');
  });

  it('a closed case refuses all but notes and reopening', () => {
    const c = caseAfter(by(ada, legitimate), told('legitimate'));

    const refused = commands.filter((command) => refusalOf(decided(c, ada, command))?.kind === 'closed');

    assert.deepEqual(
      commands.filter((command) => !refused.includes(command)).map((command) => command.type),
      ['reopen', 'note'],
    );
  });

  it('a person without a role learns nothing of the case from the refusal', () => {
    const closed = caseAfter(by(ada, legitimate), told('legitimate'));

    assert.deepEqual(refusalOf(decided(closed, nils, claim)), { kind: 'role-missing', needed: 'responder' });
  });
});
