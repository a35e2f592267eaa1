import type { ResourceView, Severity } from '../../cards/views.ts';
import { type Case, type CaseDetection, openDetections } from '../domain/case.ts';
import { isMiningType, type Level } from '../domain/detection.ts';

/** From least to most; what a source spells otherwise counts as unknown. */
const severities: readonly Level[] = ['unknown', 'informational', 'low', 'medium', 'high'];

function distinct(texts: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const text of texts) if (!seen.has(text.toLowerCase())) seen.set(text.toLowerCase(), text);
  return [...seen.values()];
}

/** The earliest or latest of some moments; what is no date is passed over. */
function edge(times: readonly (string | undefined)[], pick: 'first' | 'last'): string | undefined {
  const dated = times.filter((time) => time !== undefined && !Number.isNaN(Date.parse(time)));
  return dated.toSorted((a, b) => Date.parse(a ?? '') - Date.parse(b ?? '')).at(pick === 'first' ? 0 : -1);
}

/** Name, type and group of an Azure resource from its id; an id of another form is shown as it is. */
export function resourceView(id: string, type?: string): ResourceView {
  const parts = id.split('/').filter((part) => part !== '');
  const provider = parts.findLastIndex((part) => part.toLowerCase() === 'providers');
  const groupAt = parts.findIndex((part) => part.toLowerCase() === 'resourcegroups');
  const group = groupAt === -1 ? undefined : parts[groupAt + 1];
  const own = parts.slice(provider + 1);
  const withGroup = group === undefined ? {} : { group };
  if (provider !== -1 && own.length >= 3) {
    const types = own.filter((_, index) => index === 0 || index % 2 === 1);
    return { name: own.at(-1) ?? id, type: types.join('/').toLowerCase(), ...withGroup };
  }
  if (parts.length === 2 && parts[0]?.toLowerCase() === 'subscriptions') {
    return { name: parts[1] ?? id, type: 'microsoft.subscription' };
  }
  const known = type !== undefined && type.includes('/') ? { type: type.toLowerCase() } : {};
  return { name: parts.at(-1) ?? id, ...known, ...withGroup };
}

function severityOf(detections: readonly CaseDetection[]): Severity {
  const ranks = detections.map((d) => severities.findIndex((severity) => severity === d.severity));
  return severities[Math.max(0, ...ranks)] ?? 'unknown';
}

/** What all alerts of a case say together: hit counts add up, first and last seen span them, nothing is named twice. */
export function signsOf(c: Case) {
  const open = openDetections(c);
  const shown = open.length > 0 ? open : c.detections;
  const main = shown.find((d) => isMiningType(d.alertType)) ?? shown[0];
  const counts = shown.flatMap((d) => d.signs.connections ?? d.hitCount ?? []);
  const firstSeenAt = edge(
    shown.map((d) => d.firstObservedAt ?? d.detectedAt),
    'first',
  );
  const lastSeenAt = edge(
    shown.map((d) => d.lastObservedAt),
    'last',
  );
  const resources = new Map(shown.flatMap((d) => d.resources).map((r) => [r.id.toLowerCase(), r]));
  return {
    severity: severityOf(shown),
    isMining: main !== undefined && isMiningType(main.alertType),
    alertType: main?.alertType ?? '',
    ...(main?.title === undefined ? {} : { alertTitle: main.title }),
    alerts: shown.length,
    ...(counts.length === 0 ? {} : { connections: counts.reduce((sum, count) => sum + count, 0) }),
    ...(firstSeenAt === undefined ? {} : { firstSeenAt }),
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
    poolDomains: distinct(shown.flatMap((d) => d.signs.poolDomains)),
    poolAddresses: distinct(shown.flatMap((d) => d.signs.poolAddresses)),
    vmAddresses: distinct(shown.flatMap((d) => d.signs.vmAddresses)),
    resources: [...resources.values()].map((r) => resourceView(r.id, r.type)),
  };
}
