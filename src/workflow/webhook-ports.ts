import type { PartnerId } from '../domain/ids.ts';
import type { Job } from './ports.ts';

/** What became of a callback whose signature was good. */
export type WebhookOutcome = 'taken' | 'tested' | 'repeated' | 'stale' | 'other-event' | 'unknown-partner';

export interface WebhookState {
  readonly partnerId: PartnerId;
  /** Whether an address with a key of ours has been registered. ISO 8601. */
  readonly registeredAt?: string;
  /** When an event last came, test events too. */
  readonly lastEventAt?: string;
  readonly lastTestAt?: string;
}

export interface WebhookStore {
  /** The partner whose address has the key with this SHA-256 in hex. */
  partnerOf(keyHash: string): Promise<PartnerId | undefined>;
  /** Remembers the event, counts it and adds its jobs, in one transaction; `repeated`, without the jobs, where its body came before. */
  take(taken: {
    readonly partnerId: PartnerId;
    readonly bodyHash: string;
    readonly outcome: 'taken' | 'tested' | 'other-event';
    readonly jobs: readonly Job[];
    readonly now: string;
  }): Promise<WebhookOutcome>;
  /** Counts what is not remembered. */
  count(partnerId: PartnerId | undefined, outcome: WebhookOutcome, now: string): Promise<void>;
  /** Forgets events that came before, and those beyond the most that are kept. */
  forget(before: string): Promise<void>;
  state(partnerId: PartnerId): Promise<WebhookState>;
  /** Of a partner by outcome, since a day in UTC (yyyy-mm-dd). */
  counts(partnerId: PartnerId, since: string): Promise<Readonly<Partial<Record<WebhookOutcome, number>>>>;
  /** A new key is good from now on, beside the one that is registered. */
  prepareKey(partnerId: PartnerId, keyHash: string): Promise<void>;
  /** The new key is registered: it is the only one. Without a new one, the old one was registered again. */
  keepKey(partnerId: PartnerId, now: string): Promise<void>;
  /** The new key was not registered. */
  dropKey(partnerId: PartnerId): Promise<void>;
}
