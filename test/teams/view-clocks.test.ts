import assert from 'node:assert/strict';
import { alertCard } from '../../cards/alert.ts';
import type { Case } from '../../src/domain/case.ts';
import { hour } from '../../src/domain/clocks.ts';
import { clocksView } from '../../src/teams/view-clocks.ts';
import { caseView } from '../../src/teams/view-data.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { ada } from '../support/people.ts';
import { by, caseAfter, caseOf, says } from '../support/played-case.ts';
import { detectionId, sampleDetection } from '../support/samples.ts';

// A Monday; the alert was detected at 07:00 UTC.
const now = new Date('2026-03-02T10:00:00.000Z');
const official = { averageHours: 5.25, compliant: true, readAt: '2026-03-02T06:00:00.000Z' };
const answered = [4, 8].map((hours) => ({
  detectedAt: '2026-03-01T00:00:00.000Z',
  answeredAt: new Date(Date.parse('2026-03-01T00:00:00.000Z') + hours * hour).toISOString(),
}));
const shown = { now, answered, official, timeZone: 'Europe/Rome', days: [1, 2, 3, 4, 5] } as const;

function cardOf(c: Case, clocks = clocksView({ ...shown, case: c })) {
  const view = caseView({ case: c, names: {}, links: [], now, ...(clocks && { clocks }) });
  return JSON.stringify(alertCard(view, wordsFor('en')));
}

const told = (verdict: 'fraud' | 'legitimate') =>
  caseAfter(
    by(ada, { type: 'decide', verdict, reason: 'Asked the customer' }),
    says({
      type: 'report-succeeded',
      goal: { status: 'resolved', reason: verdict },
      detectionIds: [detectionId(0)],
      resolvedBy: 'ada@p.example',
    }),
  );

describe('the view of the other clocks', () => {
  it('says what the average becomes if the case waits until the next working morning there', () => {
    const clocks = clocksView({ ...shown, case: caseAfter() });

    assert.deepEqual(clocks?.projection, { now: 6, becomes: 37 / 3, at: '2026-03-03T08:00:00.000Z', alerts: 2 });
    assert.match(cardOf(caseAfter()), /30-day average becomes 12 h, now 6 h \(2 alerts\)/);
  });

  it('marks Microsoft’s own figure as official, with the time at which it was read', () => {
    assert.match(
      cardOf(caseAfter()),
      /Microsoft’s own figure \(official\): 5\.3 h on average, read \{\{DATE\(2026-03-02T06/,
    );
  });

  it('counts the credit’s 60 days from the first sign, as an estimate', () => {
    const clocks = clocksView({ ...shown, case: caseAfter(), claims: [{ number: 3, at: now.toISOString() }] });

    assert.equal(clocks?.claim?.deadlineAt, '2026-05-01T05:00:00.000Z');
    assert.match(cardOf(caseAfter(), clocks), /59 days left; estimate.*already, in case 3/);
  });

  it('stops projecting once Partner Center was answered; the credit goes on for a fraud alone', () => {
    const [fraud, legitimate] = [told('fraud'), told('legitimate')].map((c) => clocksView({ ...shown, case: c }));

    assert.deepEqual([fraud?.projection, fraud?.official], [undefined, undefined]);
    assert.ok(fraud?.claim);
    assert.equal(legitimate, undefined);
  });

  it('says nothing of a test, and nothing that was not read', () => {
    const test = caseOf(sampleDetection(0, { isTest: true }));
    const noSigns = caseOf(sampleDetection(0, { firstObservedAt: undefined }));

    assert.equal(clocksView({ ...shown, case: test }), undefined);
    assert.equal(clocksView({ case: noSigns, now, timeZone: 'UTC', days: [1, 2, 3, 4, 5] }), undefined);
  });

  it('says that nothing else was answered rather than naming an average of none', () => {
    const c = caseAfter();

    assert.match(
      cardOf(c, clocksView({ ...shown, answered: [], case: c })),
      /No other alert was answered in the last 30 days/,
    );
  });
});
