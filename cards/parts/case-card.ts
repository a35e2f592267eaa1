import type { CaseRef } from '../views.ts';
import { card } from './card.ts';
import { say } from './escape.ts';
import { caseLine, customerOf, header } from './header.ts';
import type { Action, Badge, Card, Element } from './types.ts';
import type { MessageKey, Words } from './words.ts';

/** A card about one step of a case: the case's header, what the step shows, its buttons. */
export function caseCard(
  words: Words,
  view: CaseRef,
  parts: {
    readonly title: MessageKey;
    readonly badges?: readonly Badge[];
    readonly body: readonly (Element | undefined)[];
    readonly actions: readonly (Action | undefined)[];
  },
): Card {
  return card(words, {
    summary: [say(words, parts.title), caseLine(words, view), customerOf(view, words)],
    body: [header(words, view, parts.title, parts.badges ?? []), ...parts.body],
    actions: parts.actions,
  });
}
