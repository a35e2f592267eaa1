import type { ActivityCaller } from '../../../src/domain/activity.ts';
import { day, minute } from '../../../src/domain/clocks.ts';
import { madeInBurst } from '../../../src/domain/evidence/made-in-burst.ts';
import { ago, dana, event, keyOf, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const of = resource('vm/w-1', { createdAt: ago(day) });

/** So many machines made so many minutes apart, by Dana unless told otherwise; the first is `of`. */
function made(count: number, apart: number, caller: (index: number) => ActivityCaller = () => dana) {
  return Array.from({ length: count }, (_, index) =>
    event(keyOf(`vm/w-${index + 1}`), ago(day - index * apart * minute), { caller: caller(index) }),
  );
}

describe('E6, made in a burst', () => {
  examplesOf(madeInBurst, [
    {
      sentence: 'five within an hour are a burst, whether they are still there or not',
      of,
      reading: { events: made(5, 4) },
      found: { weight: 15, values: { count: 5, minutes: 16, who: 'dana@contoso.example' } },
    },
    { sentence: 'four are none', of, reading: { events: made(4, 4) }, found: 'nothing' },
    { sentence: 'slower ones are none', of, reading: { events: made(9, 16) }, found: 'nothing' },
    {
      sentence: 'of a long row, the largest hour is told',
      of,
      reading: { events: made(100, 2) },
      found: { weight: 15, values: { count: 31, minutes: 60, who: 'dana@contoso.example' } },
    },
    {
      sentence: 'by several callers they are none',
      of,
      reading: {
        events: made(6, 1, (index) => ({ ...dana, objectId: `someone-${index}`, name: `u${index}@contoso.example` })),
      },
      found: 'nothing',
    },
    {
      sentence: 'the same caller spelt by name only is the same',
      of,
      reading: {
        events: made(6, 1, (index) => (index % 2 === 0 ? dana : { name: 'DANA@contoso.example', mfa: 'unknown' })),
      },
      found: { weight: 15, values: { count: 6, minutes: 5, who: 'dana@contoso.example' } },
    },
    {
      sentence: 'failed ones do not count',
      of,
      reading: { events: made(6, 1).map((one, index) => (index > 2 ? { ...one, status: 'Failed' } : one)) },
      found: 'nothing',
    },
    {
      sentence: 'what is no compute does not count',
      of,
      reading: { events: [...made(4, 1), event(keyOf('disk/d'), ago(day)), event(keyOf('nic/n'), ago(day))] },
      found: 'nothing',
    },
    {
      sentence: 'what is seen in a log that was cut is still seen',
      of,
      reading: { events: made(5, 4), gaps: [{ what: 'activity', why: 'cut' }] },
      found: { weight: 15, values: { count: 5, minutes: 16, who: 'dana@contoso.example' } },
    },
    {
      sentence: 'without the log it is not known',
      of,
      reading: { gaps: [{ what: 'activity', why: 'forbidden' }] },
      found: 'activity',
    },
  ]);
});
