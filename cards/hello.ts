import { button } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { joined, outside, say } from './parts/escape.ts';
import { text } from './parts/text.ts';
import type { Card } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { HelloView } from './talk-views.ts';

/** The answer to a greeting: what is going on, and what to do next. */
export function helloCard(view: HelloView, words: Words): Card {
  const { personName, cases, isFirst } = view;
  const open = cases?.open.total ?? 0;
  const mine = cases?.mine.total ?? 0;
  const hello =
    personName === undefined
      ? say(words, 'hello.titleNoName')
      : say(words, 'hello.title', { name: outside(personName) });
  const counts =
    cases === undefined
      ? [say(words, 'help.roles')]
      : [
          say(words, cases.open.isMore ? 'hello.openMore' : 'hello.open', { open }),
          ...(open > 0 ? [say(words, cases.mine.isMore ? 'hello.mineMore' : 'hello.mine', { open, mine })] : []),
        ];
  return card(words, {
    summary: [hello, ...counts],
    body: [
      text(hello, { size: 'Large', weight: 'Bolder' }),
      ...(isFirst ? [text(say(words, 'hello.first'), {}, { spacing: 'Small' })] : []),
      text(joined(counts, ' '), {}, { spacing: 'Small' }),
    ],
    actions: [
      open > 0 ? button(say(words, 'action.cases'), 'list.open', { which: 'cases' }) : undefined,
      mine > 0 ? button(say(words, 'action.mine'), 'list.open', { which: 'mine' }) : undefined,
      button(say(words, 'action.help'), 'help.open', {}),
    ],
  });
}
