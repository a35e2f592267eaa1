import { protectingTag } from '../removable.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/**
 * N2: a protecting tag or a lock says that somebody wants to keep it. A lock that its own creator made since the trouble
 * began says nothing: that is what intruders do.
 */
export const protectedByOwner: Rule = {
  id: 'N2',
  needs: ['locks'],
  weigh(resource, { context, locksOn, creations, keyOf, windowFrom }): Finding | undefined {
    const tag = protectingTag(resource, context.protectedTags);
    if (tag !== undefined) return { rule: 'N2', variant: 'tag', weight: -20, values: { tag }, from: 'resources' };
    const creator = creations.get(resource.key)?.caller;
    const lock = locksOn(resource.key).find(
      ({ made }) =>
        made === undefined || made.at < windowFrom || creator === undefined || keyOf(made.event.caller) !== creator,
    )?.lock;
    if (lock === undefined) return undefined;
    return lock.madeBy === undefined
      ? { rule: 'N2', variant: 'lock', weight: -20, values: { lock: lock.name }, from: 'locks' }
      : { rule: 'N2', variant: 'lock-by', weight: -20, values: { lock: lock.name, who: lock.madeBy }, from: 'locks' };
  },
};
