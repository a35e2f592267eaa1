import { card } from './parts/card.ts';
import { outside, prose, say } from './parts/escape.ts';
import { facts } from './parts/facts.ts';
import { linkLine } from './parts/links.ts';
import { heading, text } from './parts/text.ts';
import type { Card } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { UnreadableView } from './talk-views.ts';

const errorLength = 300;

/** An alert that came in a form nobody knew: said aloud, because it may be about mining. */
export function unreadableCard(view: UnreadableView, words: Words): Card {
  const { source, externalId, error } = view;
  return card(words, {
    summary: [say(words, 'unreadable.title'), say(words, 'unreadable.text')],
    body: [
      {
        type: 'Container',
        style: 'warning',
        items: [
          heading(words, 'unreadable.title', { size: 'Large' }),
          text(say(words, 'unreadable.text'), {}, { spacing: 'Small' }),
        ],
      },
      ...facts(words, [
        { label: 'unreadable.source', value: [say(words, `source.${source}`)] },
        externalId === undefined ? undefined : { label: 'unreadable.id', value: [outside(externalId)] },
        { label: 'unreadable.error', value: [prose(error, errorLength)] },
      ]),
      linkLine(words, view.links, { spacing: 'Medium', separator: true }),
    ],
  });
}
