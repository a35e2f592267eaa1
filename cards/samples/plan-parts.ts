import type { FrozenView, PlanItemView, PlanView } from '../plan-views.ts';
import type { RunView } from '../response-views.ts';
import { giulia, marco, ref } from './base.ts';
import { eur, runItem } from './inventory.ts';

const vm = 'microsoft.compute/virtualmachines';

export const item: PlanItemView = {
  name: 'vm-batch-07',
  type: vm,
  location: 'brazilsouth',
  level: 'strong',
  burn: { from: 'actual', ...eur(3.67, 4.1) },
  warnings: [],
  goesWith: ['osdisk-07'],
};

export const frozen: FrozenView = {
  kind: 'resources',
  subscriptionName: 'ski-prod',
  by: giulia,
  madeAt: '2026-11-22T16:10:00.000Z',
  expiresAt: '2026-11-22T16:25:00.000Z',
  items: [
    item,
    { ...item, name: 'vm-batch-08', warnings: ['still-running'] },
    {
      ...item,
      name: 'nic-07',
      type: 'microsoft.network/networkinterfaces',
      level: 'none',
      burn: { from: 'none' },
      goesWith: [],
    },
    {
      ...item,
      name: 'disk-data',
      type: 'microsoft.compute/disks',
      level: 'none',
      burn: { from: 'prices', ...eur(0.02) },
      goesWith: [],
      warnings: ['old', 'no-fingerprint'],
    },
  ],
  itemsTotal: 6,
  types: [
    { type: vm, count: 2 },
    { type: 'microsoft.compute/disks', count: 3 },
    { type: 'microsoft.network/networkinterfaces', count: 1 },
  ],
  excluded: [
    {
      name: 'pool1',
      type: 'microsoft.containerservice/managedclusters/agentpools',
      why: 'locked',
      detail: 'do-not-touch',
      by: 'ops@customer.example',
    },
    { name: 'stlogs', type: 'microsoft.storage/storageaccounts', why: 'protected-type' },
  ],
  excludedTotal: 2,
  dependants: [{ name: 'lb-front', type: 'microsoft.network/loadbalancers', on: 'nic-07' }],
  dependantsTotal: 1,
  leftovers: [{ name: 'pip-07', type: 'microsoft.network/publicipaddresses', burn: { from: 'prices', ...eur(0.005) } }],
  leftoversTotal: 1,
  saves: eur(7.3, 8.2),
  total: 41,
  needsSecond: false,
  guardsLifted: false,
  hash: '9f2c4e1ab07d5566'.repeat(4),
};

export const base = {
  ...ref,
  id: 'plan_0123456789abcdef0123456789abcdef',
  kind: 'resources',
  isClosed: false,
  by: giulia,
  at: '2026-11-22T16:09:00.000Z',
} as const;

export const waiting: PlanView = { ...base, progress: { state: 'frozen', frozen } };

export const run: RunView = {
  id: 'run_0123456789abcdef0123456789abcdef',
  act: 'delete',
  by: marco,
  startedAt: '2026-11-22T16:16:00.000Z',
  items: [
    runItem('vm-batch-08', 'running'),
    runItem('nic-07', 'planned', { type: 'microsoft.network/networkinterfaces' }),
    runItem('disk-data', 'checking', { type: 'microsoft.compute/disks' }),
    runItem('vm-batch-07', 'verifying'),
    runItem('osdisk-07', 'planned', { type: 'microsoft.compute/disks', isPart: true }),
    runItem('osdisk-08', 'done', { type: 'microsoft.compute/disks', isPart: true }),
  ],
  total: 6,
  counts: { done: 1, failed: 0, skipped: 0, unknown: 0, open: 5 },
};

export const approvedBy = {
  approvedBy: marco,
  approvedAt: '2026-11-22T16:15:00.000Z',
  looksAfter: [1, 24, 72],
} as const;

export const gone: RunView = {
  ...run,
  endedAt: '2026-11-22T16:21:00.000Z',
  items: run.items.map((one) => ({ ...one, state: 'done' })),
  counts: { done: 6, failed: 0, skipped: 0, unknown: 0, open: 0 },
};

export const partly: RunView = {
  ...gone,
  items: [
    runItem('vm-batch-07', 'failed', {
      why: 'locked',
      detail: 'ScopeLocked: The scope cannot perform delete operation',
    }),
    runItem('nic-07', 'failed', { why: 'in-use', type: 'microsoft.network/networkinterfaces' }),
    runItem('disk-data', 'skipped', { why: 'not-the-one', type: 'microsoft.compute/disks' }),
    runItem('osdisk-07', 'unknown', { why: 'took-too-long', type: 'microsoft.compute/disks' }),
    runItem('vm-batch-08', 'done'),
    runItem('osdisk-08', 'done', { why: 'already-gone', type: 'microsoft.compute/disks', isPart: true }),
  ],
  counts: { done: 2, failed: 2, skipped: 1, unknown: 1, open: 0 },
};

export const cancel: FrozenView = {
  ...frozen,
  kind: 'subscription',
  items: [{ ...item, name: 'ski-prod', type: 'microsoft.subscription', goesWith: [] }],
  itemsTotal: 1,
  types: [{ type: 'microsoft.subscription', count: 1 }],
  excluded: [],
  excludedTotal: 0,
  dependants: [],
  dependantsTotal: 0,
  leftovers: [],
  leftoversTotal: 0,
  needsSecond: true,
};

export const large = (count: number): FrozenView => ({
  ...frozen,
  items: Array.from({ length: Math.min(count, 40) }, (_, index) => ({ ...item, name: `vm-batch-${index + 1}` })),
  itemsTotal: count,
  types: [
    { type: vm, count: count / 2 },
    { type: 'microsoft.compute/disks', count: count / 2 },
  ],
  excluded: Array.from({ length: 12 }, () => ({ name: 'pool1', type: vm, why: 'no-right' as const })),
  excludedTotal: 12,
  total: 600,
  needsSecond: true,
  guardsLifted: true,
});

export const longItem: PlanItemView = {
  ...item,
  name: 'n'.repeat(140),
  location: 'l'.repeat(140),
  goesWith: ['g'.repeat(140), 'h'.repeat(140), 'i'.repeat(140)],
  warnings: ['old', 'still-running', 'no-signs', 'no-fingerprint', 'has-dependants'],
};

export const evil = '<at>All</at> [x](https://evil.example) **b** {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${y}';
export const evilItem = runItem(evil, 'failed', { why: 'other', detail: evil, type: evil });
