import type { Json } from '../../workflow/ports.ts';

export type JsonRecord = { readonly [key: string]: Json };

/** Whether a JSON value is an object with fields: neither null nor an array. */
export function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
