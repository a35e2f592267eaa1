import type { PartnerId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import type { WebhookRegistration } from '../domain/webhook-registration.ts';
import type { Job } from './job-ports.ts';

/** What became of a callback whose signature was good; `refused` where it was not. */
export type WebhookOutcome = 'taken' | 'tested' | 'repeated' | 'stale' | 'other-event' | 'unknown-partner' | 'refused';

export interface WebhookState {
  readonly partnerId: PartnerId;
  /** Whether an address with a key of ours has been registered. ISO 8601. */
  readonly registeredAt?: string;
  /** When an event last came, test events too. */
  readonly lastEventAt?: string;
  readonly lastTestAt?: string;
}

/** That callbacks were refused for want of a good signature, with a partner's key in their address. */
export interface WebhookRefused {
  readonly why: string;
  /** ISO 8601; to the minute. */
  readonly lastAt: string;
}

/** Partner Center's side of callbacks. Failures throw OutsideError. */
export interface WebhookRegistrar {
  registered(partner: Partner): Promise<WebhookRegistration | undefined>;
  /** Names of the events that the tenant may register. */
  events(partner: Partner): Promise<readonly string[]>;
  /** Puts the tenant's one registration into the place of whatever there was. */
  register(partner: Partner, wanted: WebhookRegistration, isFirst: boolean): Promise<void>;
  /** Has a test event sent; answers the id to follow it by. */
  sendTest(partner: Partner): Promise<string>;
  /** `answers`: what each attempt was answered. Outside text. */
  delivery(partner: Partner, id: string): Promise<{ readonly ended: boolean; readonly answers: readonly string[] }>;
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
  /** Notes that a callback was refused before anything of it was believed. */
  noteRefusal(partnerId: PartnerId | undefined, why: string, now: string): Promise<void>;
  refused(partnerId: PartnerId): Promise<readonly WebhookRefused[]>;
  /** Forgets events that came before, and those beyond the most that are kept. */
  forget(before: string): Promise<void>;
  state(partnerId: PartnerId): Promise<WebhookState>;
  /** Of a partner by outcome, since a day in UTC (yyyy-mm-dd). */
  counts(partnerId: PartnerId, since: string): Promise<Readonly<Partial<Record<WebhookOutcome, number>>>>;
  /** A new key is good from now on, beside the one that is registered. */
  prepareKey(partnerId: PartnerId, keyHash: string): Promise<void>;
  /** The key is registered: it is the only one from now on. */
  keepKey(partnerId: PartnerId, keyHash: string, now: string): Promise<void>;
  /** The new key was not registered. */
  dropKey(partnerId: PartnerId): Promise<void>;
  /** Runs work while nobody else does so for the partner, in any process; undefined, and nothing is run, where somebody does. */
  alone<T>(partnerId: PartnerId, work: () => Promise<T>): Promise<T | undefined>;
}
