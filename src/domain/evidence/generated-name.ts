import { isCompute } from '../compute.ts';
import type { Rule } from './rule.ts';

const leastInSeries = 5;

/** E15: one of at least five without tags whose names differ in a number or a random ending only. */
export const generatedName: Rule = {
  id: 'E15',
  needs: ['resources'],
  about: isCompute,
  weigh({ key }, { series }) {
    const own = series.get(key);
    if (own === undefined || own.count < leastInSeries) return undefined;
    return { rule: 'E15', weight: 5, values: { count: own.count, pattern: own.pattern }, from: 'resources' };
  },
};
