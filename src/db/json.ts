import { storable } from '../domain/storable.ts';

/** JSON as PostgreSQL takes it in every place: without the text that jsonb refuses. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  // JSON.stringify writes exactly that text as these escapes; it is rare, so most values are written once.
  return /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(storable(value)) : text;
}
