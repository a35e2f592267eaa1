import assert from 'node:assert/strict';
import { digestDay, isDigestAt } from '../../src/domain/digest.ts';

describe('the day of a digest', () => {
  const days: readonly (readonly [string, string, string, string, string | undefined])[] = [
    ['before its time', '2026-03-03T07:29:59Z', 'Europe/Rome', '08:30', undefined],
    ['at its time', '2026-03-03T07:30:00Z', 'Europe/Rome', '08:30', '2026-03-03'],
    ['some hours late', '2026-03-03T11:29:00Z', 'Europe/Rome', '08:30', '2026-03-03'],
    ['too late to be worth it', '2026-03-03T11:30:00Z', 'Europe/Rome', '08:30', undefined],
    ['on Saturday', '2026-03-07T08:00:00Z', 'Europe/Rome', '08:30', undefined],
    ['on Monday where it is still Sunday in UTC', '2026-03-08T20:00:00Z', 'Pacific/Auckland', '08:30', '2026-03-09'],
    ['on Friday where it is Saturday in UTC', '2026-03-07T01:00:00Z', 'America/Los_Angeles', '16:30', '2026-03-06'],
    [
      'at a time that spring passes over, right after it',
      '2026-04-23T22:00:00Z',
      'Africa/Cairo',
      '00:30',
      '2026-04-24',
    ],
    ['at a time that autumn has twice, the first time', '2026-10-29T20:00:00Z', 'Africa/Cairo', '23:00', '2026-10-29'],
    ['at a time that autumn has twice, the second time', '2026-10-29T21:00:00Z', 'Africa/Cairo', '23:00', '2026-10-29'],
    ['of a partner who wants none', '2026-03-03T07:30:00Z', 'Europe/Rome', 'off', undefined],
    ['of what is no time', '2026-03-03T07:30:00Z', 'Europe/Rome', '24:00', undefined],
  ];
  for (const [what, now, timeZone, at, expected] of days)
    it(`${what}: ${expected ?? 'none'}`, () => {
      assert.equal(digestDay(new Date(now), timeZone, at), expected);
    });

  it('has a time of day, or is off', () => {
    assert.deepEqual(
      ['off', '00:00', '08:30', '23:59'].map((text) => isDigestAt(text)),
      [true, true, true, true],
    );
    assert.deepEqual(
      ['', '8:30', '24:00', '08:60', '08:30 ', 'on'].map((text) => isDigestAt(text)),
      [false, false, false, false, false, false],
    );
  });
});
