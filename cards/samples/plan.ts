import type { PlanView } from '../plan-views.ts';
import { hostileRef, longRef } from './base.ts';
import { runItem } from './inventory.ts';
import {
  approvedBy,
  base,
  cancel,
  evil,
  evilItem,
  frozen,
  gone,
  item,
  large,
  longItem,
  partly,
  run,
  waiting,
} from './plan-parts.ts';

/** States of the plan card. */
export const planSamples: Readonly<Record<string, PlanView>> = {
  requested: { ...base, progress: { state: 'requested' } },
  'stopped-many': { ...base, progress: { state: 'stopped', stop: { kind: 'too-many', count: 40, most: 25 } } },
  'stopped-share': {
    ...base,
    progress: { state: 'stopped', stop: { kind: 'too-large-a-share', percent: 44.6, most: 30 } },
  },
  'stopped-group': {
    ...base,
    kind: 'group',
    progress: { state: 'stopped', stop: { kind: 'group-not-allowed', because: 'locked', detail: 'stlogs' } },
  },
  'stopped-nothing': { ...base, progress: { state: 'stopped', stop: { kind: 'nothing-left' } } },
  'stopped-sign-in': { ...base, progress: { state: 'stopped', stop: { kind: 'needs-sign-in' } } },
  'stopped-unreadable': { ...base, progress: { state: 'stopped', stop: { kind: 'unreadable', what: 'forbidden' } } },
  frozen: waiting,
  'frozen-second': {
    ...base,
    progress: { state: 'frozen', frozen: { ...frozen, needsSecond: true, guardsLifted: true } },
  },
  'frozen-group': {
    ...base,
    kind: 'group',
    progress: { state: 'frozen', frozen: { ...frozen, kind: 'group', group: 'rg-batch-eu', needsSecond: true } },
  },
  'frozen-subscription': { ...base, kind: 'subscription', progress: { state: 'frozen', frozen: cancel } },
  'frozen-40': { ...base, progress: { state: 'frozen', frozen: large(40) } },
  'frozen-500': { ...base, progress: { state: 'frozen', frozen: large(500) } },
  'frozen-long': {
    ...base,
    ...longRef,
    progress: { state: 'frozen', frozen: { ...large(500), items: Array.from({ length: 40 }, () => longItem) } },
  },
  'frozen-closed': { ...waiting, isClosed: true },
  starting: { ...base, progress: { state: 'approved', frozen, ...approvedBy } },
  running: { ...base, progress: { state: 'approved', frozen, ...approvedBy, run } },
  'running-cancelled': {
    ...base,
    progress: { state: 'approved', frozen, ...approvedBy, run: { ...run, cancelledAt: '2026-11-22T16:17:00.000Z' } },
  },
  'running-500': {
    ...base,
    progress: {
      state: 'approved',
      frozen: large(500),
      ...approvedBy,
      run: {
        ...run,
        items: Array.from({ length: 40 }, (_, index) =>
          runItem(`vm-batch-${index}`, index < 4 ? 'running' : 'planned'),
        ),
        total: 500,
        counts: { done: 210, failed: 2, skipped: 0, unknown: 0, open: 288 },
      },
    },
  },
  gone: { ...base, progress: { state: 'approved', frozen, ...approvedBy, run: gone } },
  partly: { ...base, progress: { state: 'approved', frozen, ...approvedBy, run: partly } },
  'running-subscription': {
    ...base,
    kind: 'subscription',
    progress: {
      state: 'approved',
      frozen: cancel,
      ...approvedBy,
      run: {
        ...run,
        act: 'cancel',
        items: [runItem('ski-prod', 'verifying', { type: 'microsoft.subscription' })],
        total: 1,
        counts: { done: 0, failed: 0, skipped: 0, unknown: 0, open: 1 },
      },
    },
  },
  'gone-subscription': {
    ...base,
    kind: 'subscription',
    progress: {
      state: 'approved',
      frozen: cancel,
      ...approvedBy,
      run: {
        ...gone,
        act: 'cancel',
        items: [runItem('ski-prod', 'done', { type: 'microsoft.subscription' })],
        total: 1,
        counts: { done: 1, failed: 0, skipped: 0, unknown: 0, open: 0 },
      },
    },
  },
  drift: {
    ...base,
    progress: {
      state: 'void',
      why: 'drift',
      at: '2026-11-22T16:15:00.000Z',
      drift: {
        changed: [
          { name: 'vm-batch-07', what: 'another' },
          { name: 'vm-batch-08', what: 'lock' },
        ],
        came: ['vm-batch-99'],
        went: ['disk-data'],
      },
    },
  },
  expired: { ...base, progress: { state: 'void', why: 'expired', at: '2026-11-22T16:25:00.000Z' } },
  dropped: { ...base, progress: { state: 'void', why: 'dropped', at: '2026-11-22T16:12:00.000Z' } },
  test: { ...waiting, isTest: true },
  hostile: {
    ...base,
    ...hostileRef,
    progress: {
      state: 'frozen',
      frozen: {
        ...frozen,
        kind: 'group',
        group: evil,
        subscriptionName: evil,
        by: evil,
        items: [{ ...item, name: evil, type: evil, location: evil, goesWith: [evil] }],
        excluded: [{ name: evil, type: evil, why: 'locked', detail: evil, by: evil }],
        dependants: [{ name: evil, type: evil, on: evil }],
        leftovers: [{ name: evil, type: evil, burn: { from: 'unknown' } }],
      },
    },
  },
  'hostile-drift': {
    ...base,
    ...hostileRef,
    by: evil,
    progress: {
      state: 'void',
      why: 'drift',
      at: '2026-11-22T16:15:00.000Z',
      drift: { changed: [{ name: evil, what: 'size' }], came: [evil], went: [evil] },
    },
  },
  'hostile-run': {
    ...base,
    ...hostileRef,
    progress: {
      state: 'approved',
      frozen,
      ...approvedBy,
      approvedBy: evil,
      run: { ...partly, items: [evilItem], by: evil },
    },
  },
};
