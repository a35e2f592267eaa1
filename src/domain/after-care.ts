import { hour } from './clocks.ts';
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

/** What a look found. */
export interface AfterCareFindings {
  /** Removed resources that are there again, or still, by name. */
  readonly back: readonly string[];
  /** Names of what the same creators made since. */
  readonly fresh: readonly string[];
  /** Suspects that burn now. */
  readonly burning: number;
  /** Cost of the last full day against the day before the removal; absent where cost could not be read. */
  readonly cost?: { readonly before: number; readonly now: number; readonly currency: string };
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

/** After one more look. */
export function afterLook(care: AfterCare, look: AfterCareLook): AfterCare {
  const next = afterCareHours.find((hours) => hours > look.hours);
  return {
    since: care.since,
    ...(next === undefined ? {} : due(care.since, next)),
    looks: [...care.looks, look],
  };
}

function due(since: string, next: AfterCareHours): { readonly dueAt: string; readonly next: AfterCareHours } {
  return { dueAt: new Date(Date.parse(since) + next * hour).toISOString(), next };
}
