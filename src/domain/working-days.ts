import type { Partner } from './partner.ts';

/** Days of the week, Monday as 1. */
export const weekDays = [1, 2, 3, 4, 5, 6, 7] as const;

const standardDays: readonly number[] = [1, 2, 3, 4, 5];

/** The day of the week of a calendar day (`Date.UTC`), Monday as 1. */
export function weekDayOf(utc: number): number {
  return new Date(utc).getUTCDay() || 7;
}

/** The days on which a partner works, and wants a digest; Monday to Friday unless it says otherwise. */
export function workingDaysOf({ workingDays }: Pick<Partner, 'workingDays'>): readonly number[] {
  return workingDays ?? standardDays;
}
