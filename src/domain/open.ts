import type { CaseDetection } from './case.ts';
import { answerDeadline } from './clocks.ts';
import type { Detection } from './detection.ts';
import type { CaseEvent } from './events.ts';
import type { CaseId } from './ids.ts';
import type { ReminderPolicy } from './reminders.ts';

/** The part of an alert that its case keeps. */
export function caseDetection(d: Detection): CaseDetection {
  return {
    id: d.id,
    source: d.source,
    externalId: d.externalId,
    alertType: d.alertType,
    severity: d.severity,
    isTest: d.isTest,
    ...(d.title === undefined ? {} : { title: d.title }),
    ...(d.hitCount === undefined ? {} : { hitCount: d.hitCount }),
    ...(d.firstObservedAt === undefined ? {} : { firstObservedAt: d.firstObservedAt }),
    ...(d.lastObservedAt === undefined ? {} : { lastObservedAt: d.lastObservedAt }),
    ...(d.detectedAt === undefined ? {} : { detectedAt: d.detectedAt }),
    resources: d.resources,
    signs: d.signs,
  };
}

/** The first event of a new case. */
export function openCase(
  d: Detection,
  number: number,
  previousCaseId: CaseId | undefined,
  reminders?: ReminderPolicy,
): CaseEvent {
  return {
    type: 'opened',
    number,
    partnerId: d.partnerId,
    customerTenantId: d.customerTenantId,
    subscriptionId: d.subscriptionId,
    isTest: d.isTest,
    deadlineAt: answerDeadline(d.detectedAt, d.receivedAt),
    ...(previousCaseId === undefined ? {} : { previousCaseId }),
    detection: caseDetection(d),
    ...(reminders === undefined ? {} : { reminders }),
  };
}
