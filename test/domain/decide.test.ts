import assert from 'node:assert/strict';
import { maxSnoozeHours } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { ada, ben, eve, olga, standpoint } from '../support/people.ts';
import { by, caseAfter, decided, eventsOf, later, observed, refusalOf, says } from '../support/played-case.ts';
import { detectionId } from '../support/samples.ts';

const claim = { type: 'claim' } as const;
const legitimate = { type: 'decide', verdict: 'legitimate', reason: 'The customer renders films' } as const;
const told = says({
  type: 'report-succeeded',
  goal: { status: 'resolved', reason: 'legitimate' },
  detectionIds: [detectionId(0)],
});

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

describe('writing a note', () => {
  it('adds it after the others, with who and when', () => {
    const c = caseAfter(by(ada, { type: 'note', text: 'Called, no answer' }), by(ben, { type: 'note', text: 'Again' }));

    assert.deepEqual(c.notes, [
      { by: ada, at: '2026-03-02T08:00:01.000Z', text: 'Called, no answer' },
      { by: ben, at: '2026-03-02T08:00:02.000Z', text: 'Again' },
    ]);
  });

  it('is allowed on a closed case', () => {
    const c = caseAfter(by(ada, legitimate), told, by(ada, { type: 'note', text: 'Their mail is filed' }));

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

describe('a snooze', () => {
  const sleeping = caseAfter(by(ada, { type: 'snooze', until: '2026-03-02T10:00:00Z', reason: 'Waiting' }));

  it('ends when its time has come', () => {
    assert.deepEqual(observed(sleeping, { type: 'end-snooze', now: '2026-03-02T10:00:00.000Z' }), [
      { type: 'snooze-ended' },
    ]);
  });

  it('goes on when it was made longer since the clock looked', () => {
    assert.deepEqual(observed(sleeping, { type: 'end-snooze', now: '2026-03-02T09:59:59.999Z' }), []);
  });

  it('ends once', () => {
    assert.deepEqual(observed(caseAfter(), { type: 'end-snooze', now: '2026-03-09T10:00:00Z' }), []);
  });
});
