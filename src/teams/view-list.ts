import type { AlertListView, CaseListView, CaseRowView, ListName } from '../../cards/views.ts';
import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { PostId } from '../domain/ids.ts';
import type { CaseSummary } from '../workflow/case-ports.ts';
import type { AlertList } from '../workflow/sending-ports.ts';
import { rowClock } from './view-clock.ts';

function rowView(row: CaseSummary, now: Date): CaseRowView {
  const { deadlineAt: _, takenUpAt: __, ...rest } = row;
  return { ...rest, case: row.id, ...(row.verdict === 'none' && { clock: rowClock(row, now) }) };
}

/** 0 while the 24 hours run, 1 where they no longer do, 2 once decided. */
function rank({ verdict, takenUpAt }: CaseSummary): number {
  return verdict === 'none' ? (takenUpAt === undefined ? 0 : 1) : 2;
}

function byUrgency(a: CaseSummary, b: CaseSummary): number {
  return rank(a) - rank(b) || Date.parse(a.deadlineAt) - Date.parse(b.deadlineAt) || a.number - b.number;
}

export interface ReadList {
  readonly which: ListName;
  /** From 1. */
  readonly page: number;
  readonly rows: readonly CaseSummary[];
  /** How many there are, on all pages; where `isMore`, so many and more. */
  readonly total: number;
  readonly isMore: boolean;
  readonly now: Date;
}

/** Rows of a list, the soonest deadline first, those without a running clock and decided ones after them. */
export function caseListView({ rows, now, ...list }: ReadList): CaseListView {
  return { ...list, rows: rows.toSorted(byUrgency).map((row) => rowView(row, now)) };
}

/** The list of a burst. A case that was closed without a verdict has no clock that runs. */
export function alertListView(read: {
  readonly listId: PostId;
  readonly list: AlertList;
  readonly page: number;
  readonly first: number;
  readonly rule: AlertBursts;
  readonly refreshFor: readonly string[];
  readonly now: Date;
}): AlertListView {
  const { listId, list, page, first, rule, refreshFor, now } = read;
  return {
    list: listId,
    page,
    first,
    rule,
    refreshFor,
    total: list.total,
    undecided: list.undecided,
    since: list.since,
    asOf: now.toISOString(),
    rows: list.rows.map(({ hasCard, ...row }) => {
      const { clock, ...rest } = rowView(row, now);
      return { ...rest, hasCard, ...(clock !== undefined && row.stage !== 'closed' && { clock }) };
    }),
  };
}
