import type { Plan } from '../src/domain/plan.ts';
import type { RunItem } from '../src/domain/run.ts';
import { mostInFlight, nextMoves } from '../src/domain/run-moves.ts';

/** Deletions that Azure gives at once, and those that come back each second (facts/azure.md 7). */
const bucket = 200;
const refill = 10;

/**
 * Seconds that a plan takes at least, if each deletion is seen as ended after `each` seconds and all else took no time:
 * four at a time, nothing before what uses it, and no more than the bucket gives.
 */
export function boundSeconds(plan: Plan, each: number): number {
  let items: readonly RunItem[] = plan.items.map(({ resource, action, goesWith, waitsFor }) => ({
    ...resource,
    action: action === 'goes-with' ? 'goes-with' : 'act',
    ...(goesWith === undefined ? {} : { goesWith }),
    waitsFor,
    state: 'planned',
    asked: 0,
    tries: 0,
    correlationIds: [],
  }));
  const ends = new Map<string, number>();
  let tokens = bucket;
  let at = 0;
  const step = each / 100;
  for (; ; at += step) {
    tokens = Math.min(bucket, tokens + step * refill);
    items = items.map((item) =>
      (ends.get(item.key) ?? Number.POSITIVE_INFINITY) <= at ? { ...item, state: 'done' } : item,
    );
    if (items.every(({ state }) => state === 'done')) return at;
    const free = mostInFlight - items.filter(({ state }) => state === 'running').length;
    const due = nextMoves({ act: 'delete', items }, new Set(), new Date()).now;
    const parts = due.filter(({ action }) => action === 'goes-with');
    const begin = due
      .filter(({ action, state }) => action === 'act' && state === 'planned')
      .slice(0, Math.min(free, Math.floor(tokens)));
    tokens -= begin.length;
    for (const { key } of begin) ends.set(key, at + each);
    for (const { key } of parts) ends.set(key, at);
    const begun = new Set(begin.map(({ key }) => key));
    items = items.map((item) => (begun.has(item.key) ? { ...item, state: 'running' } : item));
  }
}
