/** What PostgreSQL refuses in json and text: U+0000 and halves of surrogate pairs. */
const unkept = /\\u0000|\\u[dD][89a-fA-F]/;

/**
 * JSON.parse of an answer, undefined for an empty one. Characters that could not be stored are taken out of every
 * string, so that no outside text can keep an alert from being kept. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  return unkept.test(text) ? storable(JSON.parse(text)) : JSON.parse(text);
}

/** The value with strings and keys that can be stored. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storable(item)]));
}
