import type en from '../../locales/en.json';

/** What people may type is no message: it is read by src/teams/words.ts `typedWords`. */
export type TypedKey = Extract<keyof typeof en, `commands.${string}` | `answers.${string}`>;
export type MessageKey = Exclude<keyof typeof en, TypedKey>;

/** The words of one language; made by src/teams/words.ts. */
export interface Words {
  readonly language: 'en' | 'it';
  /** The message in this language with its ICU arguments filled in. */
  readonly t: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
  /** Whether there is a message of that name: some are named after rules that cards do not know. */
  readonly has: (key: string) => key is MessageKey;
  readonly number: (value: number) => string;
  /** An amount with its currency (ISO 4217), without cents from 100 on. */
  readonly money: (value: number, currency: string) => string;
  /** A calendar day (yyyy-mm-dd or ISO 8601 in UTC), short: day and month. */
  readonly date: (iso: string) => string;
}
