import type { DecideView, MoreView } from '../views.ts';
import { giulia, hostileRef, ref } from './base.ts';

export const decideSamples: Readonly<Record<string, DecideView>> = {
  'open-checks': { ...ref, openChecks: ['usage', 'customer'], alerts: 1, remember: [90, 30, 7] },
  'all-done': { ...ref, openChecks: [], alerts: 3, remember: [] },
  hostile: { ...hostileRef, openChecks: ['customer'], alerts: 1, remember: [14, 7] },
};

const more: MoreView = {
  ...ref,
  isClosed: false,
  canClose: false,
  canReopen: false,
  canCancel: false,
  ownerName: giulia,
  candidates: [
    { id: '00000000-0000-4000-8000-000000000001', name: 'Marco Bianchi' },
    { id: '00000000-0000-4000-8000-000000000002', name: 'Sofia Conti' },
  ],
};

export const moreSamples: Readonly<Record<string, MoreView>> = {
  open: more,
  decided: { ...more, canClose: true, canReopen: true, snoozedUntil: '2026-11-22T18:00:00.000Z' },
  'nobody-else': { ...more, ownerName: undefined, candidates: [] },
  fraud: {
    ...more,
    canClose: true,
    canReopen: true,
    canCancel: true,
    open: { burning: true, checklist: ['credentials', 'mfa'] },
  },
  closed: { ...more, isClosed: true, canReopen: true },
  hostile: {
    ...more,
    ...hostileRef,
    candidates: [{ id: '00000000-0000-4000-8000-000000000003', name: '<at>All</at> [x](https://evil.example)' }],
  },
};
