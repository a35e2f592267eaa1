import type { AzureResource } from '../azure-resource.ts';
import type { Looked } from '../investigation.ts';
import type { EvidenceFacts } from './facts.ts';
import type { Finding, RuleId, Unchecked } from './finding.ts';

/** One rule of facts/azure.md 6.3. Weights are those given there. */
export interface Rule {
  readonly id: RuleId;
  /** What it looks at: with a gap in any of these, finding nothing is not "nothing there". */
  readonly needs: readonly Looked[];
  /** Concludes from something that is not there: with a gap, what it would find is no finding either. */
  readonly byAbsence?: boolean;
  /** Which resources it can say something of; all where left out. */
  readonly about?: (resource: AzureResource, facts: EvidenceFacts) => boolean;
  /** What was not read of this one resource, although there is no gap. */
  readonly lacks?: (resource: AzureResource, facts: EvidenceFacts) => Looked | undefined;
  readonly weigh: (resource: AzureResource, facts: EvidenceFacts) => Finding | undefined;
}

interface Weighed {
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

/** Applies all rules to one resource. A rule whose input is missing is unchecked, never a zero. */
export function weighAll(rules: readonly Rule[], resource: AzureResource, facts: EvidenceFacts): Weighed {
  const findings: Finding[] = [];
  const unchecked: Unchecked[] = [];
  for (const rule of rules) {
    if (rule.about?.(resource, facts) === false) continue;
    const gap = rule.needs.find((what) => facts.gaps.has(what));
    const finding = gap !== undefined && rule.byAbsence === true ? undefined : rule.weigh(resource, facts);
    const missing = gap ?? rule.lacks?.(resource, facts);
    if (finding !== undefined) findings.push(finding);
    else if (missing !== undefined) unchecked.push({ rule: rule.id, missing });
  }
  return { findings, unchecked };
}
