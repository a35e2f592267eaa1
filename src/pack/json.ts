import { canonicalJson } from '../domain/journal.ts';

/** JSON that people can read, with its keys in one order. */
export function* jsonFile(value: unknown): Generator<string> {
  const ordered: unknown = JSON.parse(canonicalJson(value));
  yield `${JSON.stringify(ordered, undefined, 1)}\n`;
}

/** An array of JSON, one value a line. */
export function jsonList(values: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  return lines(values, canonicalJson);
}

/** The same for what another service answered and was kept to the letter: its keys stay in its own order. */
export function keptJsonList(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  return lines(values, JSON.stringify);
}

async function* lines(
  values: Iterable<unknown> | AsyncIterable<unknown>,
  write: (value: unknown) => string,
): AsyncGenerator<string> {
  let opening = '[\n';
  for await (const value of values) {
    yield opening + write(value);
    opening = ',\n';
  }
  yield opening === '[\n' ? '[]\n' : '\n]\n';
}
