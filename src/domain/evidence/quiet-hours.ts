import type { TimedEvent } from '../activity-kinds.ts';
import { day } from '../clocks.ts';

/** Less than this tells nothing about when people here work. */
const least = { events: 30, days: 7 } as const;

/**
 * Hours of the UTC day at which, and an hour around which, nothing was ever done before the window: night, wherever the
 * customer is. None where too little was done to tell.
 */
export function quietHoursOf(events: readonly TimedEvent[], windowFrom: number): ReadonlySet<number> {
  const before = events.filter(({ at }) => at < windowFrom);
  const days = new Set(before.map(({ at }) => Math.floor(at / day)));
  if (before.length < least.events || days.size < least.days) return new Set();
  const busy = new Set(before.map(({ at }) => hourOf(at)));
  const quiet = Array.from({ length: 24 }, (_, of) => of).filter((of) =>
    [of + 23, of, of + 1].every((near) => !busy.has(near % 24)),
  );
  return new Set(quiet);
}

export function hourOf(at: number): number {
  return new Date(at).getUTCHours();
}
