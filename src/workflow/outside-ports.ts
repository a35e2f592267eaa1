import type { ReportFailure, ReportGoal } from '../domain/case.ts';
import type { ReportedAlert } from '../domain/detection.ts';
import type { CustomerFacts, DayCost, StandingFacts, UsageFacts } from '../domain/facts.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';

export interface ReadAlert {
  readonly alert: ReportedAlert;
  readonly raw: unknown;
}

/** An alert that could not be read: kept as it came. */
export interface UnreadableAlert {
  readonly externalId?: string;
  readonly raw: unknown;
  readonly error: string;
}

export interface AlertPage {
  readonly alerts: readonly ReadAlert[];
  readonly unreadable: readonly UnreadableAlert[];
}

export type TellOutcome =
  | { readonly kind: 'told' }
  /** `byApp`: it was told in the app's name, as there was no token of the person's. */
  | { readonly kind: 'refused'; readonly why: ReportFailure; readonly detail: string; readonly byApp?: boolean };

/** Where detections come from: Partner Center or Graph. Failures throw OutsideError, as those of all readers here. */
export interface AlertSource {
  /** Alerts that changed at or after `since` (ISO 8601), all of them where it is undefined; page by page. */
  readAlerts(partner: Partner, since: string | undefined): AsyncIterable<AlertPage>;
  /** The alerts of one subscription as the source has them now. */
  readSubscription(partner: Partner, subscriptionId: string): Promise<AlertPage>;
  /** Sets the status of these alerts; with the person's own token where there is one. `externalIds` is never empty. */
  tell(
    partner: Partner,
    told: { readonly subscriptionId: string; readonly externalIds: readonly string[]; readonly goal: ReportGoal },
    by: Person,
  ): Promise<TellOutcome>;
}

export interface CustomerDirectory {
  /** Display name of a customer, undefined where Partner Center does not know it. */
  customerName(partner: Partner, customerTenantId: string): Promise<string | undefined>;
  /** Friendly name of an Azure subscription of the customer. */
  subscriptionName(partner: Partner, customerTenantId: string, subscriptionId: string): Promise<string | undefined>;
  /** Partner Center gives some of it to signed-in people only: with the token of `by` where there is one. */
  standing(
    partner: Partner,
    customerTenantId: string,
    subscriptionId: string,
    by?: Person,
  ): Promise<Omit<StandingFacts, 'earlierCases'>>;
  customer(partner: Partner, customerTenantId: string): Promise<CustomerFacts>;
}

export interface CostReader {
  /** Cost per full UTC day of `[from, to]` (yyyy-mm-dd), oldest first, days without cost as 0. */
  dailyCost(
    partner: Partner,
    customerTenantId: string,
    subscriptionId: string,
    from: string,
    to: string,
  ): Promise<{ readonly currency: string; readonly days: readonly DayCost[] }>;
  newResources(
    partner: Partner,
    customerTenantId: string,
    subscriptionId: string,
    since: string,
  ): Promise<UsageFacts['newResources']>;
}

export interface GroupDirectory {
  /** Those of the groups that the person belongs to, also through other groups. Throws OutsideError when it cannot be read. */
  memberOf(tenantId: string, objectId: string, groupIds: readonly string[]): Promise<readonly string[]>;
  /** Whether the person is a guest in the tenant. Throws OutsideError when it cannot be read. */
  isGuest(tenantId: string, objectId: string): Promise<boolean>;
  /** Display name and some members of a group, for telling people whom to ask. */
  describe(tenantId: string, groupId: string): Promise<{ readonly name: string; readonly members: readonly string[] }>;
}
