/** What one step did to a list: an item came, or went, or changed places with the one before it. Indexes count from 0. */
export interface ListStep<T> {
  readonly kind: 'added' | 'removed' | 'moved-up';
  readonly item: T;
  /** Where it is now; where it was, of one that went. */
  readonly at: number;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The one step between two lists of JSON; undefined where it took more than one, or none. */
export function listStep<T>(before: readonly T[], after: readonly T[]): ListStep<T> | undefined {
  const all = Math.max(before.length, after.length);
  const at = Array.from({ length: all }, (_, i) => i).find((i) => !same(before[i], after[i]));
  if (at === undefined) return undefined;
  const [was, next, item] = [before[at], before[at + 1], after[at]];
  if (item !== undefined && same(after.toSpliced(at, 1), before)) return { kind: 'added', item, at };
  if (was !== undefined && same(before.toSpliced(at, 1), after)) return { kind: 'removed', item: was, at };
  if (was === undefined || next === undefined) return undefined;
  return same(before.toSpliced(at, 2, next, was), after) ? { kind: 'moved-up', item: next, at } : undefined;
}
