import { isCompute } from '../compute.ts';
import { callerName } from './caller-name.ts';
import type { Rule } from './rule.ts';

const leastInBurst = 5;

/** E6: one of at least five made by the same caller within an hour. */
export const madeInBurst: Rule = {
  id: 'E6',
  needs: ['activity'],
  about: isCompute,
  weigh({ key }, { bursts, creations }) {
    const burst = bursts.get(key);
    if (burst === undefined || burst.count < leastInBurst) return undefined;
    const values = { count: burst.count, minutes: burst.minutes, who: callerName(creations.get(key)) };
    return { rule: 'E6', weight: 15, values, from: 'activity' };
  },
};
