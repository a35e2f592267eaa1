import type { ResourceKey } from './azure-resource.ts';
import { minute } from './clocks.ts';
import type { Run, RunItem } from './run.ts';

/** At once per subscription (facts/azure.md 7). */
export const mostInFlight = 4;
/** Parts whose disappearance is looked at at a time. */
const mostLooks = 8;
/** Longest that one item may take from its first request on. */
const itemMinutes = 15;

const over: ReadonlySet<RunItem['state']> = new Set(['done', 'failed', 'skipped', 'unknown']);

export function isOver({ state }: Pick<RunItem, 'state'>): boolean {
  return over.has(state);
}

/** What is to be done next: items to go on with now, items that change without being touched, and when to look again. */
export interface Moves {
  readonly now: readonly RunItem[];
  readonly settled: readonly RunItem[];
  /** Milliseconds; undefined where nothing waits for time. */
  readonly waitMs?: number;
}

/**
 * The next moves of a run; pure. An item begins when what uses it is gone, and at most four are under way; one that was
 * refused and waits for another try makes room meanwhile. Those that go with another are only looked at once that one is
 * gone. After a cancel, what has not begun is left alone, and nothing is asked a second time.
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
  const going = run.items.filter((item) => !isOver(item) && (busy.has(item.key) || isUnderWay(item)));
  let room = mostInFlight - going.filter(({ action }) => action === 'act').length;
  let looks = mostLooks - run.items.filter(({ key, action }) => action === 'goes-with' && busy.has(key)).length;
  const due: RunItem[] = [];
  const waits: number[] = [];
  for (const item of left) {
    const wait = Date.parse(item.dueAt ?? '') - now.getTime();
    if (isWaitingForOthers(item, byKey)) continue;
    if (wait > 0) {
      waits.push(wait);
      continue;
    }
    if (item.action === 'goes-with' ? looks-- <= 0 : !isUnderWay(item) && room-- <= 0) continue;
    due.push(item);
  }
  return { now: due, settled, ...(waits.length === 0 ? {} : { waitMs: Math.min(...waits) }) };
}

/** Was asked for, or perhaps; one that was refused is back at the check. */
function isUnderWay({ state }: RunItem): boolean {
  return state === 'running' || state === 'verifying';
}

function isWaitingForOthers(item: RunItem, byKey: ReadonlyMap<ResourceKey, RunItem>): boolean {
  if (item.state !== 'planned') return false;
  const before = item.goesWith === undefined ? item.waitsFor : [item.goesWith];
  return before.some((key) => {
    const other = byKey.get(key);
    return other !== undefined && !isOver(other);
  });
}

/** An item that goes on without being touched: the run was cancelled, or what has to go before it stays. */
function settledBy(
  item: RunItem,
  byKey: ReadonlyMap<ResourceKey, RunItem>,
  run: Pick<Run, 'cancelledAt'>,
  at: string,
): RunItem | undefined {
  if (item.state === 'planned') {
    const before = item.goesWith === undefined ? item.waitsFor : [item.goesWith];
    const stays = before.some((key) => {
      const other = byKey.get(key);
      return other !== undefined && isOver(other) && other.state !== 'done';
    });
    if (stays) return skipped(item, 'owner-stays', at);
  }
  // What goes with something that went goes, cancelled or not.
  if (run.cancelledAt === undefined || item.action === 'goes-with') return undefined;
  if (item.state === 'planned') return skipped(item, 'cancelled', at);
  if (item.state !== 'checking' && (item.state !== 'running' || item.follow)) return undefined;
  if (item.state === 'checking' && (item.asked === 0 || item.why !== undefined)) return skipped(item, 'cancelled', at);
  // It may have been asked before the process died: looks say what became of it.
  return { ...item, state: 'verifying', tries: 0, dueAt: at };
}

function skipped(item: RunItem, why: 'cancelled' | 'owner-stays', at: string): RunItem {
  const { dueAt: _due, detail: _detail, ...rest } = item;
  return { ...rest, state: 'skipped', why, endedAt: at };
}

/** Whether an item has taken longer than it may. */
export function tookTooLong(item: RunItem, now: Date): boolean {
  return item.beganAt !== undefined && now.getTime() - Date.parse(item.beganAt) > itemMinutes * minute;
}
