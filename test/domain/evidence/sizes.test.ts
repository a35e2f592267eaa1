import { acceleratedSize } from '../../../src/domain/evidence/accelerated-size.ts';
import { manyCores } from '../../../src/domain/evidence/many-cores.ts';
import { resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const pool = 'microsoft.machinelearningservices/workspaces/ml/computes/c1';

describe('E3, accelerators', () => {
  examplesOf(acceleratedSize, [
    {
      sentence: 'sizes of the family N have them',
      of: resource('vm/w-1', { size: 'Standard_NC24ads_A100_v4' }),
      found: { weight: 20, values: { size: 'Standard_NC24ads_A100_v4' } },
    },
    {
      sentence: 'in capitals too, as machine learning writes them',
      of: resource(pool, { size: 'STANDARD_NC6S_V3' }),
      found: { weight: 20, values: { size: 'STANDARD_NC6S_V3' } },
    },
    { sentence: 'others have none', of: resource('vm/w-1', { size: 'Standard_D4s_v5' }), found: 'nothing' },
    {
      sentence: 'a name that is no size says nothing',
      of: resource('vm/w-1', { size: 'N'.repeat(500) }),
      found: 'nothing',
    },
    { sentence: 'of a machine whose size was not read it is not known', found: 'details' },
    { sentence: 'a disk is no machine', of: resource('disk/d', { size: 'Premium_LRS' }), found: 'nothing' },
    {
      sentence: 'of a cluster whose pools could not be read it is not known',
      of: resource('aks/k'),
      reading: { gaps: [{ what: 'children', why: 'forbidden' }] },
      found: 'children',
    },
  ]);
});

describe('E4, many processors', () => {
  examplesOf(manyCores, [
    {
      sentence: '32 in one machine are many',
      of: resource('vm/w-1', { size: 'Standard_F32s_v2' }),
      found: { weight: 10, values: { cores: 32, size: 'Standard_F32s_v2' } },
    },
    { sentence: '16 are not', of: resource('vm/w-1', { size: 'Standard_F16s_v2' }), found: 'nothing' },
    {
      sentence: '64 together are many',
      of: resource('vmss/s', { size: 'Standard_D4s_v5', instances: 16 }),
      found: { variant: 'total', weight: 10, values: { cores: 64, count: 16, size: 'Standard_D4s_v5' } },
    },
    {
      sentence: 'fewer together are not',
      of: resource('vmss/s', { size: 'Standard_D4s_v5', instances: 15 }),
      found: 'nothing',
    },
    {
      sentence: 'a scale set of no machines has none',
      of: resource('vmss/s', { size: 'Standard_F72s_v2', instances: 0 }),
      found: 'nothing',
    },
    {
      sentence: 'the rank of an old size is not taken for its processors',
      of: resource('vm/w-1', { size: 'Standard_DS5_v2' }),
      found: 'nothing',
    },
    {
      sentence: 'without details it is not known',
      of: resource('vm/w-1'),
      reading: { gaps: [{ what: 'details', why: 'forbidden' }] },
      found: 'details',
    },
  ]);
});
