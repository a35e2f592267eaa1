/*
 * Readers for values of services that write the same thing in several ways: a number or a boolean as a string, a list
 * as JSON text in a string, names in any case. Each answers undefined (or an empty list) for what it cannot read.
 */

export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function asText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

export function asCount(value: unknown): number | undefined {
  const text = asText(value);
  if (text === undefined || !/^\d+(\.0+)?$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
}

export function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = asText(value)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The member of `allowed` that the value spells, in any case. */
export function asOneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const text = asText(value)?.toLowerCase();
  return allowed.find((one) => one.toLowerCase() === text);
}

/** Strings of an array, of a string that holds a JSON array, or of a plain string with commas or blanks between. */
export function asTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => asText(item) ?? []);
  const text = asText(value);
  if (text === undefined) return [];
  const parsed = fromJson(text);
  if (Array.isArray(parsed)) return asTexts(parsed);
  return (asText(parsed) ?? text).split(/[\s,;[\]"]+/).filter((part) => part !== '');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * ISO 8601 in UTC with milliseconds; absent for what is no time, and for the far ends of the calendar that stand for
 * "never" (9999-12-31T23:59:59.997, 0001-01-01). Assumption: a time without zone, as Partner Center's older routes
 * write it, is UTC.
 */
export function asTime(value: unknown): string | undefined {
  const text = asText(value);
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const zoned = /(z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = new Date(zoned);
  if (Number.isNaN(time.getTime())) return undefined;
  const year = time.getUTCFullYear();
  return year > 1900 && year < 9999 ? time.toISOString() : undefined;
}

/** A dictionary whose keys are compared without case, blanks, underscores and dashes: `VM_IP`, `vM_IP` and `vmIp` are one. */
export function byLooseKey(value: unknown): (key: string) => unknown {
  const entries = new Map(Object.entries(asRecord(value) ?? {}).map(([key, item]) => [loose(key), item]));
  return (key) => entries.get(loose(key));
}

function loose(key: string): string {
  return key.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** The same fields without those that are undefined, as the domain writes absence. */
export function present<T extends object>(fields: T): T {
  const left = { ...fields };
  for (const key in left) if (left[key] === undefined) Reflect.deleteProperty(left, key);
  return left;
}
