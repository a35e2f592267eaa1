import { apply } from '../../src/domain/apply.ts';
import type { Case, CaseDetection } from '../../src/domain/case.ts';
import type { Detection, ReportedAlert } from '../../src/domain/detection.ts';
import type { CaseEvent, Entry } from '../../src/domain/events.ts';
import type { CaseId, DetectionId, PartnerId } from '../../src/domain/ids.ts';
import { caseDetection, openCase } from '../../src/domain/open.ts';
import type { Actor } from '../../src/domain/people.ts';

/** When everything in the samples begins. */
export const startedAt = '2026-03-02T08:00:00.000Z';
export const sampleCaseId: CaseId = `case_${'c'.repeat(32)}`;
export const samplePartnerId: PartnerId = `ptr_${'b'.repeat(32)}`;
const customerTenant = '33333333-aaaa-4bbb-8ccc-000000000003';
export const subscription = '44444444-aaaa-4bbb-8ccc-000000000004';

export function detectionId(index: number): DetectionId {
  return `det_${index.toString(16).padStart(32, '0')}`;
}

/** An alert as a source gives it; the first of a subscription unless told otherwise. */
export function sampleAlert(index = 0, change: Partial<ReportedAlert> = {}): ReportedAlert {
  return {
    source: 'graph',
    externalId: `alert-${index}`,
    customerTenantId: customerTenant,
    subscriptionId: subscription,
    alertType: 'CryptoMining',
    status: 'active',
    severity: 'high',
    confidence: 'medium',
    title: 'Cryptocurrency mining',
    detectedAt: '2026-03-02T07:00:00.000Z',
    firstObservedAt: '2026-03-02T05:00:00.000Z',
    lastObservedAt: '2026-03-02T06:30:00.000Z',
    hitCount: 14,
    isTest: false,
    resources: [
      {
        id: `/subscriptions/${subscription}/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm${index}`,
        type: 'AzureResource',
      },
    ],
    signs: { vmAddresses: ['203.0.113.7'], poolAddresses: ['198.51.100.20'], poolDomains: ['pool.example'] },
    ...change,
  };
}

export function sampleDetection(index = 0, change: Partial<Detection> = {}): Detection {
  return {
    ...sampleAlert(index),
    id: detectionId(index),
    partnerId: samplePartnerId,
    receivedAt: startedAt,
    ...change,
  };
}

export function sampleCaseDetection(index = 0, change: Partial<Detection> = {}): CaseDetection {
  return caseDetection(sampleDetection(index, change));
}

/** A case just opened, with these events applied by this actor, one second apart. */
export function sampleCase(
  actor: Actor = { kind: 'clock', name: 'source' },
  events: readonly CaseEvent[] = [],
  opening: Detection = sampleDetection(),
): Case {
  const entryOf = (event: CaseEvent, index: number): Entry => ({
    caseId: sampleCaseId,
    seq: index + 1,
    at: new Date(Date.parse(startedAt) + index * 1000).toISOString(),
    actor,
    event,
  });
  const entries = [openCase(opening, 1, undefined), ...events].map(entryOf);
  const c = entries.reduce<Case | undefined>((sofar, entry) => apply(sofar, entry), undefined);
  if (c === undefined) throw new Error('a sample case has at least its first event');
  return c;
}
