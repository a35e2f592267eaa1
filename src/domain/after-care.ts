import { hour, minute } from './clocks.ts';
import type { UnavailableReason } from './facts.ts';
import type { Person } from './people.ts';

/** Hours after a removal at which it is looked at again (product.md F19). */
export const afterCareHours = [1, 24, 72] as const;
export type AfterCareHours = (typeof afterCareHours)[number];

/** What has to be done about the way in, before a fraud case closes. */
export const checklistNames = ['credentials', 'role-grants', 'app-secrets', 'mfa', 'quota', 'budget'] as const;
export type ChecklistName = (typeof checklistNames)[number];

export interface ChecklistAnswer {
  readonly state: 'done' | 'waived';
  readonly by: Person;
  readonly at: string;
  readonly note?: string;
}

/** Why a look has no cost: no day has ended since the removal, Azure lists none yet, or it could not be read. */
export type CostGap = 'too-early' | 'not-listed' | UnavailableReason;

/** What a look found. */
export interface AfterCareFindings {
  /** Removed resources that are there again, or still, by name. */
  readonly back: readonly string[];
  /** Names of what the same creators made since. */
  readonly fresh: readonly string[];
  /** Suspects that burn now. */
  readonly burning: number;
  /** Cost of the last full day against the day before the removal. */
  readonly cost?: { readonly before: number; readonly now: number; readonly currency: string };
  /** Why there is no `cost`; absent, too, in looks of before this was kept. */
  readonly costGap?: CostGap;
  /** Nothing could be read; the look is tried again. */
  readonly unreadable: boolean;
}

export interface AfterCareLook extends AfterCareFindings {
  readonly hours: AfterCareHours;
  readonly at: string;
}

export interface AfterCare {
  /** End of the removal that it follows. */
  readonly since: string;
  /** The next look; absent when all were made. */
  readonly dueAt?: string;
  readonly next?: AfterCareHours;
  readonly looks: readonly AfterCareLook[];
}

/** The after-care of a removal that ended at `since`, with the first look due. */
export function beginAfterCare(since: string): AfterCare {
  return { since, ...due(since, afterCareHours[0]), looks: [] };
}

/** Minutes after which a look that could not be made is tried again. */
const againMinutes = 30;
/** Hours after the removal at which a look that still cannot be made is given up: a day after the last. */
const lastTryHours = 96;

/** After one more look. One that came late stands for all that were due by then; one that saw nothing is made again. */
export function afterLook(care: AfterCare, look: AfterCareLook): AfterCare {
  const { since } = care;
  const looks = [...care.looks.filter(({ hours, unreadable }) => !unreadable || hours !== look.hours), look];
  if (look.unreadable) return { since, ...againDue(since, look), looks };
  const next = afterCareHours.find((hours) => hours > look.hours && momentOf(since, hours) > Date.parse(look.at));
  return { since, ...(next === undefined ? {} : due(since, next)), looks };
}

/** Tried again as the same look, or as the next one where that is due by then. */
function againDue(since: string, { at, hours }: AfterCareLook): Pick<AfterCare, 'dueAt' | 'next'> {
  const again = Date.parse(at) + againMinutes * minute;
  if (again > Date.parse(since) + lastTryHours * hour) return {};
  const next = afterCareHours.findLast((one) => one > hours && momentOf(since, one) <= again);
  return { dueAt: new Date(again).toISOString(), next: next ?? hours };
}

function momentOf(since: string, hours: AfterCareHours): number {
  return Date.parse(since) + hours * hour;
}

function due(since: string, next: AfterCareHours): { readonly dueAt: string; readonly next: AfterCareHours } {
  return { dueAt: new Date(momentOf(since, next)).toISOString(), next };
}
