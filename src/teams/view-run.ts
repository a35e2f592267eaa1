import type { ItemStateName, RunView } from '../../cards/response-views.ts';
import { countItems, type Run, type RunItem } from '../domain/run.ts';

/** Rows that a card shows; those that matter most come first. */
const mostItems = 12;

const ranks: Readonly<Record<ItemStateName, number>> = {
  running: 0,
  verifying: 1,
  checking: 2,
  failed: 3,
  unknown: 4,
  skipped: 5,
  planned: 6,
  done: 7,
};

function itemView({ name, type, state, why, detail, action, endedAt }: RunItem): RunView['items'][number] {
  return {
    name,
    type,
    state,
    isPart: action === 'goes-with',
    ...(why === undefined ? {} : { why }),
    ...(detail === undefined ? {} : { detail }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

/** How far a run is: what is under way first, then what went wrong, then what waits, then what is done. */
export function runView(run: Run): RunView {
  const { id, act, by, startedAt, endedAt, cancelledAt, items } = run;
  const sorted = items.toSorted((a, b) => ranks[a.state] - ranks[b.state]);
  return {
    id,
    act,
    by: by.name,
    startedAt,
    items: sorted.slice(0, mostItems).map(itemView),
    total: items.length,
    counts: countItems(items),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(cancelledAt === undefined ? {} : { cancelledAt }),
  };
}
