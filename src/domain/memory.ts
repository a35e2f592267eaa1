import type { ResourceKey } from './azure-resource.ts';
import { day } from './clocks.ts';
import type { CaseId } from './ids.ts';
import type { Person } from './people.ts';

/** What is compared between an alert and what was confirmed before it. */
export const memoryDimensions = ['pool', 'address', 'resource', 'size', 'cost', 'region', 'creator'] as const;
export type MemoryDimension = (typeof memoryDimensions)[number];

/** Days that may be chosen; the longest is that of product.md F13. */
export const rememberChoices = [90, 30, 7] as const;
export const mostMemoryDays = 90;

export interface SeenResource {
  readonly key: ResourceKey;
  readonly size?: string;
  readonly instances?: number;
}

/** Who made a suspect; the name is outside text, and is left out of accounts of the partner's own. Members are named as packs know accounts (redaction.ts). */
export interface SeenCreator {
  readonly caller: string;
  readonly who?: string;
}

/** What a case is about, as far as it was read; lists are without doubles and in order of text. */
export interface Seen {
  readonly poolDomains: readonly string[];
  readonly poolAddresses: readonly string[];
  readonly vmAddresses: readonly string[];
  /** Resources that Microsoft's alerts name. */
  readonly named: readonly ResourceKey[];
  /** What the investigation suspects. */
  readonly resources: readonly SeenResource[];
  /** Highest cost of a full day of the last week. */
  readonly cost?: { readonly highest: number; readonly currency: string };
  readonly regions: readonly string[];
  readonly creators: readonly SeenCreator[];
  /** What could not be read, or was too much to keep: never the same as before, whatever else is. */
  readonly unread: readonly MemoryDimension[];
}

/** A confirmation that is remembered: a person answers for it, and it ends by itself. */
export interface Memory {
  readonly by: Person;
  readonly at: string;
  readonly reason: string;
  readonly until: string;
  readonly seen: Seen;
  readonly ended?: { readonly why: 'forgotten' | 'reopened'; readonly by: Person; readonly at: string };
}

/** A memory with the case that it comes from. */
export interface KeptMemory extends Memory {
  readonly caseId: CaseId;
  readonly number: number;
}

/** Days that a partner's policy lets confirmations be remembered; 0 where it forbids that. */
export function policyDays(policy: number | undefined): number {
  return Math.max(0, Math.min(mostMemoryDays, policy ?? mostMemoryDays));
}

/** Days that may be chosen where the policy allows so many, longest first. */
export function daysToChoose(policy: number | undefined): readonly number[] {
  const most = policyDays(policy);
  return most === 0 ? [] : [most, ...rememberChoices.filter((days) => days < most)];
}

/** Until when a confirmation of `at` counts; undefined where it is not remembered at all. Nobody can lengthen what the policy says. */
export function rememberedUntil(
  at: string,
  chosen: number | undefined,
  policy: number | undefined,
): string | undefined {
  const days = Math.min(policyDays(policy), chosen ?? mostMemoryDays);
  return days > 0 ? new Date(Date.parse(at) + days * day).toISOString() : undefined;
}

/** The same of a memory that was kept earlier: a policy that was made stricter since holds for it, too. */
export function untilOf(memory: Pick<Memory, 'at' | 'until'>, policy: number | undefined): string {
  const allowed = Date.parse(memory.at) + policyDays(policy) * day;
  return new Date(Math.min(Date.parse(memory.until), allowed)).toISOString();
}

export function isLive(memory: Pick<Memory, 'at' | 'until' | 'ended'>, policy: number | undefined, now: Date): boolean {
  return memory.ended === undefined && Date.parse(untilOf(memory, policy)) > now.getTime();
}
