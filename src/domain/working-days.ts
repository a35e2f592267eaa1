import type { Partner } from './partner.ts';

/** Days of the week, Monday as 1. */
export const weekDays = [1, 2, 3, 4, 5, 6, 7] as const;

/** The days on which a partner wants a digest; Monday to Friday unless it says otherwise. */
export function workingDaysOf({ workingDays }: Pick<Partner, 'workingDays'>): readonly number[] {
  return workingDays ?? [1, 2, 3, 4, 5];
}
