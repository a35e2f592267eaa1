import { networkOf } from '../callers.ts';
import { day } from '../clocks.ts';
import { isCompute } from '../compute.ts';
import { callerName } from './caller-name.ts';
import type { Rule } from './rule.ts';

const weights = { address: 10, password: 5, both: 15 } as const;

/** E9: its creator signed in without a second factor, or came from a network unlike those of before. */
export const signIn: Rule = {
  id: 'E9',
  needs: ['activity'],
  about: isCompute,
  weigh({ key }, { creations, histories, gaps }) {
    const creation = creations.get(key);
    if (creation?.caller === undefined) return undefined;
    const { caller } = creation.event;
    const password = caller.mfa === 'no';
    const network = networkOf(caller);
    const earlier = [...(histories.get(creation.caller)?.networks ?? [])].filter(([, at]) => at < creation.at - day);
    const address =
      !gaps.has('activity') &&
      network !== undefined &&
      earlier.length > 0 &&
      earlier.every(([known]) => known !== network);
    if (!password && !address) return undefined;
    const variant = password && address ? 'both' : address ? 'address' : 'password';
    const values = { who: callerName(creation), ...(address ? { address: caller.address ?? '' } : {}) };
    return { rule: 'E9', variant, weight: weights[variant], values, from: 'activity' };
  },
};
