import { computeKind } from '../compute.ts';
import { parseVmSize } from '../vm-size.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

const manyInOne = 32;
const manyTogether = 64;

/** E4: at least 32 processors in a machine, or 64 in the machines of a scale set or pool. */
export const manyCores: Rule = {
  id: 'E4',
  needs: ['details'],
  about: ({ type }) => computeKind(type) === 'machines',
  lacks: ({ size }) => (size === undefined ? 'details' : undefined),
  weigh({ size, instances }): Finding | undefined {
    const each = size === undefined ? undefined : parseVmSize(size)?.vcpus;
    if (size === undefined || each === undefined) return undefined;
    const total = each * (instances ?? 1);
    if (instances !== undefined && total >= manyTogether)
      return {
        rule: 'E4',
        variant: 'total',
        weight: 10,
        values: { cores: total, count: instances, size },
        from: 'details',
      };
    if (each < manyInOne || instances === 0) return undefined;
    return { rule: 'E4', weight: 10, values: { cores: each, size }, from: 'details' };
  },
};
