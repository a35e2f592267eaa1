import type { MemoryListView, MemoryRowView } from './memory-views.ts';
import { button, onCase, pressable } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { dayAndTime, joined, outside, prose, say, setOff } from './parts/escape.ts';
import { customerOf, subscriptionOf } from './parts/header.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';

const reasonLength = 160;

function row(words: Words, view: MemoryRowView, { canForget }: MemoryListView): Container {
  const { number, by, at, reason, until } = view;
  const show = pressable(say(words, 'action.show', { number }), 'case.show', { case: view.case });
  const forgetTitle = say(words, 'action.forget', { number });
  const forget = pressable(forgetTitle, 'memory.forget', onCase(view), setOff(forgetTitle, '  ·  '));
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: true,
    items: [
      rich([
        run(say(words, 'list.number', { number }), { isSubtle: true }),
        run(customerOf(view, words), { weight: 'Bolder' }),
      ]),
      quiet(
        joined([subscriptionOf(view), say(words, 'memory.by', { name: outside(by), when: dayAndTime(at) })], ' · '),
        { spacing: 'None' },
      ),
      text(prose(reason, reasonLength), {}, { spacing: 'Small' }),
      text(
        say(words, 'memory.until', { when: dayAndTime(until) }),
        { size: 'Small', weight: 'Bolder' },
        { spacing: 'Small' },
      ),
      rich(canForget ? [show, forget] : [show], { spacing: 'Small' }),
    ],
  };
}

function intro(words: Words, { days, total }: MemoryListView): readonly Element[] {
  if (days === 0) return [text(say(words, 'memory.off'), {}, { spacing: 'Medium' })];
  return total === 0
    ? [text(say(words, 'memory.none'), {}, { spacing: 'Medium' }), quiet(say(words, 'memory.noneHint', { days }))]
    : [quiet(say(words, 'memory.intro'), { spacing: 'None' })];
}

/** What was confirmed and is remembered, what ends first at the top. */
export function memoryCard(view: MemoryListView, words: Words): Card {
  const { rows, page, first, total } = view;
  const rest = total - first - rows.length;
  return card(words, {
    summary: [say(words, 'memory.title'), say(words, 'memory.count', { count: total })],
    body: [
      heading(words, 'memory.title', { size: 'Large' }),
      ...intro(words, view),
      ...rows.map((one) => row(words, one, view)),
      rest > 0 || first > 0
        ? quiet(say(words, 'list.part', { from: first + 1, to: first + rows.length }), {
            spacing: 'Medium',
            separator: true,
          })
        : undefined,
    ],
    actions: [
      rest > 0 ? button(say(words, 'action.next'), 'memory.open', { page: page + 1 }) : undefined,
      page > 1 ? button(say(words, 'action.previous'), 'memory.open', { page: page - 1 }) : undefined,
    ],
  });
}
