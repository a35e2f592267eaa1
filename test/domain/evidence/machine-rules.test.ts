import { day, hour, minute } from '../../../src/domain/clocks.ts';
import { poolOrNight } from '../../../src/domain/evidence/pool-or-night.ts';
import { spotOrDriver } from '../../../src/domain/evidence/spot-or-driver.ts';
import { ago, event, keyOf, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const of = resource('vm/w-1', { createdAt: ago(day), size: 'Standard_NC6s_v3' });
const soon = ago(day - 10 * minute);
const driver = event(`${of.key}/extensions/nvidiagpudriverlinux`, soon);
const command = event(of.key, soon, { operation: 'microsoft.compute/virtualmachines/runcommand/action' });

describe('E16, spot, driver, command', () => {
  examplesOf(spotOrDriver, [
    {
      sentence: 'spot with accelerators',
      of: { ...of, spot: true },
      found: { variant: 'spot', weight: 10, values: {} },
    },
    {
      sentence: 'spot without is nothing',
      of: resource('vm/w-1', { size: 'Standard_D4s_v5', spot: true }),
      found: 'nothing',
    },
    {
      sentence: 'a driver at once',
      of,
      reading: { events: [driver] },
      found: { variant: 'driver', weight: 10, values: { when: soon } },
    },
    {
      sentence: 'a command at once',
      of,
      reading: { events: [command] },
      found: { variant: 'command', weight: 10, values: { when: soon } },
    },
    {
      sentence: 'a command later is nothing',
      of,
      reading: { events: [{ ...command, at: ago(hour) }] },
      found: 'nothing',
    },
    {
      sentence: 'other extensions are nothing',
      of,
      reading: { events: [event(`${of.key}/extensions/azuremonitoragent`, soon)] },
      found: 'nothing',
    },
    {
      sentence: 'without the log it is not known',
      of,
      reading: { gaps: [{ what: 'activity', why: 'forbidden' }] },
      found: 'activity',
    },
    {
      sentence: 'spot is seen without the log',
      of: { ...of, spot: true },
      reading: { gaps: [{ what: 'activity', why: 'forbidden' }] },
      found: { variant: 'spot', weight: 10, values: {} },
    },
  ]);
});

/** Work of three weeks, from eight to five. */
const workdays = Array.from({ length: 21 }, (_, of_) =>
  [8, 10, 12, 14, 16].map((at) =>
    event(keyOf('vm/web'), `2026-10-${String(of_ + 1).padStart(2, '0')}T${String(at).padStart(2, '0')}:00:00.000Z`),
  ),
).flat();
const night = resource('vm/w-1', { createdAt: '2026-11-19T02:14:00.000Z' });
const signs = { vmAddresses: [], poolAddresses: ['198.51.100.20'], poolDomains: ['pool.example'] };

describe('E17, the pool or the night', () => {
  examplesOf(poolOrNight, [
    {
      sentence: 'a pool of the alert in its settings',
      of: { ...of, texts: ['./run --url eu.pool.example:443'] },
      context: { signs },
      found: { variant: 'pool', weight: 40, values: { pool: 'pool.example' } },
    },
    {
      sentence: 'a pool’s address in its settings',
      of: { ...of, texts: ['connect 198.51.100.20:3333'] },
      context: { signs },
      found: { variant: 'pool', weight: 40, values: { pool: '198.51.100.20' } },
    },
    {
      sentence: 'a longer name or address is another',
      of: { ...of, texts: ['whirlpool.example', 'pool.example.org', '198.51.100.201'] },
      context: { signs },
      found: 'nothing',
    },
    {
      sentence: 'a pool’s name that is empty is in no text',
      of: { ...of, texts: ['x'] },
      context: { signs: { ...signs, poolDomains: ['', ' '] } },
      found: 'nothing',
    },
    {
      sentence: 'made at an hour at which nothing was done before',
      of: night,
      reading: { events: workdays },
      found: { variant: 'night', weight: 5, values: { when: '2026-11-19T02:14:00.000Z' } },
    },
    {
      sentence: 'made at the hours of work',
      of: resource('vm/w-1', { createdAt: '2026-11-19T10:14:00.000Z' }),
      reading: { events: workdays },
      found: 'nothing',
    },
    {
      sentence: 'where little was done, no hour is quiet',
      of: night,
      reading: { events: workdays.slice(0, 20) },
      found: 'nothing',
    },
    {
      sentence: 'in a log that was cut, no hour is quiet',
      of: night,
      reading: { events: workdays, gaps: [{ what: 'activity', why: 'cut' }] },
      found: 'activity',
    },
  ]);
});
