import assert from 'node:assert/strict';
import { answerDeadline, minutesLeft } from '../../src/domain/clocks.ts';

describe('the 24-hour clock', () => {
  it('runs from the moment at which Microsoft detected the alert', () => {
    assert.equal(answerDeadline('2026-03-02T07:00:00Z', '2026-03-02T12:00:00Z'), '2026-03-03T07:00:00.000Z');
  });

  it('runs from the moment at which we received it, where the other is unknown', () => {
    assert.equal(answerDeadline(undefined, '2026-03-02T12:00:00Z'), '2026-03-03T12:00:00.000Z');
  });

  it('does not care for the change of the hour in spring', () => {
    assert.equal(answerDeadline('2026-03-28T20:00:00+01:00', '2026-03-28T20:00:00Z'), '2026-03-29T19:00:00.000Z');
  });

  it('counts whole minutes left, and goes on below nothing', () => {
    const deadline = '2026-03-03T07:00:00.000Z';

    assert.equal(minutesLeft(deadline, new Date('2026-03-02T07:00:00Z')), 24 * 60);
    assert.equal(minutesLeft(deadline, new Date('2026-03-03T06:59:00.001Z')), 0);
    assert.equal(minutesLeft(deadline, new Date(deadline)), 0);
    assert.equal(minutesLeft(deadline, new Date('2026-03-03T07:00:00.001Z')), -1);
    assert.equal(minutesLeft(deadline, new Date('2026-03-03T09:30:00Z')), -150);
  });
});
