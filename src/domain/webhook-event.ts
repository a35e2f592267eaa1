/** An event of Partner Center whose signature was found good. It only says where to look: nothing else of it is believed. */
export interface WebhookEvent {
  readonly name: string;
  /** Of the Azure subscription that it speaks of, lower case. */
  readonly subscriptionId?: string;
  /** ISO 8601; when what it speaks of happened. */
  readonly changedAt?: string;
  /** SHA-256 of the body in hex: a body that comes twice is one event. */
  readonly bodyHash: string;
}

/** Names of the events that are acted on (facts/partner-center.md 3.3). Assumption: a partner security alert of Graph causes the same event as the fraud event that it is in Partner Center. */
export const fraudEvent = 'azure-fraud-event-detected';
export const testEvent = 'test-created';

/** How old what an event speaks of may be, and how far a clock may be behind: beyond, it is a replay or a fault. */
export const freshness = { pastMs: 24 * 3_600_000, futureMs: 10 * 60_000 } as const;

export function isFresh({ changedAt }: WebhookEvent, now: Date): boolean {
  if (changedAt === undefined) return false;
  const age = now.getTime() - Date.parse(changedAt);
  return age <= freshness.pastMs && age >= -freshness.futureMs;
}
