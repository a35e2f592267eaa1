import type { ChecklistName } from '../domain/after-care.ts';
import type { Way } from '../domain/contact.ts';
import { type PackProfile, packProfiles } from '../domain/pack.ts';
import { type Language, languages } from '../domain/partner.ts';
import type { Role } from '../domain/people.ts';
import type { DurationWords } from './duration.ts';
import type { AnswerWords } from './parse-answer.ts';
import { type CommandWords, commandNames, fold } from './parse-command.ts';
import { typedWords } from './words.ts';

type SaidName = 'azure' | 'request-note' | 'request-drop' | 'nothing' | 'send' | 'for' | 'add' | 'take';

export interface Vocabulary {
  readonly commands: CommandWords;
  readonly answers: AnswerWords;
  readonly durations: DurationWords;
  /** What says that a resource group is meant. */
  readonly group: readonly string[];
  readonly checklist: Readonly<Record<ChecklistName, readonly string[]>>;
  readonly ways: Readonly<Record<Way, readonly string[]>>;
  readonly checklistStates: Readonly<Record<'done' | 'waived', readonly string[]>>;
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  readonly packs: Readonly<Record<PackProfile, readonly string[]>>;
  /** Short answers and words after a command, by what they mean. */
  readonly said: Readonly<Record<SaidName, readonly string[]>>;
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
    group: word('answers.group'),
    checklist: {
      credentials: word('answers.checklist-credentials'),
      'role-grants': word('answers.checklist-role-grants'),
      'app-secrets': word('answers.checklist-app-secrets'),
      mfa: word('answers.checklist-mfa'),
      quota: word('answers.checklist-quota'),
      budget: word('answers.checklist-budget'),
    },
    ways: {
      mail: word('answers.way-mail'),
      call: word('answers.way-call'),
      chat: word('answers.way-chat'),
      other: word('answers.way-other'),
    },
    packs: {
      full: word('answers.pack-full'),
      customer: word('answers.pack-customer'),
      microsoft: word('answers.pack-microsoft'),
      insurer: word('answers.pack-insurer'),
    },
    said: {
      azure: word('answers.support-azure'),
      'request-note': word('answers.request-note'),
      'request-drop': word('answers.request-drop'),
      nothing: word('answers.nothing'),
      send: word('answers.send'),
      for: word('answers.for'),
      add: word('answers.add'),
      take: word('answers.take'),
    },
    roles: {
      viewer: word('answers.role-viewer'),
      responder: word('answers.role-responder'),
      remover: word('answers.role-remover'),
      approver: word('answers.role-approver'),
      owner: word('answers.role-owner'),
    },
    checklistStates: { done: word('answers.done'), waived: word('answers.waived') },
    durations: { minutes: word('answers.minutes'), hours: word('answers.hours'), days: word('answers.days') },
  };
}

const vocabularies = new Map(languages.map((language) => [language, vocabularyOf(language)]));

/** What may be typed in any language, the person's own first. */
export function vocabulariesFor(language: Language): readonly Vocabulary[] {
  return [language, ...languages.filter((other) => other !== language)].flatMap((name) => vocabularies.get(name) ?? []);
}

/** Whether a text says just this, in any language. */
export function isSaid(language: Language, what: SaidName, typed: string): boolean {
  const folded = fold(typed).replaceAll(/[.,!]/g, '').trim();
  return vocabulariesFor(language).some(({ said }) => said[what].map(fold).includes(folded));
}

/** For whom an evidence pack is, as people call it (`insurer`, `assicurazione`). */
export function profileNamed(language: Language, typed: string): PackProfile | undefined {
  const folded = fold(typed).replaceAll(/[.,!]/g, '').trim();
  return vocabulariesFor(language).flatMap(({ packs }) =>
    packProfiles.filter((name) => name === folded || packs[name].map(fold).includes(folded)),
  )[0];
}
