import type { ResourceKey } from './azure-resource.ts';
import type { Finding, SignLevel, Unchecked } from './evidence/finding.ts';
import type { InvestigatedResource, Investigation } from './investigation.ts';

/** The sum of all weights, within 0 and 100 (facts/azure.md 6.3). */
export function scoreOf(findings: readonly Finding[]): number {
  return Math.max(
    0,
    Math.min(
      100,
      findings.reduce((sum, { weight }) => sum + weight, 0),
    ),
  );
}

export function levelOf(score: number): SignLevel {
  if (score >= 60) return 'strong';
  if (score >= 30) return 'some';
  return score >= 10 ? 'weak' : 'none';
}

/** Whether the case is about it: it has strong or some signs, or Microsoft named it. */
export function isSuspect({ level, isNamed }: Pick<InvestigatedResource, 'level' | 'isNamed'>): boolean {
  return isNamed || level === 'strong' || level === 'some';
}

/**
 * What may be marked for a person before they choose: strong signs only, and nothing that a lock or a tag protects or
 * that something else manages.
 */
export function preselected({ resources }: Pick<Investigation, 'resources'>): readonly ResourceKey[] {
  return resources
    .filter(
      ({ level, locks, findings }) =>
        level === 'strong' && locks.length === 0 && !findings.some(({ rule }) => rule === 'N2' || rule === 'N4'),
    )
    .map(({ resource }) => resource.key);
}

export interface Weighed {
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

/**
 * N4: what speaks for mining in something managed counts for its owner, once for each rule and with the greatest weight;
 * the managed one keeps only what says that it is managed or protected.
 */
export function moveToOwners(
  weighed: ReadonlyMap<ResourceKey, Weighed>,
  owners: ReadonlyMap<ResourceKey, ResourceKey>,
): ReadonlyMap<ResourceKey, Weighed> {
  const moved = new Map(weighed);
  for (const key of [...owners.keys()].toSorted()) {
    const own = weighed.get(key);
    const owner = owners.get(key);
    const known = owner === undefined ? undefined : moved.get(owner);
    if (own === undefined || owner === undefined || known === undefined) continue;
    moved.set(owner, {
      ...known,
      findings: withStronger(
        known.findings,
        own.findings.filter(({ weight }) => weight > 0),
      ),
    });
    moved.set(key, { findings: own.findings.filter(({ rule }) => rule === 'N2' || rule === 'N4'), unchecked: [] });
  }
  return moved;
}

function withStronger(own: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const best = new Map(own.map((finding) => [finding.rule, finding]));
  for (const other of others) {
    const known = best.get(other.rule);
    if (known === undefined || other.weight > known.weight) best.set(other.rule, other);
  }
  return [...best.values()];
}
