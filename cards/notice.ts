import { button } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { prose, say } from './parts/escape.ts';
import { text } from './parts/text.ts';
import type { Card } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { NoticeView } from './talk-views.ts';

const styles = { info: 'accent', good: 'good', warning: 'warning', problem: 'attention' } as const;
/** A title names a team and its channel, which may be as long as names are. */
const titleLength = 320;
const textLength = 1500;

/** A short message of the bot. */
export function noticeCard(view: NoticeView, words: Words): Card {
  const title = prose(view.title.replaceAll(/\s+/g, ' '), titleLength);
  const body = prose(view.text, textLength);
  return card(words, {
    summary: [title, body],
    body: [
      {
        type: 'Container',
        style: styles[view.tone],
        items: [text(title, { weight: 'Bolder' }), text(body, {}, { spacing: 'Small' })],
      },
    ],
    actions: [
      view.case === undefined ? undefined : button(say(words, 'action.showCase'), 'case.show', { case: view.case }),
    ],
  });
}
