import type { LedgerColumn, LedgerView } from '../ledger-views.ts';
import { figure, joined, type Shown, say } from './escape.ts';
import { heading, quiet, type TextStyle, text } from './text.ts';
import type { Columns, Element, Spacing } from './types.ts';
import type { MessageKey, Words } from './words.ts';

/** Width of a column of figures. */
const figureWidth = '64px';

const explanations = ['type-off', 'resolved-before-seen', 'closed-before-carded', 'unreadable'] as const;

function line(label: Shown, figures: readonly Shown[], style: TextStyle, spacing: Spacing): Columns {
  return {
    type: 'ColumnSet',
    spacing,
    columns: [
      { type: 'Column', width: 'stretch', items: [text(label, { isSubtle: true })] },
      ...figures.map((shown) => ({
        type: 'Column' as const,
        width: figureWidth,
        items: [text(shown, style, { align: 'Right' })],
      })),
    ],
  };
}

function row(
  words: Words,
  label: MessageKey,
  [today, week]: readonly [number, number],
  how: { readonly isLeftOut?: boolean; readonly isWrong?: boolean; readonly spacing?: Spacing } = {},
): readonly Element[] {
  if (how.isLeftOut === true && today + week === 0) return [];
  const style: TextStyle = how.isWrong === true && today + week > 0 ? { color: 'Attention', weight: 'Bolder' } : {};
  return [line(say(words, label), [figure(words, today), figure(words, week)], style, how.spacing ?? 'Small')];
}

function explainedIn({ explained }: LedgerColumn): number {
  return explanations.reduce((sum, why) => sum + explained[why], 0);
}

function sourceRows(words: Words, { today, week }: LedgerView['sources'][number]): readonly Element[] {
  const both = (of: (column: LedgerColumn) => number) => [of(today), of(week)] as const;
  const reasons = explanations
    .filter((why) => week.explained[why] > 0)
    .map((why) => say(words, `ledger.why.${why}`, { count: week.explained[why] }));
  const isOptional = { isLeftOut: true };
  return [
    ...row(
      words,
      'ledger.received',
      both((column) => column.received),
    ),
    ...row(
      words,
      'ledger.carded',
      both((column) => column.carded),
    ),
    ...row(
      words,
      'ledger.listed',
      both((column) => column.listed),
      isOptional,
    ),
    ...row(words, 'ledger.explained', both(explainedIn), isOptional),
    ...(reasons.length === 0 ? [] : [quiet(joined(reasons, '; '), { spacing: 'None' })]),
    ...row(
      words,
      'ledger.waiting',
      both((column) => column.waiting),
      isOptional,
    ),
    ...row(
      words,
      'ledger.missing',
      both((column) => column.missing),
      { isLeftOut: true, isWrong: true },
    ),
    ...row(
      words,
      'ledger.answered',
      both((column) => column.answered),
    ),
    ...row(
      words,
      'ledger.resolved',
      both((column) => column.resolved),
    ),
  ];
}

/** What was received today and in seven days, and what became of it; by source where there were two. */
export function ledger(words: Words, { sources, callbacks }: LedgerView): readonly Element[] {
  const columns = [
    text(say(words, 'ledger.today'), { weight: 'Bolder' }),
    text(say(words, 'ledger.week'), { weight: 'Bolder' }),
  ];
  return [
    heading(words, 'ledger.title', { spacing: 'Medium', separator: true }),
    {
      type: 'ColumnSet',
      spacing: 'Small',
      columns: [
        { type: 'Column', width: 'stretch', items: [quiet(say(words, 'ledger.days'))] },
        ...columns.map((shown) => ({
          type: 'Column' as const,
          width: figureWidth,
          items: [{ ...shown, horizontalAlignment: 'Right' as const }],
        })),
      ],
    },
    ...sources.flatMap((source) => [
      ...(sources.length > 1
        ? [text(say(words, `source.${source.name}`), { weight: 'Bolder' }, { spacing: 'Medium' })]
        : []),
      ...sourceRows(words, source),
    ]),
    ...(callbacks === undefined
      ? []
      : [
          ...row(words, 'ledger.callbacks', [callbacks.today.received, callbacks.week.received], { spacing: 'Medium' }),
          ...row(words, 'ledger.callbacksRefused', [callbacks.today.refused, callbacks.week.refused], {
            isLeftOut: true,
          }),
          ...row(words, 'ledger.callbacksLed', [callbacks.today.led, callbacks.week.led]),
        ]),
  ];
}
