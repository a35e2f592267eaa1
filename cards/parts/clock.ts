import type { ClockView } from '../views.ts';
import { dayAndTime, type Shown, say } from './escape.ts';
import { quiet, text } from './text.ts';
import type { Color, Element } from './types.ts';
import type { MessageKey, Words } from './words.ts';

const minutesOfClock = 24 * 60;

const looks = {
  running: { key: 'clock.left', color: 'Default' },
  soon: { key: 'clock.left', color: 'Warning' },
  overdue: { key: 'clock.overdue', color: 'Attention' },
  answered: { key: 'clock.answered', color: 'Good' },
  'answered-late': { key: 'clock.answeredLate', color: 'Warning' },
  reopened: { key: 'clock.reopened', color: 'Default' },
} as const satisfies Record<ClockView['state'], { readonly key: MessageKey; readonly color: Color }>;

/** A stretch of time in words, in the two largest units that matter; of one that is past, its length. */
export function duration(words: Words, minutes: number): Shown {
  const all = Math.abs(minutes);
  const hours = Math.floor(all / 60);
  if (hours >= 48) return say(words, 'clock.days', { days: Math.floor(hours / 24) });
  if (hours === 0) return say(words, 'clock.minutes', { minutes: all });
  if (hours >= 12 || all % 60 === 0) return say(words, 'clock.hours', { hours });
  return say(words, 'clock.hoursMinutes', { hours, minutes: all % 60 });
}

/** The state of the 24 hours in a few words, and its colour. */
export function clockText(words: Words, clock: ClockView): { readonly shown: Shown; readonly color: Color } {
  const { key, color } = looks[clock.state];
  return { shown: say(words, key, { left: duration(words, clock.minutesLeft) }), color };
}

/** The moment that matters: when it was answered, or by when it has to be. */
function moment(words: Words, clock: ClockView): Shown {
  if (clock.endedAt !== undefined) {
    const key = clock.state === 'reopened' ? 'clock.reopenedAt' : 'clock.answeredAt';
    return say(words, key, { when: dayAndTime(clock.endedAt) });
  }
  return say(words, clock.state === 'overdue' ? 'clock.wasDue' : 'clock.by', { when: dayAndTime(clock.deadlineAt) });
}

/** The clock as a column: what is left in large letters, and the moment itself, which stays true while the card stands. */
export function clockItems(words: Words, clock: ClockView): Element[] {
  const { shown, color } = clockText(words, clock);
  return [
    quiet(say(words, clock.endedAt === undefined ? 'clock.label' : 'clock.labelEnded')),
    text(shown, { size: 'Large', weight: 'Bolder', color }, { spacing: 'None' }),
    quiet(moment(words, clock), { spacing: 'None' }),
  ];
}

/** How much of the 24 hours is used, as a bar; nothing once they are over for good. */
export function clockBar(clock: ClockView): Element | undefined {
  if (clock.endedAt !== undefined) return undefined;
  const used = Math.min(Math.max((minutesOfClock - clock.minutesLeft) / minutesOfClock, 0), 1);
  const color = clock.state === 'overdue' ? 'Attention' : clock.state === 'soon' ? 'Warning' : 'Accent';
  return { type: 'ProgressBar', value: Math.round(used * 100), max: 100, color, spacing: 'Small', fallback: 'drop' };
}
