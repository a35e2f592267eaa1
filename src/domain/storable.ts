/**
 * The text without what PostgreSQL's jsonb refuses: NUL, and halves of surrogate pairs (PostgreSQL manual 8.14). Such
 * text comes from broken clients, from alerts, and from cutting a long text in the middle of a character.
 */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** The same for every text and key within a plain value. */
export function storable<T>(value: T): T;
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map((part) => storable(part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), storable(part)]));
}
