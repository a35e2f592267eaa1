import type { CaseRowView } from '../views.ts';
import { badge } from './badge.ts';
import { clockText } from './clock.ts';
import { joined, outside, type Shown, say } from './escape.ts';
import { customerOf, subscriptionOf } from './header.ts';
import { quiet, rich, run, text } from './text.ts';
import type { Action, Container } from './types.ts';
import type { Words } from './words.ts';

function stateOf(words: Words, row: CaseRowView): Shown {
  const stage = say(words, `stage.${row.stage}`);
  const owner = row.ownerName === undefined ? say(words, 'list.unowned') : outside(row.ownerName);
  return say(words, 'list.row', { stage, owner });
}

export interface RowOptions {
  readonly isFirst: boolean;
  /** What a press on the row does; its title is read aloud. */
  readonly open: Extract<Action, { type: 'Action.Execute' }>;
  /** One more quiet line. */
  readonly note?: Shown | undefined;
}

/** One case of a list; the whole row is pressed. */
export function caseRow(words: Words, row: CaseRowView, { isFirst, open, note }: RowOptions): Container {
  const state = row.clock ? clockText(words, row.clock) : undefined;
  const decided = row.verdict === 'none' ? undefined : say(words, `list.decided.${row.verdict}`);
  return {
    type: 'Container',
    spacing: isFirst ? 'Medium' : 'Small',
    separator: true,
    selectAction: { ...open, tooltip: open.title ?? '' },
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
              ...(note === undefined ? [] : [quiet(note, { spacing: 'None' })]),
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
