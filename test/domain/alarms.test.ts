import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { alarmKinds, furtherOnes, mostOfKind, settle, type Wrong } from '../../src/domain/alarms.ts';

const wrong: fc.Arbitrary<Wrong> = fc
  .record({
    kind: fc.constantFrom(...alarmKinds),
    subject: fc.constantFrom(...Array.from({ length: 12 }, (_, i) => `case_${i}`)),
    hours: fc.integer({ min: 0, max: 23 }),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ kind, subject, hours, count }) => ({
    kind,
    subject,
    facts: { since: new Date(Date.UTC(2026, 2, 2, hours)).toISOString(), count },
  }));
const keyOf = ({ kind, subject }: Wrong) => `${kind} ${subject}`;
const all = fc.uniqueArray(wrong, { selector: keyOf, maxLength: 40 });

function after(open: readonly Wrong[], found: readonly Wrong[]): readonly Wrong[] {
  const { raise, over, changed } = settle(open, found);
  const now = new Map(changed.map(({ before, facts }) => [before, facts]));
  return [
    ...open.filter((one) => !over.includes(one)).map((one) => ({ ...one, facts: now.get(one) ?? one.facts })),
    ...raise,
  ];
}

describe('settling alarms', () => {
  it('raises each once, ends what is over, and is then at rest', () => {
    fc.assert(
      fc.property(fc.array(all, { minLength: 1, maxLength: 5 }), (rounds) => {
        let open: readonly Wrong[] = [];
        for (const found of rounds) {
          open = after(open, found);

          assert.equal(new Set(open.map(keyOf)).size, open.length);
          assert.deepEqual(settle(open, found), { raise: [], over: [], changed: [] });
          const real = new Set(found.map(keyOf));
          for (const one of open) assert.ok(one.subject === furtherOnes || real.has(keyOf(one)));
          for (const one of open.filter(({ subject }) => subject !== furtherOnes)) {
            const is = found.find((other) => keyOf(other) === keyOf(one));
            assert.equal(one.facts.count, is?.facts.count);
            assert.ok(is && one.facts.since <= is.facts.since);
          }
          for (const kind of alarmKinds) {
            const shown = open.filter((one) => one.kind === kind);
            const there = found.filter((one) => one.kind === kind).length;
            assert.equal(shown.length, Math.min(there, mostOfKind + 1));
            assert.equal(
              shown.some(({ subject }) => subject === furtherOnes),
              there > mostOfKind,
            );
          }
        }
        assert.deepEqual(after(open, []), []);
      }),
    );
  });

  it('leaves alone what has an alarm, however many come', () => {
    const one = (i: number, hour: number): Wrong => ({
      kind: 'not-carded',
      subject: `case_${i}`,
      facts: { since: new Date(Date.UTC(2026, 2, 2, hour)).toISOString() },
    });
    const open = [one(1, 9), one(2, 10)];
    const older = Array.from({ length: 9 }, (_, i) => one(10 + i, 1));

    const { raise, over } = settle(open, [...older, ...open]);

    assert.deepEqual(over, []);
    assert.equal(raise.length, mostOfKind - open.length + 1);
    assert.deepEqual(raise.at(-1)?.facts, { since: '2026-03-02T01:00:00.000Z', count: 6 });
  });
});
