import { daysOf } from '../cost-index.ts';
import { findSpike } from '../spike.ts';
import type { Rule } from './rule.ts';

/** E12: its cost leaves the usual, by the same measure as the whole subscription's (facts/azure.md 5.4). */
export const costSpike: Rule = {
  id: 'E12',
  needs: ['cost'],
  lacks: (_, { costs }) => (costs === undefined ? 'cost' : undefined),
  weigh({ key }, { costs }) {
    if (costs === undefined || !costs.byKey.has(key)) return undefined;
    const spike = findSpike(daysOf(costs, key));
    const { currency } = costs;
    if (spike.kind === 'spike') {
      const values = { cost: spike.cost, usual: spike.usual, currency, when: spike.date };
      return { rule: 'E12', weight: 15, values, from: 'cost' };
    }
    if (spike.kind !== 'new-spend') return undefined;
    const values = { cost: spike.cost, currency, when: spike.date };
    return { rule: 'E12', variant: 'new', weight: 15, values, from: 'cost' };
  },
};
