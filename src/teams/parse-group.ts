import type { Language } from '../domain/partner.ts';
import { roles } from '../domain/people.ts';
import type { GroupAsked } from '../workflow/change-role-groups.ts';
import { fold } from './parse-command.ts';
import { vocabulariesFor } from './typed-words.ts';

/**
 * Reads what follows the word for groups: a role, then the group's id, with “add” or “remove” before or after it. Whatever
 * else is said for the id is kept as it is, to be told that it is none. Undefined where no role is named, or nothing after it.
 */
export function parseGroup(language: Language, typed: string): GroupAsked | undefined {
  const vocabularies = vocabulariesFor(language);
  const [found] = roles
    .flatMap((role) =>
      vocabularies
        .flatMap((v) => v.roles[role].flatMap((name) => beginning(fold(typed).trim(), fold(name)) ?? []))
        .map((rest) => ({ role, rest })),
    )
    .toSorted((a, b) => a.rest.length - b.rest.length);
  if (found === undefined || found.rest === '') return undefined;
  const { role, rest } = found;
  for (const how of ['add', 'take'] as const) {
    for (const word of vocabularies
      .flatMap(({ said }) => said[how].map(fold))
      .toSorted((a, b) => b.length - a.length)) {
      const group = beginning(rest, word) ?? ending(rest, word);
      if (group !== undefined && (group !== '' || how === 'take'))
        return { role, how: how === 'add' ? 'besides' : 'take', group: asTyped(typed, group) };
    }
  }
  return { role, how: 'instead', group: asTyped(typed, rest) };
}

/** A part of the folded text as it was typed, where folding left the length alone. */
function asTyped(typed: string, part: string): string {
  const folded = fold(typed);
  const at = folded.lastIndexOf(part);
  return folded.length === typed.length && at >= 0 ? typed.slice(at, at + part.length) : part;
}

/** What follows a phrase with which a text begins. */
function beginning(text: string, phrase: string): string | undefined {
  const rest = text.slice(phrase.length);
  return text.startsWith(phrase) && /^(?:[\s,:;=]|$)/.test(rest) ? rest.replace(/^[\s,:;=]+/, '') : undefined;
}

/** What precedes a phrase with which a text ends. */
function ending(text: string, phrase: string): string | undefined {
  return text.endsWith(` ${phrase}`) ? text.slice(0, -phrase.length).trim() : undefined;
}
