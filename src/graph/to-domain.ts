import type { ReportedAlert } from '../domain/detection.ts';
import { asCount, asOneOf, asRecord, asText, asTexts, present } from '../http/loose.ts';
import { type Page, readEach } from '../http/read-each.ts';
import { PartnerSecurityAlert } from './schema.ts';

/** Alerts of one answer in the domain's shape. Never throws: what cannot be read is in `unreadable`. */
export function toAlerts(items: readonly unknown[]): Page<ReportedAlert> {
  return readEach(items, toAlert, (item) => asText(asRecord(item)?.id));
}

function toAlert(item: unknown): ReportedAlert {
  const parsed = PartnerSecurityAlert.safeParse(item);
  if (!parsed.success) throw new Error(parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '));
  const alert = parsed.data;
  const connections = asCount(alert.additionalDetails('ConnectionCount'));
  return {
    source: 'graph',
    externalId: alert.id,
    customerTenantId: alert.customerTenantId,
    subscriptionId: alert.subscriptionId,
    alertType: alert.alertType,
    status: asOneOf(alert.status, ['active', 'investigating', 'resolved']) ?? 'unknown',
    severity: asOneOf(alert.severity, ['informational', 'low', 'medium', 'high']) ?? 'unknown',
    confidence: asOneOf(alert.confidenceLevel, ['low', 'medium', 'high']) ?? 'unknown',
    isTest: alert.isTest ?? false,
    resources: alert.affectedResources.filter((resource) => resource !== undefined),
    signs: {
      vmAddresses: asTexts(alert.additionalDetails('VM_IP')),
      poolAddresses: asTexts(alert.additionalDetails('MiningPool_IP')),
      poolDomains: asTexts(alert.additionalDetails('CryptoCurrencyMiningPoolDomainName')),
      ...present({ connections }),
    },
    ...present({
      resellerTenantId: alert.valueAddedResellerTenantId?.toLowerCase(),
      title: alert.displayName,
      description: alert.description,
      detectedAt: alert.detectedDateTime,
      firstObservedAt: alert.firstObservedDateTime,
      lastObservedAt: alert.lastObservedDateTime,
      hitCount: connections,
      resolvedReason: reasonOf(alert.resolvedReason),
      resolvedBy: alert.resolvedBy,
      resolvedAt: alert.resolvedOnDateTime,
    }),
  };
}

function reasonOf(value: string | undefined): ReportedAlert['resolvedReason'] {
  if (value === undefined || value.toLowerCase() === 'none') return undefined;
  return asOneOf(value, ['legitimate', 'fraud', 'ignore']) ?? 'unknown';
}
