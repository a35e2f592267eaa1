import type { Case } from './case.ts';

/** When Partner Center was answered for good: by our report, or because all alerts were resolved there. */
export function answeredAt(c: Case): string | undefined {
  if (c.report.state === 'done' && c.report.goal.status === 'resolved') return c.report.at;
  if (c.detections.length === 0 || c.detections.some((d) => d.resolved === undefined)) return undefined;
  const times = c.detections.flatMap((d) => d.resolved?.at ?? []);
  return times.toSorted().at(-1) ?? c.closure?.at;
}
