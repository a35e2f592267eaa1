import * as fc from 'fast-check';

/**
 * Text without what JSON escapes. For keys: V8's JSON.parse takes an escaped key for another one, ending in a backslash,
 * that it has met before in an object of the same shape (nodejs/node#63785).
 */
export const plainKey = fc.string().map(plain);

/** Any JSON value whose keys JSON.parse reads rightly. */
export const jsonValue: fc.Arbitrary<fc.JsonValue> = fc.jsonValue().map(withPlainKeys);

function withPlainKeys(value: fc.JsonValue): fc.JsonValue {
  if (Array.isArray(value)) return value.map(withPlainKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [plain(key), withPlainKeys(part ?? null)]));
}

function plain(text: string): string {
  return text.replaceAll(/["\\\p{Cc}]/gu, '');
}
