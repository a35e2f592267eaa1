import type { Card } from './types.ts';

/** Largest card in UTF-16 units, with room for what the activity adds (facts/teams.md 1.4). */
export const mostCharacters = 38_000;

/**
 * Draws a card that may be too large with less and less in it, until it fits: `draw` is called with each of `sizes` in
 * turn, the richest first. The last one is taken whatever it is.
 */
export function fitted<S>(sizes: readonly [S, ...S[]], draw: (size: S) => Card): Card {
  let card = draw(sizes[0]);
  for (const size of sizes.slice(1)) {
    if (JSON.stringify(card).length <= mostCharacters) break;
    card = draw(size);
  }
  return card;
}
