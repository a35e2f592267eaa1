import { button } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { dayAndTime, prose, say } from './parts/escape.ts';
import { quiet, text } from './parts/text.ts';
import type { Card } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { StaleView } from './talk-views.ts';
import { maxTextLength } from './verbs.ts';

const shownEvents = 6;
const whatLength = 240;

/** A click on an old card changes nothing; this says so, and what happened meanwhile. */
export function staleCard(view: StaleView, words: Words): Card {
  const happened = view.happened.slice(-shownEvents);
  return caseCard(words, view, {
    title: 'stale.title',
    body: [
      text(say(words, 'stale.text'), {}, { spacing: 'Medium' }),
      ...(happened.length === 0 ? [quiet(say(words, 'stale.nothing'), { spacing: 'Small' })] : []),
      ...happened.flatMap(({ at, what }) => [
        text(prose(what, whatLength), {}, { spacing: 'Small' }),
        quiet(dayAndTime(at), { spacing: 'None' }),
      ]),
      ...(view.written
        ? [
            quiet(say(words, 'stale.written'), { spacing: 'Medium' }),
            text(prose(view.written, maxTextLength), { italic: true }, { spacing: 'None' }),
          ]
        : []),
      text(say(words, 'stale.hint'), {}, { spacing: 'Medium' }),
    ],
    actions: [button(say(words, 'action.showCase'), 'case.show', { case: view.case }, { style: 'positive' })],
  });
}
