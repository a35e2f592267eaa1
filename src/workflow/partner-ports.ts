import type { PartnerId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import type { CaseNames } from './case-ports.ts';

/** How a partner's source has been doing. Times are ISO 8601. */
export interface SourceState {
  /** Everything changed before this has been read. */
  readonly cursor?: string;
  readonly polledAt?: string;
  readonly succeededAt?: string;
  readonly error?: string;
  readonly failures: number;
}

export interface PartnerStore {
  /** Adds or changes partners by tenant id; answers them all. Partners not named stay. */
  upsert(partners: readonly Omit<Partner, 'id'>[]): Promise<readonly Partner[]>;
  all(): Promise<readonly Partner[]>;
  byTenant(tenantId: string): Promise<Partner | undefined>;
  byId(partnerId: PartnerId): Promise<Partner | undefined>;
  /** Entra object id of the person who installed the bot first in a team of the partner. */
  installer(partnerId: PartnerId): Promise<string | undefined>;
  /** Counts an activity of a tenant that is not served, and answers how many came from that conversation, this one too. */
  countUnknown(tenantId: string, conversationId: string, now: string): Promise<number>;
  sourceState(partnerId: PartnerId): Promise<SourceState>;
  saveSourceState(partnerId: PartnerId, state: SourceState): Promise<void>;
}

/** A subscription by what it is asked for in Partner Center. */
export interface SubscriptionKey {
  readonly customerTenantId: string;
  readonly subscriptionId: string;
}

export interface FoundNames extends SubscriptionKey, CaseNames {
  /** Not all that was asked for was answered. */
  readonly isPartial?: boolean;
}

export interface NameStore {
  names(partnerId: PartnerId, customerTenantId: string, subscriptionId: string): Promise<CaseNames>;
  /** What is known of each, in the order of asking, and when all that was asked for was answered. */
  known(
    partnerId: PartnerId,
    subscriptions: readonly SubscriptionKey[],
  ): Promise<readonly (CaseNames & { readonly readAt?: string })[]>;
  /**
   * A name that could not be read this time does not erase the one that is known. Cards of open cases that show another
   * name, or none, are drawn again.
   */
  saveNames(partnerId: PartnerId, found: readonly FoundNames[], now: string): Promise<void>;
}
