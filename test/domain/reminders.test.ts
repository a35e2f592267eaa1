import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Case } from '../../src/domain/case.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import {
  dueReminder,
  isReminderHours,
  nextReminder,
  openReminders,
  type ReminderPolicy,
  reminderLevels,
  standardReminders,
} from '../../src/domain/reminders.ts';
import { life, play } from '../support/arbitraries.ts';
import { ada } from '../support/people.ts';
import { by, caseAfter, caseOf, observed, says } from '../support/played-case.ts';
import { sampleDetection } from '../support/samples.ts';

const detectedAt = Date.parse('2026-03-02T07:00:00.000Z');
const policy: ReminderPolicy = { owner: [2, 6], channel: [12], escalation: [20] };
const set = says({ type: 'set-reminders', policy });
const at = (hours: number) => new Date(detectedAt + hours * hour);
const due = (c: Case, hours: number) => dueReminder(c, at(hours));
const times = (c: Case) => openReminders(c).map((r) => `${r.level} ${(Date.parse(r.at) - detectedAt) / hour}`);
const snooze = (hours: number) => by(ada, { type: 'snooze', until: at(hours).toISOString(), reason: 'they call back' });
const told = says({
  type: 'source-resolved',
  detectionId: sampleDetection().id,
  reason: 'legitimate',
});

describe('reminders of the 24 hours', () => {
  it('stand at absolute times after the detection, and none is due before its own', () => {
    const c = caseAfter(set);

    assert.deepEqual(times(c), ['owner 2', 'owner 6', 'channel 12', 'escalation 20']);
    assert.equal(due(c, 2 - 1 / 60), undefined);
    assert.deepEqual(due(c, 2), { level: 'owner', at: at(2).toISOString() });
  });

  it('say of several that are due only the last', () => {
    const c = caseAfter(set);
    const last = due(c, 13);

    assert.equal(last?.level, 'channel');
    assert.equal(due(c, 100)?.level, 'escalation');
    assert.equal(nextReminder(c)?.level, 'owner');
  });

  it('are gone once they were said, with those before them', () => {
    const c: Case = { ...caseAfter(set), reminders: { policy, heardAt: at(12).toISOString() } };

    assert.deepEqual(times(c), ['escalation 20']);
    assert.equal(due(c, 19), undefined);
  });

  it('that were due before the alert came in are no news', () => {
    const late = caseOf(sampleDetection(0, { detectedAt: '2026-03-01T17:00:00.000Z' }), set);

    assert.deepEqual(
      openReminders(late).map(({ level }) => level),
      ['escalation'],
    );
  });

  it('of two at one moment are the more urgent one', () => {
    const c = caseAfter(says({ type: 'set-reminders', policy: { owner: [6], channel: [6], escalation: [6] } }));

    assert.deepEqual(times(c), ['escalation 6']);
  });

  it('end with the answer, wherever it was given, and with a case that closes', () => {
    assert.deepEqual(times(caseAfter(set, told)), []);
    assert.deepEqual(times({ ...caseAfter(set), stage: 'closed' }), []);
  });

  it('go on while Partner Center does not know of the decision', () => {
    const c = caseAfter(set, by(ada, { type: 'decide', verdict: 'legitimate', reason: 'their own' }));

    assert.equal(c.report.state, 'pending');
    assert.equal(times(c).length, 4);
  });

  it('are not for drills', () => {
    assert.deepEqual(times(caseOf(sampleDetection(0, { isTest: true }), set)), []);
  });

  it('are quiet while somebody snoozes, and do not come all at once after it', () => {
    const asleep = caseAfter(set, snooze(13));
    const awake = caseAfter(set, snooze(13), says({ type: 'end-snooze', now: at(13).toISOString() }));

    assert.deepEqual(times(asleep), ['escalation 20']);
    assert.equal(due(asleep, 13), undefined);
    assert.deepEqual(times(awake), ['escalation 20']);
    assert.deepEqual(times(caseAfter(set, snooze(30))), []);
  });

  it('follow a clock that began earlier than was known', () => {
    const joined = says({
      type: 'join-detection',
      detection: { ...sampleDetection(1), detectedAt: '2026-03-02T04:00:00.000Z' },
    });

    assert.deepEqual(times(caseAfter(set, joined)), ['owner 3', 'channel 9', 'escalation 17']);
  });

  it('take a new policy over once, and let pass what it would have said before', () => {
    const again = { type: 'set-reminders', policy: standardReminders } as const;
    const c = caseAfter(set, says(again));

    assert.deepEqual(times(c), ['owner 6', 'channel 12', 'channel 18', 'escalation 20', 'escalation 23']);
    assert.deepEqual(observed(c, again), []);
    assert.deepEqual(observed({ ...c, stage: 'closed' }, { type: 'set-reminders', policy }), []);
  });

  it('are moved by no wall clock: over a change of the hour they stay as far apart as they were', () => {
    for (const detected of ['2026-03-28T22:30:00.000Z', '2026-10-24T22:30:00.000Z']) {
      const c = {
        ...caseAfter(set),
        openedAt: detected,
        deadlineAt: new Date(Date.parse(detected) + 24 * hour).toISOString(),
      };
      const open = openReminders({ ...c, reminders: { policy, heardAt: detected } });

      assert.deepEqual(
        open.map((r) => (Date.parse(r.at) - Date.parse(detected)) / hour),
        [2, 6, 12, 20],
      );
    }
  });

  it('never come twice, never after the answer and never in a snooze, whatever happens to the case', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 60 }), ({ opening, steps }, hours) => {
        for (const { after } of play(opening, [set, ...steps]).turns) {
          const now = new Date(Date.parse(after.deadlineAt) + (hours - 24) * hour + minute);
          const found = dueReminder(after, now);
          if (found === undefined) continue;
          assert.ok(after.stage !== 'closed' && !after.isTest);
          assert.ok(!after.snooze || Date.parse(found.at) > Date.parse(after.snooze.until));
          assert.ok(Date.parse(found.at) <= now.getTime());
          const heard = { ...after, reminders: { policy, heardAt: found.at } };
          assert.equal(dueReminder(heard, now), undefined);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('hours of a policy', () => {
  const good: readonly (readonly number[])[] = [
    [],
    [1],
    [23],
    [1, 6, 12],
    ...reminderLevels.map((l) => standardReminders[l]),
  ];
  const bad: readonly (readonly number[])[] = [
    [0],
    [24],
    [-1],
    [1.5],
    [6, 6],
    [12, 6],
    [Number.NaN],
    [1, 2, 3, 4, 5, 6, 7],
  ];

  it('are whole, within the 24, ascending and few', () => {
    for (const hours of good) assert.ok(isReminderHours(hours), hours.join());
    for (const hours of bad) assert.ok(!isReminderHours(hours), hours.join());
  });
});
