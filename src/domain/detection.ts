import type { DetectionId, PartnerId } from './ids.ts';

/** Where a detection was read: the Graph beta partner security alerts, or Partner Center's older fraud events. */
export type SourceName = 'graph' | 'fraudEvents';
export type AlertStatus = 'active' | 'investigating' | 'resolved' | 'unknown';
export type ResolvedReason = 'legitimate' | 'fraud' | 'ignore' | 'unknown';
export type Level = 'informational' | 'low' | 'medium' | 'high' | 'unknown';

export interface AffectedResource {
  readonly id: string;
  readonly type?: string;
}

/** What the alert says was seen on the wire. Addresses and domains are outside text: never make them links. */
export interface MiningSigns {
  readonly vmAddresses: readonly string[];
  readonly poolAddresses: readonly string[];
  readonly poolDomains: readonly string[];
  readonly connections?: number;
}

/**
 * One alert or fraud event of Microsoft's, from any source, in one shape. Times are ISO 8601 in UTC; a time that the
 * source left out or set to its year-9999 sentinel is absent. Subscription and tenant ids are lower case.
 */
export interface ReportedAlert {
  readonly source: SourceName;
  readonly externalId: string;
  readonly customerTenantId: string;
  readonly customerName?: string;
  /** The Azure subscription's id, not the Partner Center one. */
  readonly subscriptionId: string;
  readonly subscriptionName?: string;
  readonly resellerTenantId?: string;
  readonly alertType: string;
  readonly status: AlertStatus;
  readonly severity: Level;
  readonly confidence: Level;
  readonly title?: string;
  readonly description?: string;
  readonly detectedAt?: string;
  readonly firstObservedAt?: string;
  readonly lastObservedAt?: string;
  readonly hitCount?: number;
  readonly resolvedReason?: ResolvedReason;
  readonly resolvedBy?: string;
  readonly resolvedAt?: string;
  readonly isTest: boolean;
  readonly resources: readonly AffectedResource[];
  readonly signs: MiningSigns;
}

/** An alert as stored: ours by id and partner. */
export interface Detection extends ReportedAlert {
  readonly id: DetectionId;
  readonly partnerId: PartnerId;
  readonly receivedAt: string;
}

const miningTypes: ReadonlySet<string> = new Set(['cryptomining', 'networkconnectionstocryptominingpools']);

/** Whether an alert type means mining, under each of the spellings that Microsoft has used (three so far). */
export function isMiningType(alertType: string): boolean {
  return miningTypes.has(alertType.trim().toLowerCase());
}
