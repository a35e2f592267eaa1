import type { Rule } from './rule.ts';

/** N5: the partner said of it in an earlier case that it is legitimate. */
export const confirmedEarlier: Rule = {
  id: 'N5',
  needs: [],
  weigh({ key }, { confirmed }) {
    const earlier = confirmed.get(key);
    return earlier === undefined
      ? undefined
      : { rule: 'N5', weight: -40, values: { who: earlier.by, when: earlier.at }, from: 'alert' };
  },
};
