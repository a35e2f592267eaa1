import { hour } from './clocks.ts';
import { weekDayOf } from './working-days.ts';

/** When a partner's digest is said unless told otherwise, by the wall clock of its time zone; `off` for never. */
export const standardDigestAt = '08:30';
/** Hours within which one that was missed, because nothing ran, is still worth saying. */
const lateHours = 4;

export function isDigestAt(text: string): boolean {
  return text === 'off' || /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * The working day (one of `days`, Monday as 1; `yyyy-mm-dd` of the zone) whose digest is due at a moment; undefined where none is. A
 * time that the clocks pass over is made up for right after, and one that comes twice belongs to one day. Holidays are not
 * known.
 */
export function digestDay(now: Date, timeZone: string, at: string, days: readonly number[]): string | undefined {
  if (at === 'off' || !isDigestAt(at)) return undefined;
  const shown = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const {
    year,
    month,
    day,
    hour: h,
    minute: m,
  } = Object.fromEntries(shown.formatToParts(now).map(({ type, value }) => [type, value]));
  if (!days.includes(weekDayOf(Date.UTC(Number(year), Number(month) - 1, Number(day))))) return undefined;
  const late = Number(h) * 60 + Number(m) - (Number(at.slice(0, 2)) * 60 + Number(at.slice(3)));
  return late >= 0 && late < (lateHours * hour) / 60_000 ? `${year}-${month}-${day}` : undefined;
}
