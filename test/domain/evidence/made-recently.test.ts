import { day, hour } from '../../../src/domain/clocks.ts';
import { madeRecently } from '../../../src/domain/evidence/made-recently.ts';
import { ago, event, firstSeenAt, keyOf, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const shortlyBefore = new Date(Date.parse(firstSeenAt) - 2.5 * hour).toISOString();

/** Without a time of creation of its own. */
function ageless() {
  const { createdAt: _createdAt, ...rest } = resource('vm/w-1');
  return rest;
}

describe('E5, made recently', () => {
  examplesOf(madeRecently, [
    {
      sentence: 'shortly before the first alert, the hours between are told',
      of: resource('vm/w-1', { createdAt: shortlyBefore }),
      found: { variant: 'before-alert', weight: 10, values: { when: shortlyBefore, hours: 2 } },
    },
    {
      sentence: 'within two weeks it is recent',
      of: resource('vm/w-1', { createdAt: ago(10 * day) }),
      found: { weight: 10, values: { when: ago(10 * day) } },
    },
    {
      sentence: 'two days before a spike it is recent, however long ago that was',
      of: resource('vm/w-1', { createdAt: '2026-10-11T00:00:00.000Z' }),
      context: { spike: { kind: 'spike', date: '2026-10-12', cost: 400, usual: 40, times: 10 } },
      found: { weight: 10, values: { when: '2026-10-11T00:00:00.000Z' } },
    },
    {
      sentence: 'the log tells when, where the resource does not',
      of: ageless(),
      reading: { events: [event(keyOf('vm/w-1'), ago(5 * day))] },
      found: { weight: 10, values: { when: ago(5 * day) } },
    },
    { sentence: 'what was there long before is not recent', found: 'nothing' },
    { sentence: 'of what nobody tells the age of, it is not known', of: ageless(), found: 'details' },
    {
      sentence: 'a time that is none is as good as none',
      of: resource('vm/w-1', { createdAt: 'soon' }),
      found: 'details',
    },
    {
      sentence: 'disks and addresses are not weighed',
      of: resource('disk/d', { createdAt: ago(day) }),
      found: 'nothing',
    },
  ]);
});
