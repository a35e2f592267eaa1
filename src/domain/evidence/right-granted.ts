import { day } from '../clocks.ts';
import { isCompute } from '../compute.ts';
import { callerName } from './caller-name.ts';
import type { Rule } from './rule.ts';

/** E11: its creator had been given a strong role in the week before. */
export const rightGranted: Rule = {
  id: 'E11',
  needs: ['activity'],
  about: isCompute,
  weigh({ key }, { creations, grants }) {
    const creation = creations.get(key);
    if (creation?.caller === undefined) return undefined;
    const grant = (grants.get(creation.caller) ?? []).findLast(
      ({ at }) => at <= creation.at && at >= creation.at - 7 * day,
    );
    if (grant === undefined) return undefined;
    const values = { who: callerName(creation), role: grant.role, when: new Date(grant.at).toISOString() };
    return { rule: 'E11', weight: 10, values, from: 'activity' };
  },
};
