import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { claimDeadline, nextWorkingMorning, projection } from '../../src/domain/clocks-of-case.ts';
import { sampleCaseDetection } from '../support/samples.ts';

const weekdays = [1, 2, 3, 4, 5];

describe('the next working morning', () => {
  const mornings: readonly (readonly [string, string, string, string])[] = [
    ['before nine, is today’s', '2026-03-03T07:00:00Z', 'Europe/Rome', '2026-03-03T08:00:00.000Z'],
    ['at nine, is tomorrow’s', '2026-03-03T08:00:00Z', 'Europe/Rome', '2026-03-04T08:00:00.000Z'],
    ['on Friday afternoon, is Monday’s', '2026-03-06T15:00:00Z', 'Europe/Rome', '2026-03-09T08:00:00.000Z'],
    ['on Saturday, is Monday’s', '2026-03-07T03:00:00Z', 'Europe/Rome', '2026-03-09T08:00:00.000Z'],
    ['late on Sunday, is Monday’s', '2026-03-08T22:59:00Z', 'Europe/Rome', '2026-03-09T08:00:00.000Z'],
    [
      'over the weekend in which Rome’s spring begins',
      '2026-03-27T12:00:00Z',
      'Europe/Rome',
      '2026-03-30T07:00:00.000Z',
    ],
    ['over the weekend in which Rome’s summer ends', '2026-10-23T12:00:00Z', 'Europe/Rome', '2026-10-26T08:00:00.000Z'],
    ['late before New York’s spring', '2026-03-08T04:30:00Z', 'America/New_York', '2026-03-09T13:00:00.000Z'],
    ['late before New York’s autumn', '2026-11-01T03:30:00Z', 'America/New_York', '2026-11-02T14:00:00.000Z'],
    [
      'where the day of the change is a working day',
      '2026-04-23T21:30:00Z',
      'Africa/Cairo',
      '2026-04-24T06:00:00.000Z',
    ],
    ['where the quarter of an hour counts', '2026-03-03T00:00:00Z', 'Asia/Kathmandu', '2026-03-03T03:15:00.000Z'],
    [
      'east of the date line, where it is tomorrow already',
      '2026-03-05T20:30:00Z',
      'Pacific/Auckland',
      '2026-03-08T20:00:00.000Z',
    ],
  ];
  for (const [what, now, timeZone, expected] of mornings)
    it(what, () => {
      assert.equal(nextWorkingMorning(new Date(now), timeZone, weekdays).toISOString(), expected);
    });

  it('is of the days that the partner works on, over a week where that is one alone', () => {
    const [saturday, monday] = [new Date('2026-03-07T03:00:00Z'), new Date('2026-03-09T08:00:00Z')];
    const on = (now: Date, ...days: readonly number[]) => nextWorkingMorning(now, 'Europe/Rome', days).toISOString();

    assert.equal(on(saturday, 6, 7), '2026-03-07T08:00:00.000Z');
    assert.equal(on(saturday, 7), '2026-03-08T08:00:00.000Z');
    assert.equal(on(monday, 1), '2026-03-16T08:00:00.000Z');
    assert.equal(on(new Date('2026-03-23T08:00:00Z'), 1), '2026-03-30T07:00:00.000Z', 'over the change of the clocks');
  });

  it('is always nine o’clock of a working day, after now and within four days', () => {
    const zones = ['Europe/Rome', 'America/New_York', 'Africa/Cairo', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (now, timeZone) => {
        const morning = nextWorkingMorning(now, timeZone, weekdays);

        const shown = new Intl.DateTimeFormat('en-US', {
          timeZone,
          weekday: 'short',
          hour: 'numeric',
          hourCycle: 'h23',
          minute: '2-digit',
        });
        assert.match(shown.format(morning), /^(Mon|Tue|Wed|Thu|Fri),? 09:00$/);
        const wait = morning.getTime() - now.getTime();
        assert.ok(wait > 0 && wait <= 4 * 86_400_000, `${wait}`);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the average of response times', () => {
  const open = { detectedAt: '2026-03-06T18:00:00.000Z' };
  const monday = '2026-03-09T08:00:00.000Z';
  const answered = (detectedAt: string, answeredAt: string) => ({ detectedAt, answeredAt });

  it('of nothing but the open alert is how long that waits', () => {
    const { now, becomes, alerts } = projection([], [open], monday);

    assert.deepEqual([now, becomes, alerts], [undefined, 62, 0]);
  });

  it('counts what was answered in the 30 days before, and the open one', () => {
    const known = [
      answered('2026-03-01T00:00:00.000Z', '2026-03-01T02:00:00.000Z'),
      answered('2026-03-02T00:00:00.000Z', '2026-03-02T04:00:00.000Z'),
      answered('2026-02-01T00:00:00.000Z', '2026-02-03T00:00:00.000Z'),
    ];

    const { now, becomes, alerts } = projection(known, [open], monday);

    assert.deepEqual([now, alerts], [3, 2]);
    assert.equal(becomes, (2 + 4 + 62) / 3);
  });

  it('counts everything that waits, and is nought where nothing does and nothing was answered', () => {
    assert.equal(projection([], [open, { detectedAt: '2026-03-09T06:00:00.000Z' }], monday).becomes, 32);
    assert.equal(projection([], [], monday).becomes, 0);
  });

  it('takes an answer before the alert for one at once', () => {
    const { now } = projection([answered('2026-03-05T02:00:00.000Z', '2026-03-05T00:00:00.000Z')], [open], monday);

    assert.equal(now, 0);
  });
});

describe('the deadline of a claim', () => {
  it('is 60 days after the first usage that any alert saw', () => {
    const detections = [
      sampleCaseDetection(0, { firstObservedAt: '2026-03-01T00:00:00.000Z' }),
      sampleCaseDetection(1, { firstObservedAt: '2026-02-20T06:30:00.000Z' }),
    ];

    assert.equal(claimDeadline({ detections }), '2026-04-21T06:30:00.000Z');
  });

  it('is not known where no alert says when it began, and a drill has none', () => {
    const { firstObservedAt: _, ...unseen } = sampleCaseDetection(0);
    const drill = sampleCaseDetection(1, { isTest: true, firstObservedAt: '2026-02-20T06:30:00.000Z' });

    assert.equal(claimDeadline({ detections: [unseen, drill] }), undefined);
  });
});
