import type { CaseListView, CaseRowView, ListName } from '../../cards/views.ts';
import type { CaseSummary } from '../workflow/ports.ts';
import { rowClock } from './view-clock.ts';

function rowView(row: CaseSummary, now: Date): CaseRowView {
  const { deadlineAt: _, takenUpAt: __, ...rest } = row;
  return { ...rest, case: row.id, ...(row.verdict === 'none' && { clock: rowClock(row, now) }) };
}

/** 0 while the 24 hours run, 1 where they no longer do, 2 once decided. */
function rank({ verdict, takenUpAt }: CaseSummary): number {
  return verdict === 'none' ? (takenUpAt === undefined ? 0 : 1) : 2;
}

/** Rows of a list, the soonest deadline first, those without a running clock and decided ones after them. `total` may be more than there are rows. */
export function caseListView(which: ListName, rows: readonly CaseSummary[], total: number, now: Date): CaseListView {
  const sorted = rows.toSorted(
    (a, b) => rank(a) - rank(b) || Date.parse(a.deadlineAt) - Date.parse(b.deadlineAt) || a.number - b.number,
  );
  return { which, rows: sorted.map((row) => rowView(row, now)), total };
}
