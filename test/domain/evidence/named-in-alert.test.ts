import { namedInAlert } from '../../../src/domain/evidence/named-in-alert.ts';
import { keyOf, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

describe('E1, named in the alert', () => {
  examplesOf(namedInAlert, [
    {
      sentence: 'what Microsoft names weighs most',
      context: { named: [keyOf('vm/w-1')] },
      found: { weight: 50, values: {} },
    },
    {
      sentence: 'an instance of a scale set means the scale set',
      of: resource('vmss/pool'),
      context: { named: [`${keyOf('vmss/pool')}/virtualmachines/3`] },
      found: { weight: 50, values: {} },
    },
    {
      sentence: 'another of that name in another group does not',
      context: { named: [keyOf('vm/w-1', 'rg2')] },
      found: 'nothing',
    },
    {
      sentence: 'where the alert could not be read, it is not known',
      reading: { gaps: [{ what: 'alert', why: 'unreachable' }] },
      found: 'alert',
    },
  ]);
});
