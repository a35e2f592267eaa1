import type { ReportedAlert } from '../domain/detection.ts';

/** $filter for alerts that are open, or that were detected, observed or resolved since (ISO 8601 in UTC with milliseconds). */
export function changedFilter(since: string): string {
  const times = ['detectedDateTime', 'firstObservedDateTime', 'lastObservedDateTime', 'resolvedOnDateTime'];
  return ["status ne 'resolved'", ...times.map((name) => `${name} ge ${since}`)].join(' or ');
}

/** The same, of an alert that was read without filter. */
export function changedSince(alert: ReportedAlert, since: string): boolean {
  const { detectedAt, firstObservedAt, lastObservedAt, resolvedAt } = alert;
  return (
    alert.status !== 'resolved' ||
    [detectedAt, firstObservedAt, lastObservedAt, resolvedAt].some((at) => at !== undefined && at >= since)
  );
}
