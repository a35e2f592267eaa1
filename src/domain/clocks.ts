/** Hours within which a partner must answer a security alert to keep its CSP authorization (from 2025-10-01; facts/partner-center.md 10.3). */
export const answerHours = 24;

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The moment by which an alert must be answered: 24 hours after Microsoft detected it, or after we received it where that is unknown. */
export function answerDeadline(detectedAt: string | undefined, receivedAt: string): string {
  return new Date(Date.parse(detectedAt ?? receivedAt) + answerHours * hour).toISOString();
}

/** Whole minutes from `now` to the deadline; negative once it is past. */
export function minutesLeft(deadlineAt: string, now: Date): number {
  return Math.floor((Date.parse(deadlineAt) - now.getTime()) / minute);
}
