/** One thing that was looked up for a check. `unavailable` is said to people, never counted as good or bad. */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'unavailable'; readonly why: UnavailableReason; readonly detail?: string };

export type UnavailableReason =
  | 'forbidden'
  | 'needs-person'
  | 'mfa'
  | 'not-found'
  | 'not-ready'
  | 'unreachable'
  | 'unreadable'
  | 'not-offered';

export interface EarlierCase {
  readonly number: number;
  readonly verdict: 'none' | 'legitimate' | 'fraud' | 'ignore';
  readonly openedAt: string;
  readonly closedAt?: string;
}

/** What speaks for or against the customer's account being in good standing (facts/partner-center.md 4.4). */
export interface StandingFacts {
  readonly customerName?: string;
  readonly customerDomain?: string;
  readonly relationship: Fact<'reseller' | 'advisor' | 'none' | 'other'>;
  /** Partner Center's account validation: Allowed, UnderReview, NotAllowed, Unknown, 'Not Ready', or 'never-assessed'. */
  readonly validation: Fact<string>;
  readonly agreement: Fact<{ readonly signed: boolean; readonly signedAt?: string; readonly signedBy?: string }>;
  readonly subscription: Fact<{
    readonly status: string;
    readonly suspensionReasons: readonly string[];
    readonly createdAt?: string;
  }>;
  readonly earlierCases: readonly EarlierCase[];
}

/** One day's cost; `date` is yyyy-mm-dd in UTC, `cost` in `UsageFacts.currency`. */
export interface DayCost {
  readonly date: string;
  readonly cost: number;
}

export interface UsageFacts {
  readonly currency: string;
  /** Up to 30 full days, oldest first; today is left out because it is not over. */
  readonly days: readonly DayCost[];
  readonly spike: Spike;
  /** Resources created in the last 14 days, newest first. */
  readonly newResources: Fact<
    readonly { readonly id: string; readonly type: string; readonly location: string; readonly createdAt: string }[]
  >;
}

export type Spike =
  | {
      readonly kind: 'spike';
      readonly date: string;
      readonly cost: number;
      readonly usual: number;
      readonly times: number;
    }
  | { readonly kind: 'new-spend'; readonly date: string; readonly cost: number }
  | { readonly kind: 'no-spike'; readonly usual: number; readonly highest: DayCost }
  | { readonly kind: 'not-enough-history'; readonly days: number };

export interface CustomerFacts {
  readonly customerName?: string;
  /** BCP 47 tag of the billing profile's culture, e.g. it-IT. */
  readonly culture?: string;
  readonly email?: string;
  readonly contactName?: string;
}

export type CheckFacts =
  | { readonly check: 'standing'; readonly facts: StandingFacts }
  | { readonly check: 'usage'; readonly facts: Fact<UsageFacts> }
  | { readonly check: 'customer'; readonly facts: Fact<CustomerFacts> };

/** Facts as kept: with the time they were read. */
export type ReadFacts = CheckFacts & { readonly readAt: string };
