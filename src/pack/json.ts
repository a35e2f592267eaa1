import { canonicalJson } from '../domain/journal.ts';

/** JSON that people can read, with its keys in one order. */
export function* jsonFile(value: unknown): Generator<string> {
  const ordered: unknown = JSON.parse(canonicalJson(value));
  yield `${JSON.stringify(ordered, undefined, 1)}\n`;
}

/** An array of JSON, one value a line. */
export async function* jsonList(values: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  let opening = '[\n';
  for await (const value of values) {
    yield opening + canonicalJson(value);
    opening = ',\n';
  }
  yield opening === '[\n' ? '[]\n' : '\n]\n';
}
