import type { DayCost, Spike } from './facts.ts';

/** Days that a baseline must have, and the most that it looks back. */
export const spikeRule = { leastDays: 7, baselineDays: 28, lookBackDays: 7, zScore: 3.5, ratio: 2, floor: 20 } as const;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * Looks for the first day of the last week whose cost leaves the usual: modified z-score (Iglewicz and Hoaglin 1993)
 * of at least 3.5 on the median and MAD of up to 28 days before it, and at least twice the median, and at least 20 units
 * of currency above it. `days` are full days, oldest first, in one currency.
 */
export function findSpike(days: readonly DayCost[]): Spike {
  if (days.length < spikeRule.leastDays + 1) return { kind: 'not-enough-history', days: days.length };
  const firstLooked = Math.max(spikeRule.leastDays, days.length - spikeRule.lookBackDays);
  for (let i = firstLooked; i < days.length; i++) {
    const day = days[i];
    if (day === undefined) continue;
    const baseline = days.slice(Math.max(0, i - spikeRule.baselineDays), i).map((d) => d.cost);
    const usual = median(baseline);
    if (day.cost - usual < spikeRule.floor) continue;
    if (usual < 0.005) return { kind: 'new-spend', date: day.date, cost: day.cost };
    const mad = Math.max(median(baseline.map((cost) => Math.abs(cost - usual))), usual * 0.05, 1);
    const score = (0.6745 * (day.cost - usual)) / mad;
    if (score >= spikeRule.zScore && day.cost >= spikeRule.ratio * usual) {
      return { kind: 'spike', date: day.date, cost: day.cost, usual, times: day.cost / usual };
    }
  }
  const recent = days.slice(firstLooked);
  const highest = recent.reduce((most, day) => (day.cost > most.cost ? day : most), recent[0] ?? { date: '', cost: 0 });
  return { kind: 'no-spike', usual: median(days.slice(-spikeRule.baselineDays).map((d) => d.cost)), highest };
}
