import { day } from '../domain/clocks.ts';
import type { SubscriptionCreation } from '../domain/investigation.ts';
import { present } from '../http/loose.ts';
import { type AzureScope, findAzureSubscription } from './azure-subscription.ts';
import { createPartnerCenter, outside, type PartnerCenterDeps } from './client.ts';
import { AuditRecord } from './schema.ts';

/** Days that records are kept, and days from the first to the last of one call (facts/partner-center.md 6). */
const keptDays = 90;
const windowDays = 29;
const pageSize = 500;

/**
 * Who created an Azure subscription, from Partner Center's activity log, read by the app. The log filters by customer
 * only; what speaks of the subscription is found here. Subscriptions that were made in Azure's own portal are not surely
 * in it, and older ones than 90 days are not.
 */
export function createSubscriptionAudit(deps: PartnerCenterDeps & { readonly now: () => Date }) {
  const partnerCenter = createPartnerCenter(deps);

  /** Creations of the customer that succeeded, or may have. */
  async function creations({ partner, customerTenantId }: AzureScope): Promise<readonly AuditRecord[]> {
    const filter = JSON.stringify({ Field: 'CustomerId', Value: customerTenantId, Operator: 'equals' });
    const found: AuditRecord[] = [];
    for (const dates of windows(deps.now())) {
      const call = { path: '/v1/auditrecords', query: { ...dates, size: pageSize, filter } };
      for await (const page of partnerCenter.pages(partner, call)) {
        const records = page.flatMap((item) => AuditRecord.safeParse(item).data ?? []);
        found.push(...records.filter((record) => isCreation(record, customerTenantId)));
      }
    }
    return found.toSorted((a, b) => a.operationDate.localeCompare(b.operationDate));
  }

  return {
    /** Undefined where the log does not tell. Throws OutsideError. */
    creation: (at: AzureScope): Promise<SubscriptionCreation | undefined> =>
      outside(async () => {
        const records = await creations(at);
        const named = records.find((record) => names(record, at.subscriptionId));
        if (named !== undefined || records.length === 0) return named && creationOf(named);
        const { partner, customerTenantId, subscriptionId } = at;
        const bought = await findAzureSubscription(partnerCenter, partner, customerTenantId, subscriptionId);
        // Assumption: the only subscription of a plan came with the order of the plan. Of several it is not known which.
        if (bought?.isOnly !== true) return undefined;
        const ordered = records.find((record) => names(record, bought.orderedId));
        return ordered && creationOf(ordered);
      }),
  };
}

/**
 * Dates for calls that cover what is kept, newest first. Neighbours share a day, because it is not documented whether
 * the end date's own day is in; the newest has no end, which means until now.
 */
function windows(now: Date): readonly { readonly startDate: string; readonly endDate?: string }[] {
  const ago = (days: number): string => new Date(now.getTime() - days * day).toISOString().slice(0, 10);
  const oldest = keptDays - 1;
  const all: { startDate: string; endDate?: string }[] = [];
  for (let end = 0; end < oldest; end += windowDays) {
    const startDate = ago(Math.min(end + windowDays, oldest));
    all.push(end === 0 ? { startDate } : { startDate, endDate: ago(end) });
  }
  return all;
}

function isCreation(record: AuditRecord, customerTenantId: string): boolean {
  const operation = record.operationType.toLowerCase();
  const isOne =
    operation === 'create_order' ||
    (record.resourceType?.toLowerCase() === 'azure_entitlement' && /^(?:create|add)/.test(operation));
  return (
    isOne &&
    record.customerId?.toLowerCase() === customerTenantId.toLowerCase() &&
    !/^(?:failed|decline)/i.test(record.operationStatus ?? '')
  );
}

/** Whether a record is about something: in one of its values, or in what the resource became. */
function names(record: AuditRecord, id: string): boolean {
  const wanted = id.toLowerCase();
  return (
    record.customizedData.some((value) => value?.toLowerCase() === wanted) ||
    record.resourceNewValue?.toLowerCase().includes(wanted) === true
  );
}

function creationOf({ operationDate, operationType, userPrincipalName, applicationId }: AuditRecord) {
  return present({ at: operationDate, operation: operationType, by: userPrincipalName, applicationId });
}
