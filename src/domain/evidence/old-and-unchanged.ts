import { day } from '../clocks.ts';
import { instant } from '../instants.ts';
import { madeAt } from './facts.ts';
import type { Rule } from './rule.ts';

/** N1: older than 90 days, and nothing was done to it since the trouble began. */
export const oldAndUnchanged: Rule = {
  id: 'N1',
  needs: ['activity'],
  byAbsence: true,
  weigh(resource, facts) {
    const made = madeAt(resource, facts);
    if (made === undefined || made >= facts.now - 90 * day) return undefined;
    const changed = Math.max(instant(resource.changedAt) ?? made, facts.lastChanges.get(resource.key) ?? made);
    if (changed >= facts.windowFrom) return undefined;
    return { rule: 'N1', weight: -25, values: { when: new Date(made).toISOString() }, from: 'resources' };
  },
};
