import { legacyId } from '../world/alerts.ts';
import type { Store, WorldAlert } from '../world/store.ts';
import type { Json } from '../world/types.ts';

/** What a time is set to that is not there. */
const never = '9999-12-31T23:59:59.9970000';

/** An alert in the shape of a fraud event; `wide` is the model of X-NewEventsModel. */
export function fraudEvent(store: Store, a: WorldAlert, wide: boolean): Json {
  const [resourceId = ''] = a.resourceIds;
  const segments = resourceId.split('/');
  const narrow = {
    eventTime: withoutZone(a.detectedAt),
    eventId: legacyId(a),
    partnerTenantId: a.partnerTenantId,
    partnerFriendlyName: store.partners.get(a.partnerTenantId)?.name ?? '',
    customerTenantId: a.customerTenantId,
    customerFriendlyName: store.customers.get(a.customerTenantId)?.name ?? '',
    subscriptionId: a.subscriptionId,
    subscriptionType: 'modern',
    entityId: a.id,
    entityName: segments.at(-1) ?? '',
    entityUrl: '',
    hitCount: String(a.hitCount),
    catalogOfferId: 'ms-azr-17g',
    eventStatus: capital(a.status),
    serviceName: 'Azure',
    resourceName: segments.at(-1) ?? '',
    resourceGroupName: segments[4] ?? '',
    firstOccurrence: withoutZone(a.firstObservedAt),
    lastOccurrence: withoutZone(a.lastObservedAt),
    resolvedReason: a.resolvedReason === undefined ? 'None' : capital(a.resolvedReason),
    resolvedOn: a.resolvedAt === undefined ? never : withoutZone(a.resolvedAt),
    resolvedBy: a.resolvedBy ?? '',
    firstObserved: withoutZone(a.firstObservedAt),
    lastObserved: withoutZone(a.lastObservedAt),
  };
  return wide ? { ...narrow, ...wideFields(store, a), ...a.raw } : { ...narrow, ...a.raw };
}

function wideFields(store: Store, a: WorldAlert): Json {
  const reseller = store.customers.get(a.customerTenantId)?.reseller;
  return {
    eventType: a.alertType,
    severity: capital(a.severity),
    confidenceLevel: 'medium',
    displayName: a.title,
    description: a.description,
    country: a.country,
    valueAddedResellerTenantId: reseller?.tenantId ?? '',
    valueAddedResellerFriendlyName: reseller?.name ?? '',
    subscriptionName: store.subscriptions.get(a.subscriptionId)?.name ?? '',
    affectedResources: a.resourceIds.map((azureResourceId) => ({ azureResourceId, type: 'AzureResource' })),
    additionalDetails: {
      resourceid: a.resourceIds[0] ?? '',
      resourcetype: 'Microsoft.Compute/virtualMachines',
      vM_IP: listText(a.vmAddresses),
      miningPool_IP: listText(a.poolAddresses),
      connectionCount: String(a.hitCount),
      cryptoCurrencyMiningPoolDomainName: a.poolDomain,
    },
    IsTest: String(a.isTest),
    activityLogs: JSON.stringify(
      a.log.map((l) => ({
        statusFrom: capital(l.from),
        statusTo: capital(l.to),
        updatedBy: l.by,
        dateTime: l.at.replace('Z', '+00:00'),
      })),
    ),
  };
}

/** The older API's times name no zone; they are UTC. */
function withoutZone(iso: string): string {
  return iso.replace('Z', '');
}

/** A list as the older API carries it: the text of a JSON array with line ends of Windows, inside a string. */
function listText(items: readonly string[]): string {
  return `[\r\n${items.map((item) => `  ${JSON.stringify(item)}`).join(',\r\n')}\r\n]`;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
