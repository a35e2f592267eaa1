import type { Rule } from './rule.ts';

const hours = 6;
const leastAverage = 90;
const leastLow = 80;

/** E13: hours on end at 90 % and more on average, and nine tenths of them at 80 % and more. */
export const busyProcessor: Rule = {
  id: 'E13',
  needs: ['cpu'],
  about: ({ type, key }, { reading }) =>
    (type === 'microsoft.compute/virtualmachines' || type === 'microsoft.compute/virtualmachinescalesets') &&
    (reading.cpu[key] !== undefined || reading.power[key] !== 'deallocated'),
  lacks: ({ key }, { reading }) => (reading.cpu[key] === undefined ? 'cpu' : undefined),
  weigh({ key }, { reading }) {
    const busy = busyHours(reading.cpu[key]?.averages ?? []);
    if (busy.length === 0) return undefined;
    const percent = Math.round(busy.reduce((sum, one) => sum + one, 0) / busy.length);
    return { rule: 'E13', weight: 15, values: { percent, hours: busy.length }, from: 'cpu' };
  },
};

/** All hours that lie in a window of six which is busy as a whole. */
function busyHours(averages: readonly number[]): readonly number[] {
  const busy = new Set<number>();
  for (let start = 0; start + hours <= averages.length; start++) {
    const window = averages.slice(start, start + hours);
    const low = window.toSorted((a, b) => a - b)[Math.floor(hours / 10)] ?? 0;
    const average = window.reduce((sum, one) => sum + one, 0) / hours;
    if (average >= leastAverage && low >= leastLow) for (let i = 0; i < hours; i++) busy.add(start + i);
  }
  return [...busy].flatMap((at) => averages[at] ?? []);
}
