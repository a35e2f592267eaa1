import { isCompute } from '../compute.ts';
import { isRecent } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

const manyRegions = 3;

/** E7: in a region that was not used before, or in a burst that reached at least three such. */
export const newRegion: Rule = {
  id: 'E7',
  needs: ['resources'],
  byAbsence: true,
  about: isCompute,
  weigh(resource, facts): Finding | undefined {
    const { location: region, key } = resource;
    if (!facts.newRegions.has(region) || !isRecent(resource, facts)) return undefined;
    const regions = facts.bursts.get(key)?.newRegions ?? 0;
    return regions >= manyRegions
      ? { rule: 'E7', variant: 'several', weight: 15, values: { region, count: regions }, from: 'resources' }
      : { rule: 'E7', weight: 15, values: { region }, from: 'resources' };
  },
};
