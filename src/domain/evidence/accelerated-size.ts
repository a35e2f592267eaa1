import { computeKind } from '../compute.ts';
import { isAccelerated, parseVmSize } from '../vm-size.ts';
import type { Rule } from './rule.ts';

/** E3: machines with graphics or similar processors, which mine best; of a cluster whose pools could not be read it is not known. */
export const acceleratedSize: Rule = {
  id: 'E3',
  needs: ['details'],
  about: ({ type }, { gaps }) =>
    computeKind(type) === 'machines' || (computeKind(type) === 'holder' && gaps.has('children')),
  lacks: ({ size, type }) => (computeKind(type) === 'holder' ? 'children' : size === undefined ? 'details' : undefined),
  weigh({ size, type }) {
    if (computeKind(type) !== 'machines') return undefined;
    const parsed = size === undefined ? undefined : parseVmSize(size);
    if (size === undefined || parsed === undefined || !isAccelerated(parsed)) return undefined;
    return { rule: 'E3', weight: 20, values: { size }, from: 'details' };
  },
};
