import { type Language, languages } from '../domain/partner.ts';
import type { DurationWords } from './duration.ts';
import type { AnswerWords } from './parse-answer.ts';
import { type CommandWords, commandNames, fold } from './parse-command.ts';
import { typedWords } from './words.ts';

export interface Vocabulary {
  readonly commands: CommandWords;
  readonly answers: AnswerWords;
  readonly durations: DurationWords;
  /** The language that goes by this name (`it`, `italiano`, `Italian`). */
  languageNamed(name: string): Language | undefined;
}

function vocabularyOf(language: Language): Vocabulary {
  const word = (key: Parameters<typeof typedWords>[1]) => typedWords(language, key);
  return {
    commands: new Map(commandNames.map((name) => [name, word(`commands.${name}`)])),
    answers: { good: word('answers.good'), bad: word('answers.bad'), unsure: word('answers.unsure') },
    languageNamed: (name) =>
      languages.find((other) => word(`answers.language-${other}`).map(fold).includes(fold(name.trim()))),
    durations: { minutes: word('answers.minutes'), hours: word('answers.hours'), days: word('answers.days') },
  };
}

const vocabularies = new Map(languages.map((language) => [language, vocabularyOf(language)]));

/** What may be typed in any language, the person's own first. */
export function vocabulariesFor(language: Language): readonly Vocabulary[] {
  return [language, ...languages.filter((other) => other !== language)].flatMap((name) => vocabularies.get(name) ?? []);
}
