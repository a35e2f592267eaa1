import type { CaseListView, CaseRowView, ListName } from '../../cards/views.ts';
import type { CaseSummary } from '../workflow/ports.ts';
import { rowClock } from './view-clock.ts';

function rowView(row: CaseSummary, now: Date): CaseRowView {
  const { deadlineAt, ...rest } = row;
  return { ...rest, case: row.id, ...(row.verdict === 'none' && { clock: rowClock(deadlineAt, now) }) };
}

function decided(row: CaseSummary): number {
  return row.verdict === 'none' ? 0 : 1;
}

/** Rows of a list, the soonest deadline first and decided ones after them. `total` may be more than there are rows. */
export function caseListView(which: ListName, rows: readonly CaseSummary[], total: number, now: Date): CaseListView {
  const sorted = rows.toSorted(
    (a, b) => decided(a) - decided(b) || Date.parse(a.deadlineAt) - Date.parse(b.deadlineAt) || a.number - b.number,
  );
  return { which, rows: sorted.map((row) => rowView(row, now)), total };
}
