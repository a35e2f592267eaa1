import assert from 'node:assert/strict';
import type { ResourceKey } from '../../src/domain/azure-resource.ts';
import { sameOne } from '../../src/domain/drift.ts';
import type { Act, RunItem } from '../../src/domain/run.ts';
import { isOver, mostInFlight, nextMoves } from '../../src/domain/run-moves.ts';
import {
  accepted,
  afterCheck,
  afterLook,
  afterPoll,
  asking,
  refused,
  unseen,
  verifying,
} from '../../src/domain/run-steps.ts';
import type { AzureModel, Seen } from './azure-model.ts';

/** Numbers that decide what comes next: which step, a pause, a crash. */
export interface Chaos {
  readonly numbers: readonly number[];
  /** Steps after which the process dies; what was not written is lost. */
  readonly crashes: readonly number[];
  /** The step after which somebody calls the run off. */
  readonly cancelAfter?: number | undefined;
}

export interface Driven {
  readonly items: readonly RunItem[];
  readonly now: number;
  readonly acted: ReadonlyMap<ResourceKey, number>;
  readonly steps: number;
}

const mostSteps = 30_000;

/**
 * Carries a run out against a model of Azure as the workflow does, one step of one item at a time in any order, and
 * checks at each what must always be true. Only what was written outlives a crash.
 */
export function drive(act: Act, planned: readonly RunItem[], azure: AzureModel, began: number, chaos: Chaos): Driven {
  const stored = new Map(planned.map((item) => [item.key, item]));
  const looked = new Map<ResourceKey, Seen>();
  const acted = new Map<ResourceKey, number>();
  const working = new Map<ResourceKey, Generator<void>>();
  const cancelled = new Set<Generator<void>>();
  let now = began;
  let cancelledAt: string | undefined;
  let turn = 0;
  const next = (below: number): number => (chaos.numbers[turn++ % chaos.numbers.length] ?? 0) % Math.max(1, below);
  const date = () => new Date(now);

  const write = (item: RunItem): void => {
    const before = stored.get(item.key);
    assert.ok(before && !isOver(before), 'what is over is never changed');
    if (item.state === 'done') assert.ok(isProof(act, item, looked.get(item.key)), 'done needs a look that proves it');
    stored.set(item.key, item);
    const held = [...stored.values()].filter(
      (one) =>
        one.action === 'act' && !isOver(one) && (working.has(one.key) || ['running', 'verifying'].includes(one.state)),
    );
    assert.ok(held.length <= mostInFlight, `${held.length} under way`);
  };
  const look = (item: RunItem): Seen => {
    const seen = azure.look(item.key, now);
    looked.set(item.key, seen);
    return seen;
  };
  const ask = (item: RunItem) => {
    const seen = looked.get(item.key);
    assert.equal(item.action, 'act');
    assert.ok(
      seen?.kind === 'there' && sameOne(item.fingerprint, seen.fingerprint),
      'asked of another than the planned',
    );
    assert.equal(stored.get(item.key)?.state, 'running', 'what may be asked is written down before');
    assert.ok(
      item.waitsFor.every((key) => isOver(stored.get(key) ?? item)),
      'asked before its users are through',
    );
    acted.set(item.key, (acted.get(item.key) ?? 0) + 1);
    return azure.ask(item.key, now);
  };

  function* advance(item: RunItem): Generator<void> {
    if (item.state === 'verifying' || item.action === 'goes-with') {
      const seen = look(item);
      const at: RunItem = { ...item, state: 'verifying', beganAt: item.beganAt ?? date().toISOString() };
      yield;
      return write(seen.kind === 'refused' ? unseen(at, seen, date()) : afterLook(at, act, seen, date()));
    }
    if (item.state === 'running' && item.follow) {
      const answer = azure.follow(item.key, now);
      yield;
      return write(afterPoll(item, answer, date()));
    }
    const checking: RunItem = item.state === 'planned' ? { ...item, state: 'checking' } : item;
    if (item.state === 'planned') write(checking);
    yield;
    const seen = look(item);
    yield;
    if (seen.kind === 'refused') return write(unseen(checking, seen, date()));
    const then = afterCheck(checking, act, seen, date());
    if (then.kind === 'item') return write(then.item);
    const perhaps = asking(checking, date());
    write(perhaps);
    yield;
    const answer = ask(perhaps);
    yield;
    if (answer.kind === 'refused') write(refused(perhaps, answer, date()));
    else if (answer.kind === 'over') write(verifying(perhaps, date(), 0));
    else write(accepted(perhaps, answer, date()));
  }

  let steps = 0;
  for (; steps < mostSteps; steps++) {
    if (chaos.crashes.includes(steps)) working.clear();
    if (chaos.cancelAfter === steps) {
      cancelledAt = date().toISOString();
      for (const one of working.values()) cancelled.add(one);
    }
    const run = { act, items: [...stored.values()], ...(cancelledAt === undefined ? {} : { cancelledAt }) };
    const moves = nextMoves(run, new Set(working.keys()), date());
    for (const item of moves.settled) write(item);
    if (moves.settled.length > 0) continue;
    for (const item of moves.now) working.set(item.key, advance(item));
    const [key, work] = [...working][next(working.size)] ?? [];
    if (key === undefined || work === undefined) {
      if (moves.waitMs === undefined) break;
      now += moves.waitMs;
      continue;
    }
    if (next(4) === 0) now += next(3000);
    const before = acted.get(key) ?? 0;
    if (work.next().done) working.delete(key);
    if (cancelledAt !== undefined && (acted.get(key) ?? 0) > before)
      assert.ok(cancelled.has(work), 'begun after it was called off');
  }
  assert.ok(steps < mostSteps, 'a run ends');
  return { items: [...stored.values()], now, acted, steps };
}

/** Whether a look shows what an item wanted: gone or another one, stopped, or started. */
function isProof(act: Act, item: RunItem, seen: Seen | undefined): boolean {
  if (seen === undefined || seen.kind === 'refused') return false;
  if (act === 'delete') return seen.kind === 'gone' || !sameOne(item.fingerprint, seen.fingerprint);
  if (seen.kind === 'gone' || !sameOne(item.fingerprint, seen.fingerprint)) return false;
  return seen.power === (act === 'stop' ? 'deallocated' : 'running');
}
