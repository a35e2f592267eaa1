import assert from 'node:assert/strict';
import { type AskingDue, askingDue, askingDueAt } from '../../src/domain/asking-due.ts';
import type { Case } from '../../src/domain/case.ts';
import { day, hour } from '../../src/domain/clocks.ts';
import type { RequestTracking } from '../../src/domain/support.ts';
import { ada } from '../support/people.ts';
import { by, caseAfter, observed, says } from '../support/played-case.ts';

const form = {
  title: 'Cryptomining notification',
  problemType: 'Adding or managing customers',
  impact: 'moderate',
  description: 'prod: what is seen',
  contactName: 'Ada Okoro',
  contactEmail: 'ada@northwind.example',
} as const;
const compose = { type: 'compose-support', kind: 'partner-center', form, subscriptionName: 'prod' } as const;
const file = { type: 'file-support', kind: 'partner-center', number: '2603020010001234' } as const;
const composed = by(ada, compose);
const filed = by(ada, file);
const requestOf = (c: Case) => c.support?.['partner-center'] ?? assert.fail('there is no request');

describe('what is due of asking', () => {
  const nothing: AskingDue = { remind: [], track: [], askAgain: false };
  const after = (c: Case, ms: number) => askingDue(c, new Date(Date.parse(askingDueAt(c) ?? '') + ms));

  it('is nothing where nothing was asked', () => {
    assert.equal(askingDueAt(caseAfter()), undefined);
    assert.deepEqual(askingDue(caseAfter(), new Date('2030-01-01')), nothing);
  });

  it('is the reminder of a request without a number, to the moment', () => {
    const c = caseAfter(composed);

    assert.deepEqual(after(c, -1), nothing);
    assert.deepEqual(after(c, 0), { ...nothing, remind: ['partner-center'] });
  });

  it('is a look at a filed request at once, each hour after the last, and never after it was closed', () => {
    const look = (tracking: RequestTracking) =>
      says({ type: 'support-tracked', kind: 'partner-center', number: file.number, tracking });
    const open = caseAfter(composed, filed, look({ status: 'attention-needed', notes: [] }));
    const readAt = Date.parse(requestOf(open).tracking?.readAt ?? '');

    assert.deepEqual(after(caseAfter(composed, filed), 0), { ...nothing, track: ['partner-center'] });
    assert.equal(Date.parse(askingDueAt(open) ?? '') - readAt, hour);
    assert.equal(askingDueAt(caseAfter(composed, filed, look({ status: 'closed', notes: [] }))), undefined);
  });

  it('is a look each hour for two days after filing, then each day, and none after 90 days', () => {
    const tracking = { status: 'open', notes: [] } as const;
    const look = says({ type: 'support-tracked', kind: 'partner-center', number: file.number, tracking });
    const lost = says({ type: 'support-tracked', kind: 'partner-center', number: file.number, why: 'unreachable' });
    const open = caseAfter(composed, filed, look);
    const filedAt = Date.parse(requestOf(open).filedAt ?? '');
    const wait = (c: Case, sinceFiled: number) => {
      const lookedAt = filedAt + sinceFiled;
      const next = askingDueAt(c, new Date(lookedAt).toISOString());
      return next === undefined ? undefined : Date.parse(next) - lookedAt;
    };

    assert.deepEqual([wait(open, 2 * day - 1), wait(open, 2 * day), wait(open, 89 * day)], [hour, day, day]);
    assert.equal(wait(open, 89 * day + 1), undefined);
    // It is promised within the hour (support.trouble.unreachable).
    assert.equal(wait(caseAfter(composed, filed, look, lost), 3 * day), hour);
  });

  it('is no look at a request of the Azure portal, which nobody can read', () => {
    const azure = [by(ada, { ...compose, kind: 'azure' }), by(ada, { ...file, kind: 'azure' })];

    assert.equal(askingDueAt(caseAfter(...azure)), undefined);
  });

  it('is the question whether the customer answered, as long as the case is open', () => {
    const waiting = by(ada, { type: 'await-answer', until: '2026-03-02T12:00:00.000Z' });
    const closed = { ...caseAfter(waiting), stage: 'closed' } as const;

    assert.deepEqual(after(caseAfter(waiting), 0), { ...nothing, askAgain: true });
    assert.equal(askingDueAt(closed), undefined);
  });

  it('is asked again once', () => {
    const waiting = by(ada, { type: 'await-answer', until: '2026-03-02T12:00:00.000Z' });
    const again = { type: 'ask-again', now: '2026-03-02T12:00:00.000Z' } as const;

    assert.deepEqual(observed(caseAfter(waiting), { ...again, now: '2026-03-02T11:59:59.999Z' }), []);
    assert.deepEqual(observed(caseAfter(waiting), again), [{ type: 'asked-again' }]);
    assert.deepEqual(observed(caseAfter(waiting, says(again)), again), []);
  });
});
