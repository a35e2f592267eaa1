import { day } from '../clocks.ts';
import { isCompute } from '../compute.ts';
import { callerName } from './caller-name.ts';
import type { Rule } from './rule.ts';

/** E10: its creator had asked for more quota in the week before. */
export const quotaRaised: Rule = {
  id: 'E10',
  needs: ['activity'],
  about: isCompute,
  weigh({ key }, { creations, histories }) {
    const creation = creations.get(key);
    if (creation?.caller === undefined) return undefined;
    const raised = (histories.get(creation.caller)?.quotaRaises ?? []).findLast(
      (at) => at <= creation.at && at >= creation.at - 7 * day,
    );
    if (raised === undefined) return undefined;
    const values = { who: callerName(creation), when: new Date(raised).toISOString() };
    return { rule: 'E10', weight: 10, values, from: 'activity' };
  },
};
