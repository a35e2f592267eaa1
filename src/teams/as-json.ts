import type { Json } from '../workflow/ports.ts';

/** Cards are JSON by their making; their types only lack the index signature that would say so. */
export function asJson(card: object): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return card as unknown as Json;
}
