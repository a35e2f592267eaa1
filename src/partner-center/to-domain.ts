import type { ReportedAlert } from '../domain/detection.ts';
import { asCount, asOneOf, asRecord, asText, asTexts, byLooseKey, present } from '../http/loose.ts';
import { type Page, readEach } from '../http/read-each.ts';
import { FraudEvent } from './schema.ts';

/** Fraud events of one answer in the domain's shape. Never throws: what cannot be read is in `unreadable`. */
export function toAlerts(items: readonly unknown[]): Page<ReportedAlert> {
  return readEach(items, toAlert, (item) => asText(byLooseKey(asRecord(item))('eventId')));
}

/** Assumption: an event without type comes from the older model, which the documents describe for mining alone. */
const typeOfOldModel = 'NetworkConnectionsToCryptoMiningPools';

function toAlert(item: unknown): ReportedAlert {
  const parsed = FraudEvent.safeParse(item);
  if (!parsed.success) throw new Error(parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '));
  const event = parsed.data;
  return {
    source: 'fraudEvents',
    externalId: event.eventId,
    customerTenantId: event.customerTenantId,
    subscriptionId: event.subscriptionId,
    alertType: event.eventType ?? typeOfOldModel,
    status: asOneOf(event.eventStatus, ['active', 'investigating', 'resolved']) ?? 'unknown',
    severity: asOneOf(event.severity, ['informational', 'low', 'medium', 'high']) ?? 'unknown',
    confidence: asOneOf(event.confidenceLevel, ['low', 'medium', 'high']) ?? 'unknown',
    isTest: event.isTest ?? false,
    resources: resourcesOf(event),
    signs: present({
      vmAddresses: asTexts(event.additionalDetails('VM_IP')),
      poolAddresses: asTexts(event.additionalDetails('MiningPool_IP')),
      poolDomains: asTexts(event.additionalDetails('CryptoCurrencyMiningPoolDomainName')),
      connections: asCount(event.additionalDetails('ConnectionCount')),
    }),
    ...present({
      customerName: event.customerFriendlyName,
      subscriptionName: event.subscriptionName,
      resellerTenantId: event.valueAddedResellerTenantId?.toLowerCase(),
      title: event.displayName,
      description: event.description,
      detectedAt: event.eventTime,
      firstObservedAt: event.firstObserved ?? event.firstOccurrence,
      lastObservedAt: event.lastObserved ?? event.lastOccurrence,
      hitCount: asCount(event.hitCount),
      resolvedReason: reasonOf(event.resolvedReason),
      resolvedBy: event.resolvedBy,
      resolvedAt: event.resolvedOn,
    }),
  };
}

/** Where the list is empty, the details of a mining event still name its machine. */
function resourcesOf(event: FraudEvent): ReportedAlert['resources'] {
  const listed = event.affectedResources.filter((resource) => resource !== undefined);
  const id = asText(event.additionalDetails('resourceid'));
  if (listed.length > 0 || id === undefined) return listed;
  return [present({ id, type: asText(event.additionalDetails('resourcetype')) })];
}

function reasonOf(value: string | undefined): ReportedAlert['resolvedReason'] {
  if (value === undefined || value.toLowerCase() === 'none') return undefined;
  return asOneOf(value, ['legitimate', 'fraud', 'ignore']) ?? 'unknown';
}
