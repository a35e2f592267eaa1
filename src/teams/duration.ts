import { fold } from './parse-command.ts';

/** What people write after a number, per unit; from locales. */
export interface DurationWords {
  readonly minutes: readonly string[];
  readonly hours: readonly string[];
  readonly days: readonly string[];
}

const unitMinutes = { minutes: 1, hours: 60, days: 24 * 60 } as const;

/** Reads a duration at the beginning of a text (`4h`, `2 giorni`): its minutes, and what follows it. */
export function parseDuration(
  text: string,
  languages: readonly DurationWords[],
): { readonly minutes: number; readonly rest: string } | undefined {
  const found = /^[-:,\s]*(\d{1,4})\s*(\p{L}+)[.,]?(?=\s|$)/u.exec(text);
  if (!found) return undefined;
  const unit = fold(found[2] ?? '');
  for (const words of languages) {
    for (const name of ['minutes', 'hours', 'days'] as const) {
      if (words[name].map(fold).includes(unit))
        return { minutes: Number(found[1]) * unitMinutes[name], rest: text.slice(found[0].length).trim() };
    }
  }
  return undefined;
}
