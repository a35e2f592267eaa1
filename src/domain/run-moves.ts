import type { ResourceKey } from './azure-resource.ts';
import { minute } from './clocks.ts';
import type { Run, RunItem } from './run.ts';

/** At once per subscription (facts/azure.md 7). */
export const mostInFlight = 4;
/** Longest that one item may take from its first request on. */
export const itemMinutes = 15;

const over: ReadonlySet<RunItem['state']> = new Set(['done', 'failed', 'skipped', 'unknown']);

export function isOver({ state }: Pick<RunItem, 'state'>): boolean {
  return over.has(state);
}

/** What is to be done next: items to go on with now, items that end without being touched, and when to look again. */
export interface Moves {
  readonly now: readonly RunItem[];
  readonly settled: readonly RunItem[];
  /** Milliseconds; undefined where nothing waits for time. */
  readonly waitMs?: number;
}

/**
 * The next moves of a run; pure. An item begins when what uses it is gone, and at most four are under way; those that go
 * with another are only looked at once that one is gone. After a cancel, what has not begun is left alone.
 */
export function nextMoves(
  run: Pick<Run, 'act' | 'items' | 'cancelledAt'>,
  busy: ReadonlySet<ResourceKey>,
  now: Date,
): Moves {
  const byKey = new Map(run.items.map((item) => [item.key, item]));
  const open = run.items.filter((item) => !isOver(item) && !busy.has(item.key));
  const at = now.toISOString();
  const settled = open.flatMap((item) => settledBy(item, byKey, run, at) ?? []);
  const left = open.filter((item) => !settled.some(({ key }) => key === item.key));
  const underWay = run.items.filter((item) => isUnderWay(item)).length;
  let room = Math.max(0, mostInFlight - underWay);
  const due: RunItem[] = [];
  const waits: number[] = [];
  for (const item of left) {
    const wait = Date.parse(item.dueAt ?? '') - now.getTime();
    if (isWaitingForOthers(item, byKey)) continue;
    if (wait > 0) {
      waits.push(wait);
      continue;
    }
    const begins = item.state === 'planned' && item.action === 'act';
    if (begins && room === 0) continue;
    if (begins) room -= 1;
    due.push(item);
  }
  return { now: due, settled, ...(waits.length === 0 ? {} : { waitMs: Math.min(...waits) }) };
}

/** Takes one of the four places. */
function isUnderWay({ action, state }: RunItem): boolean {
  return action === 'act' && (state === 'checking' || state === 'running' || state === 'verifying');
}

function isWaitingForOthers(item: RunItem, byKey: ReadonlyMap<ResourceKey, RunItem>): boolean {
  if (item.state !== 'planned') return false;
  const before = item.goesWith === undefined ? item.waitsFor : [item.goesWith];
  return before.some((key) => {
    const other = byKey.get(key);
    return other !== undefined && !isOver(other);
  });
}

/** An item that ends where it is: the run was cancelled, or what has to go before it stays. */
function settledBy(
  item: RunItem,
  byKey: ReadonlyMap<ResourceKey, RunItem>,
  run: Pick<Run, 'cancelledAt'>,
  at: string,
): RunItem | undefined {
  if (item.state !== 'planned') return undefined;
  const before = item.goesWith === undefined ? item.waitsFor : [item.goesWith];
  const stays = before.some((key) => {
    const other = byKey.get(key);
    return other !== undefined && isOver(other) && other.state !== 'done';
  });
  if (stays) return { ...item, state: 'skipped', why: 'owner-stays', endedAt: at };
  // What goes with something that went goes, cancelled or not.
  return run.cancelledAt !== undefined && item.goesWith === undefined
    ? { ...item, state: 'skipped', why: 'cancelled', endedAt: at }
    : undefined;
}

/** Whether an item has taken longer than it may. */
export function tookTooLong(item: RunItem, now: Date): boolean {
  return item.beganAt !== undefined && now.getTime() - Date.parse(item.beganAt) > itemMinutes * minute;
}
