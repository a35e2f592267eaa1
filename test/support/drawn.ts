import assert from 'node:assert/strict';
import { mostCharacters } from '../../cards/parts/fit.ts';
import { asVersion15, objectsOf, parseWithSdk } from './card-json.ts';

/** A card as text, once the SDK has no complaint about it, it fits, and no code shows in it. */
export function drawn(card: object): string {
  const text = JSON.stringify(card);
  assert.deepEqual(parseWithSdk(asVersion15(card)).complaints, []);
  assert.ok(text.length <= mostCharacters, `${text.length} characters`);
  assert.doesNotMatch(text, /\bundefined\b|\bNaN\b|\[object |\bnull\b|Invalid Date|Infinity/);
  return text;
}

/** The verbs that a card offers, in their order, each once. */
export function verbsOf(card: object): readonly string[] {
  const verbs = [...objectsOf(card)].flatMap(({ object }) =>
    object['type'] === 'Action.Execute' ? [String(object['verb'])] : [],
  );
  return [...new Set(verbs)];
}

/** The input of a card with this id. */
export function inputOf(card: object, id: string): Readonly<Record<string, unknown>> | undefined {
  return [...objectsOf(card)].find(({ object }) => object['id'] === id)?.object;
}
