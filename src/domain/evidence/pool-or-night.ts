import { isCompute } from '../compute.ts';
import { namesHost } from '../mining-words.ts';
import { isRecent, madeAt } from './facts.ts';
import { hourOf } from './quiet-hours.ts';
import type { Rule } from './rule.ts';

/**
 * E17: it names the pool that the alert saw contact with (weighs as E14 does), or was made at an hour at which nothing
 * had been done here before. Both are ours, not of facts/azure.md 6.3.
 */
export const poolOrNight: Rule = {
  id: 'E17',
  needs: ['activity'],
  about: isCompute,
  weigh(resource, facts) {
    const { poolDomains, poolAddresses } = facts.context.signs;
    const pool = [...poolDomains, ...poolAddresses]
      .toSorted()
      .find((host) => resource.texts.some((text) => namesHost(text, host)));
    if (pool !== undefined) return { rule: 'E17', variant: 'pool', weight: 40, values: { pool }, from: 'details' };
    const made = madeAt(resource, facts);
    if (made === undefined || !isRecent(resource, facts) || !facts.quietHours.has(hourOf(made))) return undefined;
    const values = { when: new Date(made).toISOString() };
    return { rule: 'E17', variant: 'night', weight: 5, values, from: 'activity' };
  },
};
