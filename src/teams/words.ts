import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageKey, TypedKey, Words } from '../../cards/parts/words.ts';
import en from '../../locales/en.json' with { type: 'json' };
import it from '../../locales/it.json' with { type: 'json' };
import type { Language } from '../domain/partner.ts';

const messages: Readonly<Record<Language, typeof en>> = { en, it };

function createWords(language: Language): Words {
  const compiled = new Map<string, IntlMessageFormat>();
  const fixed = new Map<string, string>();
  const numbers = new Intl.NumberFormat(language);
  // Day before month in English too: half of its readers write it so, and the name of the month leaves no doubt.
  const dates = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return {
    language,
    t(key, values) {
      const known = values === undefined ? fixed.get(key) : undefined;
      if (known !== undefined) return known;
      let message = compiled.get(key);
      if (message === undefined) {
        message = new IntlMessageFormat(messages[language][key], language, undefined, { ignoreTag: true });
        compiled.set(key, message);
      }
      const said = String(message.format(values));
      // Most messages have no arguments, and formatting them is a third of what a card costs.
      if (values === undefined) fixed.set(key, said);
      return said;
    },
    has: (key): key is MessageKey => Object.hasOwn(messages[language], key),
    number: (value) => numbers.format(value),
    money: (value, currency) => money(language, value, currency),
    date: (iso) => dates.format(new Date(iso)),
  };
}

function money(language: Language, value: number, currency: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  const style = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  // Intl throws on what is no three-letter code, and the code comes from a service outside.
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${new Intl.NumberFormat(language, style).format(value)} ${currency}`;
  return new Intl.NumberFormat(language, { ...style, style: 'currency', currency }).format(value);
}

const words: Readonly<Record<Language, Words>> = { en: createWords('en'), it: createWords('it') };

/** The words of a language. Messages are compiled at first use and kept. */
export function wordsFor(language: Language): Words {
  return words[language];
}

/** What people may type for something, the best-known word first; written in locales with bars between. */
export function typedWords(language: Language, key: TypedKey): readonly string[] {
  return messages[language][key].split('|').map((word) => word.trim());
}
