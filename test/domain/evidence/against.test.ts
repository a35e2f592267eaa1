import { day } from '../../../src/domain/clocks.ts';
import { confirmedEarlier } from '../../../src/domain/evidence/confirmed.ts';
import { managed } from '../../../src/domain/evidence/managed.ts';
import { oldAndUnchanged } from '../../../src/domain/evidence/old-and-unchanged.ts';
import { protectedByOwner } from '../../../src/domain/evidence/protected.ts';
import { ago, dana, event, keyOf, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const key = keyOf('vm/w-1');

describe('N1, old and unchanged', () => {
  examplesOf(oldAndUnchanged, [
    { sentence: 'speaks against', found: { weight: -25, values: { when: ago(400 * day) } } },
    { sentence: 'not where it is younger', of: resource('vm/w-1', { createdAt: ago(80 * day) }), found: 'nothing' },
    { sentence: 'not where it was changed since', of: resource('vm/w-1', { changedAt: ago(day) }), found: 'nothing' },
    {
      sentence: 'not where the log shows that something was done to it since',
      reading: { events: [event(key, ago(day), { subStatus: 'OK' })] },
      found: 'nothing',
    },
    {
      sentence: 'still where somebody only read its keys',
      reading: { events: [event(key, ago(day), { operation: 'microsoft.compute/virtualmachines/listkeys/action' })] },
      found: { weight: -25, values: { when: ago(400 * day) } },
    },
    {
      sentence: 'without the log it is not known',
      reading: { gaps: [{ what: 'activity', why: 'cut' }] },
      found: 'activity',
    },
  ]);
});

const lock = {
  name: 'Keep',
  scope: '/subscriptions/44444444-aaaa-4bbb-8ccc-000000000004/resourcegroups/rg1',
  level: 'CanNotDelete',
} as const;
const lockKey = `${lock.scope}/providers/microsoft.authorization/locks/keep`;
const mine = resource('vm/w-1', { createdAt: ago(2 * day) });

describe('N2, protected', () => {
  examplesOf(protectedByOwner, [
    {
      sentence: 'by a tag of the policy, in any case',
      of: resource('vm/w-1', { tags: { 'Do-Not-Delete': 'yes' } }),
      found: { variant: 'tag', weight: -20, values: { tag: 'Do-Not-Delete' } },
    },
    {
      sentence: 'by a lock above',
      reading: { locks: [lock] },
      found: { variant: 'lock', weight: -20, values: { lock: 'Keep' } },
    },
    {
      sentence: 'with who made the lock, where the log shows it',
      reading: { locks: [lock], events: [event(lockKey, ago(50 * day))] },
      found: { variant: 'lock-by', weight: -20, values: { lock: 'Keep', who: 'dana@contoso.example' } },
    },
    {
      sentence: 'not by a lock of its own creator since the trouble began',
      of: mine,
      reading: { locks: [lock], events: [event(key, ago(2 * day)), event(lockKey, ago(day))] },
      found: 'nothing',
    },
    {
      sentence: 'by somebody else’s lock, made since',
      of: mine,
      reading: {
        locks: [lock],
        events: [
          event(key, ago(2 * day)),
          event(lockKey, ago(day), { caller: { ...dana, objectId: 'ops', name: 'ops@contoso.example' } }),
        ],
      },
      found: { variant: 'lock-by', weight: -20, values: { lock: 'Keep', who: 'ops@contoso.example' } },
    },
    {
      sentence: 'not by a lock elsewhere',
      reading: { locks: [{ ...lock, scope: `${lock.scope}0` }] },
      found: 'nothing',
    },
    {
      sentence: 'where locks could not be read, it is not known',
      reading: { gaps: [{ what: 'locks', why: 'forbidden' }] },
      found: 'locks',
    },
  ]);
});

describe('N4, managed', () => {
  examplesOf(managed, [
    {
      sentence: 'by the cluster whose group it is in',
      of: resource('vmss/nodes', { group: 'mc_rg' }),
      reading: { resources: [resource('aks/k', { managesGroup: 'mc_rg' })] },
      found: { weight: 0, values: { owner: 'k' } },
    },
    {
      sentence: 'by the machine that it is an extension of',
      of: resource(`${key}/extensions/x`),
      reading: { resources: [resource('vm/w-1')] },
      found: { weight: 0, values: { owner: 'w-1' } },
    },
    { sentence: 'not by what is not there', of: resource('vm/w-1', { managedBy: keyOf('vm/gone') }), found: 'nothing' },
    { sentence: 'not by itself', of: resource('vm/w-1', { managedBy: key }), found: 'nothing' },
    {
      sentence: 'not in a circle',
      of: resource('vm/w-1', { managedBy: keyOf('vm/w-2') }),
      reading: { resources: [resource('vm/w-2', { managedBy: key })] },
      found: 'nothing',
    },
  ]);
});

describe('N5, confirmed earlier', () => {
  examplesOf(confirmedEarlier, [
    {
      sentence: 'speaks against most',
      context: { confirmed: [{ key, by: 'Ada Okoro', at: ago(30 * day), until: ago(-60 * day) }] },
      found: { weight: -40, values: { who: 'Ada Okoro', when: ago(30 * day), until: ago(-60 * day) } },
    },
    {
      sentence: 'of the same size, however it is written, too',
      of: resource('vm/w-1', { size: 'Standard_D2s_v5' }),
      context: { confirmed: [{ key, by: 'Ada', at: ago(day), until: ago(-day), size: 'standard_d2s_v5' }] },
      found: { weight: -40, values: { who: 'Ada', when: ago(day), until: ago(-day) } },
    },
    {
      sentence: 'of another size says nothing, and that is said',
      of: resource('vm/w-1', { size: 'Standard_NC24' }),
      context: { confirmed: [{ key, by: 'Ada', at: ago(day), until: ago(-day), size: 'Standard_D2s_v5' }] },
      found: {
        weight: 0,
        variant: 'resized',
        values: { who: 'Ada', when: ago(day), was: 'Standard_D2s_v5', size: 'Standard_NC24' },
      },
    },
    {
      sentence: 'another’s does not',
      context: { confirmed: [{ key: keyOf('vm/w-2'), by: 'Ada', at: ago(day), until: ago(-day) }] },
      found: 'nothing',
    },
  ]);
});
