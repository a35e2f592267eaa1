import type { ClocksView } from '../asking-views.ts';
import { claimLines } from './claim.ts';
import { dayAndTime, figure, type Shown, say } from './escape.ts';
import { quiet, text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { Words } from './words.ts';

/** Hours of the rule, which the average must not pass. */
const ruleHours = 24;

export function hours(words: Words, value: number): Shown {
  return say(words, 'clocks.hours', {
    hours: figure(words, value < 10 ? Math.round(value * 10) / 10 : Math.round(value)),
  });
}

function ahead(words: Words, of: NonNullable<ClocksView['projection']>): Element {
  const { now, becomes, at, alerts } = of;
  const values = { when: dayAndTime(at), becomes: hours(words, becomes) };
  const shown =
    now === undefined
      ? say(words, 'clocks.aheadFirst', values)
      : say(words, 'clocks.ahead', { ...values, now: hours(words, now), alerts });
  return becomes > ruleHours
    ? text(shown, { size: 'Small', color: 'Warning', weight: 'Bolder' }, { spacing: 'Small' })
    : quiet(shown, { spacing: 'Small' });
}

export function official(words: Words, of: NonNullable<ClocksView['official']>): Element | undefined {
  const { averageHours, compliant, readAt } = of;
  if (averageHours === undefined && compliant === undefined) return undefined;
  const when = dayAndTime(readAt);
  if (averageHours === undefined) {
    return quiet(say(words, compliant ? 'clocks.officialMet' : 'clocks.officialNotMet', { when }), { spacing: 'None' });
  }
  const shown = say(words, 'clocks.official', { hours: hours(words, averageHours), when });
  return averageHours > ruleHours || compliant === false
    ? text(shown, { size: 'Small', color: 'Warning', weight: 'Bolder' }, { spacing: 'None' })
    : quiet(shown, { spacing: 'None' });
}

/** What runs besides the 24 hours: the average if this waits, Microsoft's own figure, and the time for the credit. */
export function clocksItems(words: Words, clocks: ClocksView): Container | undefined {
  const figureOf = clocks.official && official(words, clocks.official);
  const items = [
    ...(clocks.projection ? [ahead(words, clocks.projection)] : []),
    ...(figureOf ? [figureOf] : []),
    ...(clocks.claim ? claimLines(words, clocks.claim) : []),
  ];
  return items.length === 0 ? undefined : { type: 'Container', spacing: 'Small', items };
}
