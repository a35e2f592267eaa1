import type { Rule } from './rule.ts';

/** E1: Microsoft's alert names it. */
export const namedInAlert: Rule = {
  id: 'E1',
  needs: ['alert'],
  weigh: ({ key }, { named }) => (named.has(key) ? { rule: 'E1', weight: 50, values: {}, from: 'alert' } : undefined),
};
