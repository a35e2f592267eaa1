import type { RecallChangeView, RecallView } from '../memory-views.ts';
import type { CaseView } from '../views.ts';
import { button, onCase } from './actions.ts';
import { amount, dayAndTime, defanged, figure, joined, outside, prose, type Shown, say } from './escape.ts';
import { type Fact, facts, type Line } from './facts.ts';
import { firstFew, resourceLine, sizeOf } from './resources.ts';
import { heading, quiet, text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { Words } from './words.ts';

const reasonLength = 400;
const shownOfEach = 4;
/** A rise from less than this a day is no percentage that says anything. */
const leastForPercent = 1;

const styles = {
  same: 'good',
  changed: 'warning',
  unchecked: 'warning',
  reading: 'emphasis',
  old: 'emphasis',
} as const satisfies Record<RecallView['state'], Container['style']>;

function lines(words: Words, change: RecallChangeView): readonly (Shown | Line)[] {
  const few = (list: readonly Shown[]) => firstFew(words, list, shownOfEach);
  switch (change.kind) {
    case 'pool':
      return few(change.pools.map(defanged));
    case 'address':
      return few(change.addresses.map(outside));
    case 'resource':
      return firstFew(
        words,
        change.resources.map((resource) => resourceLine(words, resource)),
        shownOfEach,
      );
    case 'size':
      return [
        say(words, 'recall.size', {
          name: outside(change.resource.name),
          was: sizeText(change.was),
          is: sizeText(change.is),
        }),
      ];
    case 'cost':
      return [costText(words, change)];
    case 'region':
      return few(change.regions.map(outside));
    case 'creator': {
      const unnamed = change.count - change.names.length;
      const names = few(change.names.map(outside));
      return unnamed > 0 ? [...names, say(words, 'recall.unnamed', { count: unnamed })] : names;
    }
  }
}

/** `10 × Standard_NC24`, without the word that all sizes begin with. */
function sizeText(size: string): Shown {
  const [count, name] = size.split(' × ');
  return name === undefined ? sizeOf(size) : joined([outside(`${count} ×`), sizeOf(name)], ' ');
}

function costText(words: Words, { was, is, currency }: Extract<RecallChangeView, { kind: 'cost' }>): Shown {
  const values = { was: amount(words, was, currency), is: amount(words, is, currency) };
  return was < leastForPercent
    ? say(words, 'recall.costFrom', values)
    : say(words, 'recall.cost', { ...values, percent: figure(words, Math.round((is / was - 1) * 100)) });
}

function changed(words: Words, { changes }: RecallView): readonly Element[] {
  const all = changes.map(
    (change): Fact => ({
      label: `recall.new.${change.kind}`,
      value: lines(words, change).map((line): Line => (typeof line === 'string' ? { shown: line } : line)),
    }),
  );
  return [
    text(say(words, 'recall.changed'), { weight: 'Bolder', color: 'Warning' }, { spacing: 'Medium' }),
    ...facts(words, all),
  ];
}

function unchecked(words: Words, { unchecked: list }: RecallView): readonly Element[] {
  const what = joined(
    list.map((one) => say(words, `memory.what.${one}`)),
    ', ',
  );
  return list.length === 0
    ? []
    : [text(say(words, 'recall.unchecked', { what }), { weight: 'Bolder', color: 'Warning' }, { spacing: 'Medium' })];
}

/** What came of comparing: said in words, whatever it is. */
function outcome(words: Words, view: RecallView): readonly Element[] {
  switch (view.state) {
    case 'same':
      return [
        text(say(words, 'recall.same'), { weight: 'Bolder', color: 'Good' }, { spacing: 'Medium' }),
        quiet(say(words, 'recall.sameMeans', { when: dayAndTime(view.readAt ?? view.at) }), { spacing: 'None' }),
        quiet(say(words, 'decide.legitimate.policy'), { spacing: 'Small' }),
      ];
    case 'reading':
      return [quiet(say(words, 'recall.reading'), { spacing: 'Medium' })];
    case 'old':
      return [text(say(words, 'recall.old'), {}, { spacing: 'Medium' })];
    case 'changed':
    case 'unchecked':
      return [
        ...(view.changes.length > 0 ? changed(words, view) : []),
        ...unchecked(words, view),
        quiet(say(words, 'recall.again'), { spacing: 'Small' }),
      ];
  }
}

/** That the same subscription was confirmed before, and whether anything has changed since; with one press where nothing has. */
export function recallItems(words: Words, view: CaseView): Container | undefined {
  const { recall } = view;
  if (recall === undefined) return undefined;
  const { number, by, at, reason, until, quick } = recall;
  return {
    type: 'Container',
    style: styles[recall.state],
    spacing: 'Medium',
    items: [
      heading(words, 'recall.title'),
      text(say(words, 'recall.by', { name: outside(by), when: dayAndTime(at), number }), {}, { spacing: 'Small' }),
      text(prose(reason, reasonLength), { italic: true }, { spacing: 'None' }),
      ...outcome(words, recall),
      quiet(say(words, 'recall.until', { when: dayAndTime(until) }), { spacing: 'Small' }),
      ...(quick === undefined
        ? []
        : [
            {
              type: 'ActionSet' as const,
              spacing: 'Medium' as const,
              actions: [
                button(
                  say(words, 'action.same'),
                  'memory.same',
                  { ...onCase(view), compared: quick },
                  { style: 'positive', hint: say(words, 'action.same.hint') },
                ),
              ],
            },
          ]),
    ],
  };
}
