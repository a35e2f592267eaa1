import type { SourceName } from '../../../src/domain/detection.ts';
import type { Language } from '../../../src/domain/partner.ts';
import type { WorldCustomer } from '../store.ts';

export interface PersonPlan {
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly phone?: string;
  readonly roles: readonly ('viewer' | 'responder' | 'remover' | 'owner')[];
  readonly isGuest?: boolean;
  readonly signedIn?: boolean;
}

export interface CustomerPlan {
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly city: string;
  readonly street: string;
  readonly postalCode: string;
  readonly culture: string;
  readonly contact: readonly [firstName: string, lastName: string];
  readonly validation?: WorldCustomer['validation'];
  /** The indirect reseller in between, where the partner is a distributor. */
  readonly reseller?: string;
  /** False where no Microsoft Customer Agreement is on file. Default true. */
  readonly agreed?: boolean;
  /** Days since it was won; else it was long ago. */
  readonly newSince?: number;
  readonly subscriptions: readonly SubscriptionPlan[];
}

interface SubscriptionPlan {
  readonly name: string;
  /** Cost of an ordinary weekday. */
  readonly dailyCost: number;
  /** Default true. */
  readonly costVisible?: boolean;
}

/** A partner as content: everything that gets an id from the seed is named by a key. */
export interface PartnerPlan {
  readonly key: string;
  readonly name: string;
  readonly domain: string;
  readonly source: SourceName;
  readonly language: Language;
  readonly currency: string;
  /** Where the partner works. */
  readonly timeZone: string;
  readonly teamName: string;
  /** Besides General. */
  readonly channels: readonly string[];
  readonly people: readonly PersonPlan[];
  readonly customers: readonly CustomerPlan[];
  /** What its customers' subscriptions hold: some fifty resources, or just a few where there are very many. */
  readonly estates?: 'usual' | 'few';
}
