import type { MemoryListView, RecallChangeView, RecallView } from '../../cards/memory-views.ts';
import type { VerdictView } from '../../cards/views.ts';
import type { Case } from '../domain/case.ts';
import type { MemoryChange } from '../domain/compare-memory.ts';
import { untilOf } from '../domain/memory.ts';
import { whyNotSame } from '../domain/recall.ts';
import type { MemoryRow } from '../workflow/memory-ports.ts';
import { resourceView } from './view-signs.ts';

function changeView(change: MemoryChange): RecallChangeView {
  switch (change.what) {
    case 'pool':
      return { kind: 'pool', pools: change.poolDomains };
    case 'address':
      return { kind: 'address', addresses: change.vmAddresses };
    case 'resource':
      return { kind: 'resource', resources: change.keys.map((key) => resourceView(key)) };
    case 'size':
      return { kind: 'size', resource: resourceView(change.key), was: change.was, is: change.is };
    case 'creator':
      return { kind: 'creator', count: change.count, names: change.caller };
    case 'cost':
      return { kind: 'cost', was: change.was, is: change.is, currency: change.currency };
    case 'region':
      return { kind: 'region', regions: change.regions };
  }
}

/** How an undecided case compares with what was confirmed before; nothing where nothing counts any more. */
export function recallView(c: Case, now: Date): RecallView | undefined {
  const { recall } = c;
  if (recall === undefined || c.stage === 'closed' || c.verdict.kind !== 'none') return undefined;
  const why = whyNotSame(recall, now);
  if (why === 'expired') return undefined;
  const { from, at, readAt, changes, unchecked } = recall;
  return {
    case: from.caseId,
    number: from.number,
    by: from.by.name,
    at: from.at,
    reason: from.reason,
    until: from.until,
    state: why ?? 'same',
    changes: changes.map(changeView),
    unchecked: recall.isReading ? [] : unchecked,
    ...(readAt === undefined ? {} : { readAt }),
    ...(why === undefined ? { quick: at } : {}),
  };
}

/** Until when a verdict is remembered, or by which earlier one it was given. */
export function rememberedView({ memory, verdict }: Case): Pick<VerdictView, 'sameAs' | 'remembered'> {
  if (verdict.kind !== 'legitimate') return {};
  if (verdict.sameAs !== undefined) {
    const { number, by, at } = verdict.sameAs;
    return { sameAs: { number, by: by.name, at } };
  }
  if (memory === undefined || memory.at !== verdict.at) return {};
  return { remembered: { until: memory.until, ...(memory.ended ? { endedAt: memory.ended.at } : {}) } };
}

export function memoryListView(
  { rows, total }: { readonly rows: readonly MemoryRow[]; readonly total: number },
  shown: Pick<MemoryListView, 'page' | 'first' | 'days' | 'canForget'>,
): MemoryListView {
  return {
    ...shown,
    total,
    rows: rows.map((row) => ({
      case: row.caseId,
      rev: row.revision,
      number: row.number,
      customerTenantId: row.customerTenantId,
      subscriptionId: row.subscriptionId,
      isTest: false,
      ...(row.customerName === undefined ? {} : { customerName: row.customerName }),
      ...(row.subscriptionName === undefined ? {} : { subscriptionName: row.subscriptionName }),
      by: row.by.name,
      at: row.at,
      reason: row.reason,
      until: untilOf(row, shown.days),
    })),
  };
}
