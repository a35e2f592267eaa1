import type { Json } from '../workflow/ports.ts';
import { textActivity } from './replies.ts';

/** A message with a mention is read as Markdown, unlike the texts on cards. */
export function unformatted(text: string): string {
  return text.replaceAll(/[*_`~#>|[\]\\]/g, ' ');
}

/**
 * A text that names somebody, as a mention where the bot knows their Teams id: Teams takes a mention where its text stands
 * in the message to the letter (facts/teams.md 2.7).
 */
export function mentioning(text: string, name: string, teamsId: string | undefined): Json {
  if (teamsId === undefined) return textActivity(text);
  const at = `<at>${name}</at>`;
  const entities = [{ type: 'mention', text: at, mentioned: { id: teamsId, name } }];
  return { type: 'message', text: text.replace(name, () => at), entities };
}
