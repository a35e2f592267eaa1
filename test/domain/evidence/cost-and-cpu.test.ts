import { day } from '../../../src/domain/clocks.ts';
import { busyProcessor } from '../../../src/domain/evidence/busy-processor.ts';
import { costSpike } from '../../../src/domain/evidence/cost-spike.ts';
import { ago, costs, keyOf, resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const times = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);
const key = keyOf('vm/w-1');
const yesterday = ago(day).slice(0, 10);
const web = costs(keyOf('vm/web'), ...times(29, 40));

describe('E12, its cost', () => {
  examplesOf(costSpike, [
    {
      sentence: 'leaves the usual',
      reading: { currency: 'EUR', costs: [costs(key, ...times(28, 40), 400)] },
      found: { weight: 15, values: { cost: 400, usual: 40, currency: 'EUR', when: yesterday } },
    },
    {
      sentence: 'is new: days without a record are days without cost',
      reading: { currency: 'EUR', costs: [web, costs(key, 88.2)] },
      found: { variant: 'new', weight: 15, values: { cost: 88.2, currency: 'EUR', when: yesterday } },
    },
    { sentence: 'is as ever', reading: { currency: 'EUR', costs: [costs(key, ...times(29, 40))] }, found: 'nothing' },
    {
      sentence: 'today’s is not looked at: it is not over',
      reading: { currency: 'EUR', costs: [web, { key, days: [{ date: ago(0).slice(0, 10), cost: 999 }] }] },
      found: 'nothing',
    },
    { sentence: 'is none, where others have some', reading: { currency: 'EUR', costs: [web] }, found: 'nothing' },
    { sentence: 'is not known without access', reading: { gaps: [{ what: 'cost', why: 'forbidden' }] }, found: 'cost' },
    {
      sentence: 'days that are none are not read',
      reading: {
        currency: 'EUR',
        costs: [
          web,
          {
            key,
            days: [
              { date: 'yesterday', cost: 1e9 },
              { date: '2026-99-99', cost: 1e9 },
            ],
          },
        ],
      },
      found: 'nothing',
    },
  ]);
});

describe('E13, its processors', () => {
  const cpu = (...averages: readonly number[]) => ({ cpu: { [key]: { averages } } });
  examplesOf(busyProcessor, [
    {
      sentence: 'are busy for hours on end',
      reading: cpu(...times(4, 3), ...times(9, 98)),
      found: { weight: 15, values: { percent: 98, hours: 9 } },
    },
    {
      sentence: 'are busy for five hours: too short',
      reading: cpu(...times(8, 3), ...times(5, 100)),
      found: 'nothing',
    },
    {
      sentence: 'pause in between',
      reading: cpu(100, 100, 100, 60, 100, 100, 100, 60, 100, 100, 100),
      found: 'nothing',
    },
    { sentence: 'idle', reading: cpu(...times(48, 4)), found: 'nothing' },
    { sentence: 'were not measured', reading: { power: { [key]: 'running' } }, found: 'cpu' },
    {
      sentence: 'are off: there is nothing to measure',
      reading: { power: { [key]: 'deallocated' } },
      found: 'nothing',
    },
    { sentence: 'may not be measured', reading: { gaps: [{ what: 'cpu', why: 'forbidden' }] }, found: 'cpu' },
    { sentence: 'a cluster has none of its own', of: resource('aks/k'), found: 'nothing' },
  ]);
});
