import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { DayCost, Spike } from '../../src/domain/facts.ts';
import { findSpike, spikeRule } from '../../src/domain/spike.ts';

/** Days in a row from 2026-01-01, with these costs. */
function days(...costs: readonly number[]): readonly DayCost[] {
  const first = Date.parse('2026-01-01T00:00:00Z');
  return costs.map((cost, index) => ({
    date: new Date(first + index * 86_400_000).toISOString().slice(0, 10),
    cost,
  }));
}

const times = (count: number, cost: number): readonly number[] => Array.from({ length: count }, () => cost);
const cost = fc.integer({ min: 0, max: 200_000 }).map((cents) => cents / 100);

const table: readonly { readonly sentence: string; readonly costs: readonly number[]; readonly found: Spike }[] = [
  {
    sentence: 'a jump on the last day is a spike',
    costs: [...times(29, 40), 400],
    found: { kind: 'spike', date: '2026-01-30', cost: 400, usual: 40, times: 10 },
  },
  {
    sentence: 'of a jump that lasts, the first day is named',
    costs: [...times(25, 40), 400, 410, 420, 430, 440],
    found: { kind: 'spike', date: '2026-01-26', cost: 400, usual: 40, times: 10 },
  },
  {
    sentence: 'money spent where nothing was spent before is new spend',
    costs: [...times(29, 0), 30],
    found: { kind: 'new-spend', date: '2026-01-30', cost: 30 },
  },
  {
    sentence: 'twice a small cost is no spike: it must be 20 above the usual',
    costs: [...times(29, 5), 24.99],
    found: { kind: 'no-spike', usual: 5, highest: { date: '2026-01-30', cost: 24.99 } },
  },
  {
    sentence: '20 above the usual is a spike where it is enough by the other measures',
    costs: [...times(29, 5), 25],
    found: { kind: 'spike', date: '2026-01-30', cost: 25, usual: 5, times: 5 },
  },
  {
    sentence: 'less than twice the usual is no spike, however much it is',
    costs: [...times(29, 1000), 1999],
    found: { kind: 'no-spike', usual: 1000, highest: { date: '2026-01-30', cost: 1999 } },
  },
  {
    sentence: 'what goes up and down anyway is no spike',
    costs: Array.from({ length: 30 }, (_, i) => [100, 150, 300][i % 3] ?? 0),
    found: { kind: 'no-spike', usual: 150, highest: { date: '2026-01-24', cost: 300 } },
  },
  {
    sentence: 'a jump before the last week is not looked for any more',
    costs: [...times(20, 40), 400, ...times(9, 40)],
    found: { kind: 'no-spike', usual: 40, highest: { date: '2026-01-24', cost: 40 } },
  },
  {
    sentence: 'a fall is no spike',
    costs: [...times(29, 400), 0],
    found: { kind: 'no-spike', usual: 400, highest: { date: '2026-01-24', cost: 400 } },
  },
  {
    sentence: 'seven days are not enough',
    costs: times(7, 40),
    found: { kind: 'not-enough-history', days: 7 },
  },
  {
    sentence: 'eight days are: seven to compare the last with',
    costs: [...times(7, 40), 400],
    found: { kind: 'spike', date: '2026-01-08', cost: 400, usual: 40, times: 10 },
  },
  { sentence: 'no days at all are not enough', costs: [], found: { kind: 'not-enough-history', days: 0 } },
  {
    sentence: 'a credit of the days before is not taken for a usual cost',
    costs: [...times(29, -3), 40],
    found: { kind: 'new-spend', date: '2026-01-30', cost: 40 },
  },
];

describe('looking for a spike in the daily cost', () => {
  for (const { sentence, costs, found } of table)
    it(sentence, () => {
      assert.deepEqual(findSpike(days(...costs)), found);
    });

  it('never finds one in constant costs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), cost, (count, each) => {
        assert.equal(findSpike(days(...times(count, each))).kind, 'no-spike');
      }),
    );
  });

  it('never finds one where no day is 20 above the usual', () => {
    const small = fc.array(fc.double({ min: 0, max: spikeRule.floor - 0.01, noNaN: true }), {
      minLength: 8,
      maxLength: 40,
    });

    fc.assert(fc.property(small, (costs) => assert.equal(findSpike(days(...costs)).kind, 'no-spike')));
  });

  it('finds it in any greater currency too: with all costs multiplied, the same day or an earlier one', () => {
    const costs = fc.array(cost, { minLength: 8, maxLength: 40 });

    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 1000 }), (some, factor) => {
        const found = findSpike(days(...some));
        fc.pre(found.kind === 'spike' || found.kind === 'new-spend');
        const larger = findSpike(days(...some.map((c) => c * factor)));

        assert.ok(larger.kind === 'spike' || larger.kind === 'new-spend');
        assert.ok((found.kind === 'spike' || found.kind === 'new-spend') && larger.date <= found.date);
      }),
      { numRuns: 500 },
    );
  });

  it('names a day of the last week, with that day’s cost', () => {
    fc.assert(
      fc.property(fc.array(cost, { minLength: 8, maxLength: 40 }), (costs) => {
        const all = days(...costs);
        const found = findSpike(all);
        const named = found.kind === 'no-spike' ? found.highest : found;

        assert.ok('date' in named);
        assert.ok(all.slice(-spikeRule.lookBackDays).some((day) => day.date === named.date && day.cost === named.cost));
      }),
    );
  });

  it('keeps its promises about every spike that it names', () => {
    fc.assert(
      fc.property(fc.array(cost, { minLength: 8, maxLength: 40 }), (costs) => {
        const found = findSpike(days(...costs));
        if (found.kind !== 'spike') return;

        assert.ok(found.cost >= spikeRule.ratio * found.usual);
        assert.ok(found.cost - found.usual >= spikeRule.floor);
        assert.equal(found.times, found.cost / found.usual);
      }),
      { numRuns: 500 },
    );
  });

  it('does not change the days that it was given', () => {
    const given = Object.freeze(days(...times(29, 40), 400).map((day) => Object.freeze(day)));

    assert.equal(findSpike(given).kind, 'spike');
  });
});
