import { isApplication } from '../caller-keys.ts';
import { day } from '../clocks.ts';
import { isCompute } from '../compute.ts';
import { callerName } from './caller-name.ts';
import type { Rule } from './rule.ts';

/** The log must reach back so far before the creation for "not seen before" to mean something. */
const lookBack = 30 * day;
/** Who first acts so shortly before is new. */
const newFor = 7 * day;

/** E8: made by an account of another organisation, one that was not seen before, or an application. */
export const newCreator: Rule = {
  id: 'E8',
  needs: ['activity'],
  about: isCompute,
  weigh({ key }, facts) {
    const creation = facts.creations.get(key);
    if (creation?.caller === undefined) return undefined;
    const { caller } = creation.event;
    const say = (variant: string, more: Readonly<Record<string, string>> = {}) => ({
      rule: 'E8' as const,
      variant,
      weight: 10,
      values: { who: callerName(creation), ...more },
      from: 'activity' as const,
    });
    const tenant = caller.tenantId?.toLowerCase();
    const { customerTenantId, partnerTenantId } = facts.context;
    if (tenant !== undefined && ![customerTenantId, partnerTenantId].some((own) => own.toLowerCase() === tenant))
      return say('foreign');
    // Of a log that is not whole, who is new in it may be old.
    if (facts.gaps.has('activity')) return undefined;
    const first = facts.histories.get(creation.caller)?.firstAt ?? creation.at;
    if (facts.since <= creation.at - lookBack && first >= creation.at - newFor)
      return say('new', { when: new Date(first).toISOString() });
    return isApplication(caller) && !facts.pipelines.makers.has(creation.caller) ? say('application') : undefined;
  },
};
