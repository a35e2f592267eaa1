import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/**
 * N5: the partner said of it in an earlier case that it is legitimate, which counts for a time and for what was confirmed:
 * of another size it says nothing, and that is said.
 */
export const confirmedEarlier: Rule = {
  id: 'N5',
  needs: [],
  weigh({ key, size }, { confirmed }): Finding | undefined {
    const earlier = confirmed.get(key);
    if (earlier === undefined) return undefined;
    const { by: who, at: when, until, size: was } = earlier;
    const isOther = was !== undefined && size !== undefined && was.toLowerCase() !== size.toLowerCase();
    return isOther
      ? { rule: 'N5', variant: 'resized', weight: 0, values: { who, when, was, size }, from: 'alert' }
      : { rule: 'N5', weight: -40, values: { who, when, until }, from: 'alert' };
  },
};
