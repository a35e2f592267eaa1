import type { Looked } from '../investigation.ts';

/** Rules of facts/azure.md 6.3: E speak for mining, N against. */
export const ruleIds = [
  'E1',
  'E2',
  'E3',
  'E4',
  'E5',
  'E6',
  'E7',
  'E8',
  'E9',
  'E10',
  'E11',
  'E12',
  'E13',
  'E14',
  'E15',
  'E16',
  'E17',
  'N1',
  'N2',
  'N3',
  'N4',
  'N5',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** What a rule found on a resource. Its sentence is `evidence.<rule>[.<variant>]` in locales, filled with `values`. */
export interface Finding {
  readonly rule: RuleId;
  /** Names the sentence where a rule has several. */
  readonly variant?: string;
  /** Points for (positive) or against (negative). */
  readonly weight: number;
  /** Numbers and outside texts for the sentence; times as ISO 8601 in UTC. */
  readonly values: Readonly<Record<string, string | number>>;
  /** What was looked at. */
  readonly from: Looked;
}

/** A rule that could not be applied, because what it looks at could not be read: never counted as nothing found. */
export interface Unchecked {
  readonly rule: RuleId;
  readonly missing: Looked;
}

export type SignLevel = 'strong' | 'some' | 'weak' | 'none';
