import { button } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { card } from './parts/card.ts';
import { clockText } from './parts/clock.ts';
import { joined, outside, type Shown, say } from './parts/escape.ts';
import { customerOf, subscriptionOf } from './parts/header.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { CaseListView, CaseRowView } from './views.ts';

/** Most rows on one card: it has to stay readable on a phone. */
const mostRows = 10;

function stateOf(words: Words, row: CaseRowView): Shown {
  const stage = say(words, `stage.${row.stage}`);
  const owner = row.ownerName === undefined ? say(words, 'list.unowned') : outside(row.ownerName);
  return say(words, 'list.row', { stage, owner });
}

/** One case; the whole row opens it. */
export function caseRow(words: Words, row: CaseRowView, isFirst: boolean): Container {
  const state = row.clock ? clockText(words, row.clock) : undefined;
  const decided = row.verdict === 'none' ? undefined : say(words, `list.decided.${row.verdict}`);
  const show = say(words, 'action.show', { number: row.number });
  return {
    type: 'Container',
    spacing: isFirst ? 'Medium' : 'Small',
    separator: true,
    selectAction: {
      type: 'Action.Execute',
      title: show,
      tooltip: show,
      verb: 'case.show',
      data: { case: row.case },
      associatedInputs: 'none',
    },
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              rich([
                run(say(words, 'list.number', { number: row.number }), { isSubtle: true }),
                run(customerOf(row, words), { weight: 'Bolder' }),
              ]),
              quiet(joined([subscriptionOf(row), stateOf(words, row)], ' · '), { spacing: 'None' }),
            ],
          },
          {
            type: 'Column',
            width: 'auto',
            items: [
              ...(state ? [text(state.shown, { weight: 'Bolder', color: state.color }, { align: 'Right' })] : []),
              ...(decided ? [text(decided, { isSubtle: true }, { align: 'Right' })] : []),
              ...(row.isTest ? [badge(say(words, 'product.test'), 'Accent')] : []),
            ],
          },
          {
            type: 'Column',
            width: 'auto',
            verticalContentAlignment: 'Center',
            items: [{ type: 'TextBlock', text: '›', isSubtle: true }],
          },
        ],
      },
    ],
  };
}

function empty(words: Words, which: CaseListView['which']): readonly Element[] {
  const mine = which === 'mine';
  return [
    text(say(words, mine ? 'list.emptyMine' : 'list.emptyCases'), {}, { spacing: 'Medium' }),
    quiet(say(words, mine ? 'list.emptyMineHint' : 'list.emptyCasesHint'), { spacing: 'Small' }),
  ];
}

/** Open cases, of all or of one person, most urgent first. */
export function caseListCard(view: CaseListView, words: Words): Card {
  const { which, total } = view;
  const rows = view.rows.slice(0, mostRows);
  const rest = total - rows.length;
  const title = which === 'mine' ? 'list.mine' : 'list.cases';
  const other = which === 'mine' ? 'cases' : 'mine';
  return card(words, {
    summary: [say(words, title), say(words, 'list.count', { count: total })],
    body: [
      heading(words, title, { size: 'Large' }),
      ...(rows.length === 0
        ? empty(words, which)
        : [
            quiet(say(words, 'list.count', { count: total }), { spacing: 'None' }),
            ...rows.map((row, index) => caseRow(words, row, index === 0)),
            ...(rest > 0
              ? [quiet(say(words, 'list.more', { count: rest }), { spacing: 'Medium', separator: true })]
              : []),
          ]),
    ],
    actions: [
      button(say(words, other === 'mine' ? 'action.mine' : 'action.cases'), 'list.open', { which: other }),
      rows.length === 0 ? button(say(words, 'action.help'), 'help.open', {}) : undefined,
    ],
  });
}
