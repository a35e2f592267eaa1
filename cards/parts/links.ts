import type { ITextBlock } from '@microsoft/teams.cards';
import type { LinkView } from '../views.ts';
import { say } from './escape.ts';
import type { BlockPlace } from './text.ts';
import type { Words } from './words.ts';

/** An address as markdown may carry it: https only, nothing in it that ends the link early. */
function safe(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return undefined;
  return parsed.href.replaceAll(/[^\w\-.~:/?#@!&+,;=%]/g, encode);
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** "View in Partner Center alerts · Azure portal": links that leave Teams say so (facts/teams.md 5.1, rule 14). */
export function linkLine(words: Words, links: readonly LinkView[], place: BlockPlace = {}): ITextBlock | undefined {
  const shown = links.flatMap(({ page, url }) => {
    const href = safe(url);
    return href === undefined ? [] : [`[${say(words, `link.${page}`)}](${href})`];
  });
  if (shown.length === 0) return undefined;
  return {
    type: 'TextBlock',
    text: `${say(words, 'links.viewIn')} ${shown.join(' · ')}`,
    size: 'Small',
    wrap: true,
    ...(place.spacing && { spacing: place.spacing }),
    ...(place.separator && { separator: place.separator }),
  };
}
