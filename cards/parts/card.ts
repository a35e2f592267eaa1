import { type Shown, say, spoken } from './escape.ts';
import type { Action, Card, Element } from './types.ts';
import type { Words } from './words.ts';

/** Most actions that Teams shows at once (facts/teams.md 1.4). */
export const maxActions = 6;

/** Puts a card together. `summary` is what is read aloud, and what old clients show instead. */
export function card(
  words: Words,
  parts: {
    readonly summary: readonly Shown[];
    readonly body: readonly (Element | undefined)[];
    readonly actions?: readonly (Action | undefined)[];
    readonly refresh?: Card['refresh'];
  },
): Card {
  const summary = spoken(parts.summary);
  const actions = (parts.actions ?? []).filter((action) => action !== undefined);
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: words.language,
    msteams: { width: 'Full' },
    speak: summary,
    fallbackText: say(words, 'card.fallback', { summary }),
    ...(parts.refresh && { refresh: parts.refresh }),
    body: parts.body.filter((element) => element !== undefined),
    ...(actions.length > 0 && { actions }),
  };
}
