import type { MessageKey, Words } from '../../../cards/parts/words.ts';
import type { Range } from '../../domain/money.ts';
import { staff, withheld } from '../withheld.ts';

/** How the report says things in one language. All times are UTC. */
export interface Tell {
  readonly words: Words;
  /** A message of ours; texts of others in it are raw. */
  readonly say: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
  /** The message of that name, or where there is none the other text. */
  readonly named: (key: string, otherwise: string) => string;
  /** Text of others, with the places that were left out in words. */
  readonly text: (text: string) => string;
  readonly moment: (iso: string | undefined) => string;
  readonly day: (iso: string) => string;
  readonly time: (iso: string) => string;
  readonly range: (range: Range | undefined) => string;
  /** Time between two moments, in the two largest units that matter. */
  readonly between: (from: string, until: string) => string;
}

const minuteMs = 60_000;

export function createTell(words: Words): Tell {
  // Day before month in English too, as on the cards.
  const locale = words.language === 'en' ? 'en-GB' : words.language;
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  const say: Tell['say'] = (key, values) => text(words.t(key, values));
  const text = (value: string): string =>
    value.replaceAll(withheld, words.t('pack.withheld')).replaceAll(staff, words.t('pack.staff'));
  const valid = (iso: string) => !Number.isNaN(Date.parse(iso));
  const day = (iso: string) => (valid(iso) ? days.format(new Date(iso)) : text(iso));
  const time = (iso: string) => (valid(iso) ? times.format(new Date(iso)) : text(iso));
  const between = (from: string, until: string): string => {
    const minutes = Math.max(0, Math.round((Date.parse(until) - Date.parse(from)) / minuteMs));
    if (Number.isNaN(minutes)) return '';
    const hours = Math.floor(minutes / 60);
    if (hours >= 48) return words.t('clock.days', { days: Math.floor(hours / 24) });
    if (hours === 0) return words.t('clock.minutes', { minutes });
    return words.t('clock.hoursMinutes', { hours, minutes: minutes % 60 });
  };
  return {
    words,
    say,
    named: (key, otherwise) => (words.has(key) ? say(key) : text(otherwise)),
    text,
    day,
    time,
    moment: (iso) => (iso === undefined ? '–' : valid(iso) ? `${day(iso)}, ${time(iso)}` : text(iso)),
    range: (range) => {
      if (range === undefined) return words.t('money.notKnown');
      const { low, high, currency } = range;
      const [from, to] = [words.money(low, currency), words.money(high, currency)];
      return from === to ? from : words.t('money.range', { low: from, high: to });
    },
    between,
  };
}
