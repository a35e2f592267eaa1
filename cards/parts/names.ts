import { joined, outside, type Shown, say } from './escape.ts';
import type { Words } from './words.ts';

/** "vm-1, vm-2 and 3 more": the first few of some names; `total` may be more than there are names. */
export function firstNames(words: Words, names: readonly string[], total: number, most: number): Shown {
  const few = joined(names.slice(0, most).map(outside), ', ');
  const rest = total - Math.min(names.length, most);
  return rest > 0 ? say(words, 'timeline.namesAndMore', { names: few, count: rest }) : few;
}
