import { day, hour } from '../clocks.ts';
import { isCompute } from '../compute.ts';
import { instant } from '../instants.ts';
import { isRecent, madeAt } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/** E5: made since the trouble began, or within two weeks; if within three days before the first alert, that is said. */
export const madeRecently: Rule = {
  id: 'E5',
  needs: [],
  about: isCompute,
  lacks: (resource, facts) => (madeAt(resource, facts) === undefined ? 'details' : undefined),
  weigh(resource, facts): Finding | undefined {
    const made = madeAt(resource, facts);
    if (made === undefined || !isRecent(resource, facts)) return undefined;
    const when = new Date(made).toISOString();
    const before = (instant(facts.context.firstSeenAt) ?? Number.NaN) - made;
    if (before >= 0 && before <= 3 * day)
      return {
        rule: 'E5',
        variant: 'before-alert',
        weight: 10,
        values: { when, hours: Math.floor(before / hour) },
        from: 'resources',
      };
    return { rule: 'E5', weight: 10, values: { when }, from: 'resources' };
  },
};
