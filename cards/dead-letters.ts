import type { DeadLettersView, DeadLetterView } from './dead-letters-views.ts';
import { button, pressable } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { card } from './parts/card.ts';
import { channelName } from './parts/channel-name.ts';
import { dayAndTime, joined, type Shown, say } from './parts/escape.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';

function whatOf(words: Words, { what }: DeadLetterView): Shown {
  const key = `dead.what.${what}`;
  return words.has(key) ? say(words, key) : say(words, 'dead.what.other');
}

function whyOf(words: Words, { why }: DeadLetterView): Shown {
  const key = `dead.why.${why}`;
  return words.has(key) ? say(words, key) : say(words, 'dead.why.other');
}

function where(words: Words, { place }: DeadLetterView): readonly Shown[] {
  if (place === undefined) return [];
  if (place.kind === 'chat') return [say(words, 'dead.chat')];
  return [channelName(words, place)];
}

function row(words: Words, view: DeadLetterView, isFirst: boolean): Container {
  const what = whatOf(words, view);
  const again = say(words, 'action.retry');
  return {
    type: 'Container',
    spacing: isFirst ? 'Medium' : 'Small',
    separator: true,
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              rich([
                ...(view.number === undefined
                  ? []
                  : [run(say(words, 'list.number', { number: view.number }), { isSubtle: true })]),
                run(what, { weight: 'Bolder' }),
              ]),
              text(whyOf(words, view), { size: 'Small' }, { spacing: 'None' }),
              quiet(joined([...where(words, view), dayAndTime(view.failedAt)], ' · '), { spacing: 'None' }),
            ],
          },
          {
            type: 'Column',
            width: 'auto',
            verticalContentAlignment: 'Center',
            items: [
              rich([
                pressable(say(words, 'action.retryOne', { what }), 'failed.retry', { letter: view.letter }, again),
              ]),
            ],
          },
        ],
      },
    ],
  };
}

function done(words: Words, { retried }: DeadLettersView): readonly Element[] {
  if (retried === undefined) return [];
  return [
    {
      type: 'Container',
      style: retried > 0 ? 'good' : 'emphasis',
      spacing: 'Medium',
      items: [text(say(words, 'reply.retried', { count: retried }))],
    },
  ];
}

/** What failed for good, newest first: what, where, when and why, each with a way to have it tried again. */
export function deadLettersCard(view: DeadLettersView, words: Words): Card {
  const { count, page, first, rows } = view;
  const isEmpty = rows.length === 0;
  const after = count.total - first - rows.length;
  const state = isEmpty
    ? say(words, 'dead.none')
    : say(words, count.isMore ? 'dead.countMore' : 'dead.count', { count: count.total });
  return card(words, {
    summary: [say(words, 'dead.title'), state],
    body: [
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'stretch', items: [heading(words, 'dead.title', { size: 'Large' })] },
          { type: 'Column', width: 'auto', items: [badge(state, isEmpty ? 'Good' : 'Warning')] },
        ],
      },
      ...done(words, view),
      text(say(words, isEmpty ? 'dead.noneHint' : 'dead.hint'), {}, { spacing: 'Small' }),
      ...rows.map((one, index) => row(words, one, index === 0)),
      ...(rows.length < count.total
        ? [
            quiet(say(words, 'list.part', { from: first + 1, to: first + rows.length }), {
              spacing: 'Medium',
              separator: true,
            }),
          ]
        : []),
    ],
    actions: [
      isEmpty ? undefined : button(say(words, 'action.retryAll'), 'failed.retry', {}, { style: 'positive' }),
      after > 0 ? button(say(words, 'action.next'), 'failed.open', { page: page + 1 }) : undefined,
      page > 1 ? button(say(words, 'action.previous'), 'failed.open', { page: page - 1 }) : undefined,
      button(say(words, 'action.status'), 'status.open', {}),
    ],
  });
}
