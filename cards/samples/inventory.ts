import type { FindingView, InventoryView, RunItemView, RunView, SuspectView } from '../response-views.ts';
import { giulia, hostileRef, links, longRef, marco, ref } from './base.ts';

export const eur = (low: number, high = low) => ({ low, high, currency: 'EUR' });

const key = (name: string) =>
  `/subscriptions/11111111-aaaa-4bbb-8ccc-000000000001/resourcegroups/rg-batch-eu/providers/microsoft.compute/virtualmachines/${name}`;

const found = (rule: string, weight: number, values: FindingView['values'] = {}, variant?: string): FindingView => ({
  rule,
  weight,
  values,
  ...(variant === undefined ? {} : { variant }),
});

const gpu: SuspectView = {
  key: key('vm-batch-07'),
  name: 'vm-batch-07',
  type: 'microsoft.compute/virtualmachines',
  size: 'Standard_NC24ads_A100_v4',
  isSpot: false,
  location: 'brazilsouth',
  group: 'rg-batch-eu',
  score: 100,
  level: 'strong',
  isNamed: true,
  findings: [
    found('E1', 50),
    found('E3', 20, { size: 'Standard_NC24ads_A100_v4' }),
    found('E6', 15, { count: 12, minutes: 22, who: 'ci-runner-legacy' }),
    found('E7', 15, { region: 'brazilsouth' }),
    found('E12', 15, { cost: 742.4, currency: 'EUR', usual: 31.2, when: '2026-11-21' }),
    found('E5', 10, { when: '2026-11-22T00:14:00.000Z', hours: 11 }, 'before-alert'),
    found('E9', 5, { who: 'ci-runner-legacy' }, 'password'),
  ],
  unchecked: ['cpu'],
  burn: { from: 'actual', ...eur(3.67, 4.1) },
  power: 'running',
  locks: [],
};

const suspects: readonly SuspectView[] = [
  gpu,
  { ...gpu, key: key('vm-batch-08'), name: 'vm-batch-08', score: 95 },
  {
    ...gpu,
    key: key('vmss-render'),
    name: 'vmss-render',
    type: 'microsoft.compute/virtualmachinescalesets',
    size: 'Standard_F72s_v2',
    instances: 12,
    isSpot: true,
    isNamed: false,
    location: 'eastus',
    score: 70,
    burn: { from: 'prices', ...eur(18, 31) },
  },
  {
    ...gpu,
    key: key('aks-ci/agentpools/pool1'),
    name: 'pool1',
    type: 'microsoft.containerservice/managedclusters/agentpools',
    size: 'Standard_D8s_v5',
    instances: 3,
    isNamed: false,
    location: 'westeurope',
    score: 35,
    level: 'some',
    findings: [
      found('E4', 10, { cores: 24, count: 3, size: 'Standard_D8s_v5' }, 'total'),
      found('E15', 5, { count: 6, pattern: 'pool#' }),
    ],
    burn: { from: 'unknown' },
    locks: [{ name: 'do-not-touch', level: 'CanNotDelete', by: 'ops@customer.example' }],
  },
  {
    ...gpu,
    key: key('vm-web-01'),
    name: 'vm-web-01',
    size: 'Standard_D4s_v5',
    isNamed: false,
    location: 'westeurope',
    score: 12,
    level: 'weak',
    findings: [found('N1', -25, { when: '2024-03-02T10:00:00.000Z' }), found('E13', 15, { percent: 97, hours: 9 })],
    unchecked: [],
    power: 'deallocated',
    burn: { from: 'none' },
  },
];

const toChoice = ({ key: of, name, type, location, level }: SuspectView) => ({ key: of, name, type, location, level });

const read: InventoryView = {
  ...ref,
  isClosed: false,
  isFraud: true,
  isReading: false,
  found: {
    readAt: '2026-11-22T16:02:00.000Z',
    counts: { all: 41, strong: 3, some: 1, weak: 1, none: 36, burning: 4 },
    money: {
      perHour: eur(29, 43.3),
      burnt: eur(412, 690),
      savedByStop: eur(28, 42),
      staysBilled: eur(0.42),
      unknown: 1,
      prices: { date: '2026-11-01', source: 'Azure Retail Prices' },
    },
    rows: suspects,
    choices: suspects.map(toChoice),
    groups: ['rg-batch-eu'],
    gaps: [
      { what: 'cpu', why: 'forbidden' },
      { what: 'activity', why: 'cut' },
    ],
  },
  links: links.slice(1),
};

export const runItem = (name: string, state: RunItemView['state'], more: Partial<RunItemView> = {}): RunItemView => ({
  name,
  type: 'microsoft.compute/virtualmachines',
  state,
  isPart: false,
  ...more,
});

const stopping: RunView = {
  id: 'run_0123456789abcdef0123456789abcdef',
  act: 'stop',
  by: giulia,
  startedAt: '2026-11-22T16:03:00.000Z',
  items: [
    runItem('vm-batch-07', 'done'),
    runItem('vm-batch-08', 'verifying'),
    runItem('vmss-render', 'running', { type: 'microsoft.compute/virtualmachinescalesets' }),
    runItem('vm-batch-09', 'planned'),
  ],
  total: 4,
  counts: { done: 1, failed: 0, skipped: 0, unknown: 0, open: 3 },
};

const stopped: RunView = {
  ...stopping,
  endedAt: '2026-11-22T16:06:00.000Z',
  items: [runItem('vm-batch-07', 'done'), runItem('vm-batch-08', 'done')],
  total: 2,
  counts: { done: 2, failed: 0, skipped: 0, unknown: 0, open: 0 },
};

const many = Array.from({ length: 40 }, (_, index) => ({
  ...gpu,
  key: key(`vm-batch-${index}`),
  name: `vm-batch-${index}`,
}));

/** As long as Azure lets names be, and longer. */
const long = Array.from({ length: 25 }, (_, index) => ({
  ...gpu,
  key: `${key('')}${index}${'n'.repeat(200)}`,
  name: `${index}${'n'.repeat(140)}`,
  location: 'l'.repeat(140),
  size: 's'.repeat(140),
  findings: Array.from({ length: 12 }, () => found('E3', 20, { size: 's'.repeat(200) })),
  locks: Array.from({ length: 3 }, () => ({ name: 'k'.repeat(140), level: 'ReadOnly' as const, by: 'w'.repeat(140) })),
}));

const evil = '<at>All</at> [x](https://evil.example) **b** {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${y}';

/** States of the inventory card. */
export const inventorySamples: Readonly<Record<string, InventoryView>> = {
  read,
  'not-fraud': { ...read, isFraud: false },
  reading: { ...read, isReading: true, found: undefined },
  'reading-again': { ...read, isReading: true },
  unreadable: { ...read, found: undefined, trouble: 'forbidden' },
  'unreadable-now': { ...read, trouble: 'unreachable' },
  nothing: {
    ...read,
    found: read.found && {
      ...read.found,
      counts: { all: 36, strong: 0, some: 0, weak: 0, none: 36, burning: 0 },
      money: { unknown: 0 },
      rows: [],
      choices: [],
      groups: [],
      gaps: [],
    },
  },
  stopping: { ...read, run: stopping },
  stopped: {
    ...read,
    run: stopped,
    undo: { run: stopped.id, count: 2 },
    found: read.found && {
      ...read.found,
      counts: { ...read.found.counts, burning: 0 },
      rows: suspects.map((suspect) => ({ ...suspect, power: 'deallocated', burn: { from: 'none' } })),
    },
  },
  'stopped-partly': {
    ...read,
    run: {
      ...stopped,
      items: [
        runItem('vm-batch-07', 'done'),
        runItem('vm-batch-08', 'failed', { why: 'no-right', detail: 'AuthorizationFailed: The client does not have' }),
        runItem('quantum', 'skipped', { why: 'not-stoppable', type: 'microsoft.quantum/workspaces' }),
        runItem('vm-batch-09', 'unknown', { why: 'lost-access' }),
      ],
      total: 4,
      counts: { done: 1, failed: 1, skipped: 1, unknown: 1, open: 0 },
      cancelledAt: '2026-11-22T16:05:00.000Z',
    },
    undo: { run: stopped.id, count: 1 },
    plan: { id: 'plan_0123456789abcdef0123456789abcdef' },
  },
  many: {
    ...read,
    found: read.found && {
      ...read.found,
      counts: { all: 412, strong: 40, some: 0, weak: 0, none: 372, burning: 40 },
      rows: many.slice(0, 8),
      choices: many.slice(0, 25).map(toChoice),
      groups: ['rg-batch-eu', 'rg-batch-us'],
    },
  },
  long: {
    ...read,
    ...longRef,
    found: read.found && { ...read.found, rows: long.slice(0, 8), choices: long.map(toChoice) },
  },
  closed: { ...read, isClosed: true },
  test: { ...read, isTest: true },
  hostile: {
    ...read,
    ...hostileRef,
    run: { ...stopping, by: evil, items: [runItem(evil, 'failed', { why: 'other', detail: evil, type: evil })] },
    found: read.found && {
      ...read.found,
      money: { ...read.found.money, prices: { date: '2026-11-01', source: evil } },
      rows: [
        {
          ...gpu,
          name: evil,
          location: evil,
          size: evil,
          type: evil,
          findings: [found('E3', 20, { size: evil })],
          locks: [{ name: evil, level: 'CanNotDelete', by: marco }],
        },
      ],
      choices: [{ ...toChoice(gpu), name: evil }],
      groups: [evil],
    },
  },
};
