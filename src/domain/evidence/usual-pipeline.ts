import { callerName } from './caller-name.ts';
import type { Rule } from './rule.ts';

/** N3: made by whom, from where and with what earlier resources were made. */
export const usualPipeline: Rule = {
  id: 'N3',
  needs: ['activity'],
  weigh({ key }, { creations, pipelines, windowFrom }) {
    const creation = creations.get(key);
    if (creation === undefined || creation.at < windowFrom || !pipelines.isUsual(creation)) return undefined;
    return { rule: 'N3', weight: -15, values: { who: callerName(creation) }, from: 'activity' };
  },
};
