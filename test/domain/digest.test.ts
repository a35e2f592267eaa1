import assert from 'node:assert/strict';
import { digestDay, isDigestAt } from '../../src/domain/digest.ts';

const weekdays = [1, 2, 3, 4, 5];
const everyDay = [1, 2, 3, 4, 5, 6, 7];

describe('the day of a digest', () => {
  const moments: readonly (readonly [string, string, string, string, string | undefined])[] = [
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
  for (const [what, now, timeZone, at, expected] of moments)
    it(`${what}: ${expected ?? 'none'}`, () => {
      assert.equal(digestDay(new Date(now), timeZone, at, weekdays), expected);
    });

  it('is one of those that the partner works on', () => {
    const on = (now: string, ...days: readonly number[]) => digestDay(new Date(now), 'Europe/Rome', '08:30', days);

    assert.equal(on('2026-03-07T07:30:00Z', 6, 7), '2026-03-07');
    assert.equal(on('2026-03-08T07:30:00Z', 6, 7), '2026-03-08');
    assert.equal(on('2026-03-09T07:30:00Z', 6, 7), undefined);
    assert.equal(on('2026-03-09T07:30:00Z', 1), '2026-03-09');
    assert.equal(on('2026-03-09T07:30:00Z'), undefined);
  });

  // Rome and New York change their clocks on Sundays: at two and three in spring, at three and two in autumn.
  const changes = [
    ['Europe/Rome', '2026-03-29', '02:30'],
    ['Europe/Rome', '2026-10-25', '02:30'],
    ['America/New_York', '2026-03-08', '02:30'],
    ['America/New_York', '2026-11-01', '01:30'],
    ['Europe/Rome', '2026-03-29', '08:30'],
    ['Europe/Rome', '2026-10-25', '08:30'],
    ['America/New_York', '2026-03-08', '08:30'],
    ['America/New_York', '2026-11-01', '08:30'],
  ] as const;
  for (const [timeZone, changed, at] of changes)
    it(`comes once a day around ${changed} in ${timeZone}, at ${at} by the wall clock, and never on a day off`, () => {
      const noon = Date.parse(`${changed}T12:00:00Z`);
      const dayOf = (ahead: number) => new Date(noon + ahead * 86_400_000).toISOString().slice(0, 10);
      const wall = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
      const found = (days: readonly number[]) => {
        const first = new Map<string, string>();
        for (let ms = noon - 2 * 86_400_000; ms < noon + 2 * 86_400_000; ms += 60_000) {
          const day = digestDay(new Date(ms), timeZone, at, days);
          if (day !== undefined && !first.has(day)) first.set(day, wall.format(ms));
        }
        return first;
      };

      const all = found(everyDay);
      const sixDays = found([1, 2, 3, 4, 5, 6]);

      // A time that spring passes over is made up for right after the gap.
      const isPassedOver = at === '02:30' && changed.includes('-03-');
      assert.deepEqual(
        [-1, 0, 1].map((ahead) => all.get(dayOf(ahead))),
        [at, isPassedOver ? '03:00' : at, at],
      );
      assert.deepEqual(
        [-1, 0, 1].map((ahead) => sixDays.has(dayOf(ahead))),
        [true, false, true],
      );
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
