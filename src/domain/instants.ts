import { day } from './clocks.ts';

/** Milliseconds of an ISO 8601 time; undefined for none, and for text that is no time. */
export function instant(iso: string | undefined): number | undefined {
  const at = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
}

/** The UTC day, yyyy-mm-dd, that a moment lies in. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The UTC day that is `days` before that of the moment. */
export function dateBefore(at: number, days: number): string {
  return dateOf(at - days * day);
}
