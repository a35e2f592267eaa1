import { button } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { caseRow } from './parts/case-row.ts';
import { say } from './parts/escape.ts';
import { heading, quiet, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { CaseListView } from './views.ts';

/** Most rows on one card: it has to stay readable on a phone. */
const mostRows = 10;

function empty(words: Words, which: CaseListView['which']): readonly Element[] {
  const mine = which === 'mine';
  return [
    text(say(words, mine ? 'list.emptyMine' : 'list.emptyCases'), {}, { spacing: 'Medium' }),
    quiet(say(words, mine ? 'list.emptyMineHint' : 'list.emptyCasesHint'), { spacing: 'Small' }),
  ];
}

/** Open cases, of all or of one person, most urgent first, page by page. */
export function caseListCard(view: CaseListView, words: Words): Card {
  const { which, total, page } = view;
  const rows = view.rows.slice(0, mostRows);
  const first = (page - 1) * mostRows;
  const rest = total - first - rows.length;
  const title = which === 'mine' ? 'list.mine' : 'list.cases';
  const other = which === 'mine' ? 'cases' : 'mine';
  const count = say(words, view.isMore ? 'list.countMore' : 'list.count', { count: total });
  return card(words, {
    summary: [say(words, title), count],
    body: [
      heading(words, title, { size: 'Large' }),
      ...(rows.length === 0
        ? empty(words, which)
        : [
            quiet(count, { spacing: 'None' }),
            ...rows.map((row, index) =>
              caseRow(words, row, {
                isFirst: index === 0,
                open: button(say(words, 'action.show', { number: row.number }), 'case.show', { case: row.case }),
              }),
            ),
            ...(rest > 0 || first > 0
              ? [
                  quiet(say(words, 'list.part', { from: first + 1, to: first + rows.length }), {
                    spacing: 'Medium',
                    separator: true,
                  }),
                ]
              : []),
            ...(rest > 0 ? [quiet(say(words, `list.next.${which}`, { page: page + 1 }), { spacing: 'None' })] : []),
          ]),
    ],
    actions: [
      rest > 0 ? button(say(words, 'action.next'), 'list.open', { which, page: page + 1 }) : undefined,
      page > 1 ? button(say(words, 'action.previous'), 'list.open', { which, page: page - 1 }) : undefined,
      button(say(words, other === 'mine' ? 'action.mine' : 'action.cases'), 'list.open', { which: other }),
      rows.length === 0 ? button(say(words, 'action.help'), 'help.open', {}) : undefined,
    ],
  });
}
