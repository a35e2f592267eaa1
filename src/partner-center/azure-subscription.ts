import type { Partner } from '../domain/partner.ts';
import { HttpError } from '../http/http-error.ts';
import { urlPath } from '../http/url-path.ts';
import type { PartnerCenter } from './client.ts';
import { AzureEntitlement, Subscription } from './schema.ts';

/** An Azure subscription by where it is looked for. */
export interface AzureScope {
  readonly partner: Partner;
  readonly customerTenantId: string;
  readonly subscriptionId: string;
}

/** An Azure subscription as Partner Center has it. */
export interface BoughtSubscription {
  /** Partner Center's id of what was ordered: an Azure plan, or a subscription of the older kind. */
  readonly orderedId: string;
  /** The Azure plan that it is under; absent for the older kind. */
  readonly planId: string | undefined;
  /** Whether nothing else came with the order. */
  readonly isOnly: boolean;
  /** The entitlement's own status, whatever became of its plan. */
  readonly ownStatus: string | undefined;
  readonly name: string | undefined;
  /** Partner Center's open list of words, e.g. active, suspended; of the entitlement where there is one. */
  readonly status: string | undefined;
  readonly suspensionReasons: readonly string[];
  /** Only of the older kind, where plan and Azure subscription are one. */
  readonly createdAt: string | undefined;
}

/** Offer id of an Azure plan; its availability follows. */
const azurePlan = 'dzh318z0bps6';

/**
 * Finds the Azure subscription of an alert among what the customer bought (facts/partner-center.md 4.2): an entitlement
 * of one of the Azure plans, or a subscription of the older kind whose `entitlementId` it is. Undefined where there is
 * none. Throws HttpError, also when a plan that could not be read is the only place left.
 */
export async function findAzureSubscription(
  partnerCenter: PartnerCenter,
  partner: Partner,
  customerTenantId: string,
  azureSubscriptionId: string,
): Promise<BoughtSubscription | undefined> {
  const wanted = azureSubscriptionId.toLowerCase();
  const bought = await partnerCenter.items(partner, urlPath`/v1/customers/${customerTenantId}/subscriptions`);
  const subscriptions = bought.flatMap((item) => Subscription.safeParse(item).data ?? []);
  const older = subscriptions.find((one) => one.entitlementId?.toLowerCase() === wanted);
  if (older !== undefined)
    return {
      orderedId: older.id,
      planId: undefined,
      isOnly: true,
      ownStatus: older.status,
      name: older.friendlyName,
      status: older.status,
      suspensionReasons: older.suspensionReasons,
      createdAt: older.creationDate,
    };
  let failure: HttpError | undefined;
  for (const plan of subscriptions.filter((one) => one.offerId?.toLowerCase().startsWith(azurePlan))) {
    try {
      const path = urlPath`/v1/customers/${customerTenantId}/subscriptions/${plan.id}/azureEntitlements`;
      const entitlements = (await partnerCenter.items(partner, path)).flatMap(
        (item) => AzureEntitlement.safeParse(item).data ?? [],
      );
      const found = entitlements.find((one) => one.id.toLowerCase() === wanted);
      if (found === undefined) continue;
      const { status, suspensionReasons } = plan;
      // A plan that is suspended stops what is under it, whatever the entitlement says.
      const own = status?.toLowerCase() === 'active' ? found.status : status;
      return {
        orderedId: plan.id,
        planId: plan.id,
        isOnly: entitlements.length === 1,
        ownStatus: found.status,
        name: found.friendlyName,
        status: own ?? status,
        suspensionReasons,
        createdAt: undefined,
      };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}
