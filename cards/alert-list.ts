import { button } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { card } from './parts/card.ts';
import { caseRow } from './parts/case-row.ts';
import { dayAndTime, say } from './parts/escape.ts';
import { heading, quiet, text } from './parts/text.ts';
import type { Card, Container } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { AlertListView, AlertRowView } from './views.ts';

/** The list and, but for the first, the page that a button is about. */
function onPage({ list, page }: Pick<AlertListView, 'list' | 'page'>) {
  return { list, ...(page > 1 && { page }) };
}

function row(words: Words, on: Pick<AlertListView, 'list' | 'page'>, view: AlertRowView, isFirst: boolean): Container {
  const { hasCard, ...shown } = view;
  const show = say(words, hasCard ? 'action.show' : 'action.giveCard', { number: view.number });
  return caseRow(words, shown, {
    isFirst,
    open: hasCard
      ? button(show, 'case.show', { case: view.case })
      : button(show, 'alerts.card', { ...onPage(on), case: view.case }),
    note: hasCard ? say(words, 'alerts.hasCard') : undefined,
  });
}

/** Alerts that came in a burst and share this card: who, how long there is left, and a card of its own for each. */
export function alertListCard(view: AlertListView, words: Words): Card {
  const { list, page, rows, total, undecided, first } = view;
  const after = total - first - rows.length;
  const state =
    undecided === 0 ? say(words, 'alerts.allDecided') : say(words, 'alerts.undecided', { count: undecided });
  return card(words, {
    summary: [say(words, 'alerts.title', { count: total }), state],
    body: [
      {
        type: 'Container',
        style: 'emphasis',
        bleed: true,
        items: [
          {
            type: 'ColumnSet',
            columns: [
              {
                type: 'Column',
                width: 'stretch',
                items: [
                  quiet(say(words, 'product.name')),
                  heading(words, 'alerts.heading', { size: 'Large', spacing: 'None' }),
                ],
              },
              { type: 'Column', width: 'auto', items: [badge(state, undecided === 0 ? 'Good' : 'Attention')] },
            ],
          },
          text(say(words, 'alerts.title', { count: total }), { weight: 'Bolder' }, { spacing: 'Small' }),
        ],
      },
      text(say(words, 'alerts.why', { cards: view.rule.cards, minutes: view.rule.minutes }), {}, { spacing: 'Medium' }),
      quiet(say(words, 'alerts.how'), { spacing: 'Small' }),
      ...rows.map((one, index) => row(words, view, one, index === 0)),
      ...(rows.length < total
        ? [
            quiet(
              say(words, after > 0 ? 'alerts.part' : 'alerts.partLast', {
                from: first + 1,
                to: first + rows.length,
                count: total,
              }),
              {
                spacing: 'Medium',
                separator: true,
              },
            ),
          ]
        : []),
      quiet(say(words, 'alerts.asOf', { since: dayAndTime(view.since), when: dayAndTime(view.asOf) }), {
        spacing: rows.length < total ? 'None' : 'Medium',
      }),
    ],
    actions: [
      after > 0 ? button(say(words, 'action.next'), 'alerts.open', { list, page: page + 1 }) : undefined,
      page > 1 ? button(say(words, 'action.previous'), 'alerts.open', { list, page: page - 1 }) : undefined,
      button(say(words, 'action.cases'), 'list.open', { which: 'cases' }),
    ],
    ...(view.refreshFor && {
      refresh: {
        action: { type: 'Action.Execute', verb: 'alerts.open', data: onPage(view) },
        userIds: view.refreshFor.slice(0, 60),
      },
    }),
  });
}
