import { unmarked } from '../../cards/parts/escape.ts';
import type { Json } from '../workflow/ports.ts';
import { textActivity } from './replies.ts';

/**
 * A text that names somebody, as a mention where the bot knows their Teams id: Teams takes a mention where its text stands
 * in the message to the letter (facts/teams.md 2.7). A name of which nothing can be shown is no mention.
 */
export function mentioning(text: string, name: string, teamsId: string | undefined): Json {
  if (teamsId === undefined || name === '') return textActivity(text);
  const at = `<at>${name}</at>`;
  const entities = [{ type: 'mention', text: at, mentioned: { id: teamsId, name } }];
  return { type: 'message', text: text.replace(name, () => at), entities };
}

/** Several people as they stand in a message, each as a mention where the bot knows their Teams id, and what goes with it. */
export function mentionsOf(people: readonly { readonly name: string; readonly teamsId?: string | undefined }[]): {
  readonly names: string;
  readonly entities: readonly Json[];
} {
  const named = people
    .map(({ name, teamsId }) => ({ shown: unmarked(name), teamsId }))
    .filter(({ shown }) => shown !== '');
  return {
    names: named.map(({ shown, teamsId }) => (teamsId === undefined ? shown : `<at>${shown}</at>`)).join(', '),
    entities: named.flatMap(({ shown, teamsId }) =>
      teamsId === undefined
        ? []
        : [{ type: 'mention', text: `<at>${shown}</at>`, mentioned: { id: teamsId, name: shown } }],
    ),
  };
}
