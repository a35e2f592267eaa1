import { day, minute } from '../../../src/domain/clocks.ts';
import { newRegion } from '../../../src/domain/evidence/new-region.ts';
import { ago, event, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const old = resource('vm/web');
const of = resource('vm/w-1', { location: 'brazilsouth', createdAt: ago(day) });
const spread = ['koreacentral', 'uaenorth'].map((location, index) =>
  resource(`vm/w-${index + 2}`, { location, createdAt: ago(day - minute) }),
);

describe('E7, a new region', () => {
  examplesOf(newRegion, [
    {
      sentence: 'a region that was not used before is told',
      of,
      reading: { resources: [old] },
      found: { weight: 15, values: { region: 'brazilsouth' } },
    },
    {
      sentence: 'three new ones in a burst are told together',
      of,
      reading: { resources: [old, ...spread], events: [of, ...spread].map(({ key }) => event(key, ago(day - minute))) },
      found: { variant: 'several', weight: 15, values: { region: 'brazilsouth', count: 3 } },
    },
    {
      sentence: 'a region where something of unknown age stands is not new',
      of,
      reading: { resources: [old, resource('nic/n', { location: 'brazilsouth', createdAt: '' })] },
      found: 'nothing',
    },
    { sentence: 'in a new subscription all regions are new, which says nothing', of, found: 'nothing' },
    { sentence: 'the usual region is not new', reading: { resources: [old] }, found: 'nothing' },
    {
      sentence: 'where not all resources were read, it is not known',
      of,
      reading: { resources: [old], gaps: [{ what: 'resources', why: 'cut' }] },
      found: 'resources',
    },
  ]);
});
