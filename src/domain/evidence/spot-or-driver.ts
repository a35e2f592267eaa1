import { hour } from '../clocks.ts';
import { computeKind } from '../compute.ts';
import { isAccelerated, parseVmSize } from '../vm-size.ts';
import { madeAt } from './facts.ts';
import type { Rule } from './rule.ts';

/** E16: cheap capacity with accelerators, or a GPU driver or a command put into it within an hour of its creation. */
export const spotOrDriver: Rule = {
  id: 'E16',
  needs: ['activity'],
  about: ({ type }) => computeKind(type) === 'machines',
  weigh(resource, facts) {
    const { size, spot, key } = resource;
    const parsed = size === undefined ? undefined : parseVmSize(size);
    if (spot === true && parsed !== undefined && isAccelerated(parsed))
      return { rule: 'E16', variant: 'spot', weight: 10, values: {}, from: 'details' };
    const made = madeAt(resource, facts);
    const act = facts.machineActs.get(key)?.find(({ at }) => made !== undefined && at >= made && at - made <= hour);
    if (act === undefined) return undefined;
    const values = { when: new Date(act.at).toISOString() };
    return { rule: 'E16', variant: act.kind, weight: 10, values, from: 'activity' };
  },
};
