import type { CheckLine, CheckName } from '../views.ts';
import { dayAndTime, joined, outside, prose, type Shown, say } from './escape.ts';
import { heading, quiet, text } from './text.ts';
import type { Color, Columns, Container, Element } from './types.ts';
import type { Words } from './words.ts';

const looks = {
  open: { icon: 'Clock', glyph: '○', color: 'Default' },
  good: { icon: 'CheckmarkCircle', glyph: '✓', color: 'Good' },
  unsure: { icon: 'Info', glyph: '?', color: 'Warning' },
  bad: { icon: 'Warning', glyph: '!', color: 'Attention' },
} as const satisfies Record<CheckLine['state'], { icon: string; glyph: string; color: Color }>;

const noteLength = 200;
/** Together with the mark as wide as the labels of facts, so that answers stand under values. */
const nameWidth = '76px';

function checkTitle(words: Words, check: CheckName): Shown {
  return say(words, `check.${check}`);
}

/** "Standing, Usage" in the words of the checks. */
export function checkTitles(words: Words, names: readonly CheckName[]): Shown {
  return joined(
    names.map((check) => checkTitle(words, check)),
    ', ',
  );
}

export function answerText(words: Words, line: CheckLine): Shown {
  return line.state === 'open' ? say(words, 'check.open') : say(words, `check.${line.check}.${line.state}`);
}

/** Who answered for the customer, and by what way. */
export function answeredBy(words: Words, { from, way }: CheckLine): readonly Element[] {
  const name = from === undefined ? undefined : outside(from);
  if (name === undefined && way === undefined) return [];
  const by = way && say(words, `way.${way}`);
  const shown = joined(
    [name, by].filter((part) => part !== undefined),
    ' · ',
  );
  return [quiet(say(words, 'checkCard.from', { who: shown }), { spacing: 'None' })];
}

function mark(state: CheckLine['state']): Element {
  const { icon, glyph, color } = looks[state];
  return {
    type: 'Icon',
    name: icon,
    size: 'xSmall',
    style: state === 'open' ? 'Regular' : 'Filled',
    color,
    fallback: { type: 'TextBlock', text: glyph, color, weight: 'Bolder', isSubtle: state === 'open' },
  };
}

function checkRow(words: Words, line: CheckLine, isClosed: boolean): Columns {
  const { color } = looks[line.state];
  const who =
    line.by === undefined || line.at === undefined
      ? undefined
      : say(words, 'check.byAt', { name: outside(line.by), when: dayAndTime(line.at) });
  const isOpen = line.state === 'open';
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: '20px', items: [mark(line.state)] },
      { type: 'Column', width: nameWidth, spacing: 'Small', items: [text(checkTitle(words, line.check))] },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [
          text(
            isOpen && isClosed ? say(words, 'check.never') : answerText(words, line),
            isOpen ? { isSubtle: true } : { color, weight: 'Bolder' },
          ),
          ...(line.note ? [text(prose(line.note, noteLength), { italic: true }, { spacing: 'None' })] : []),
          ...answeredBy(words, line),
          ...(who ? [quiet(who, { spacing: 'None' })] : []),
        ],
      },
    ],
  };
}

/** The three checks with their state, who answered and what was noted; of a closed case none is still to be done. */
export function checks(words: Words, lines: readonly CheckLine[], isClosed: boolean): Container {
  const done = lines.filter((line) => line.state !== 'open').length;
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: true,
    items: [
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'stretch', items: [heading(words, 'checks.title')] },
          { type: 'Column', width: 'auto', items: [quiet(say(words, 'checks.done', { done }))] },
        ],
      },
      ...lines.map((line) => checkRow(words, line, isClosed)),
    ],
  };
}
