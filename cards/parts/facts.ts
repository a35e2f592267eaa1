import { type Shown, say, setOff } from './escape.ts';
import { quiet, rich, run, text } from './text.ts';
import type { Columns, Container, Spacing } from './types.ts';
import type { MessageKey, Words } from './words.ts';

export type FactTone = 'Good' | 'Warning' | 'Attention';

export interface Line {
  readonly shown: Shown;
  readonly tone?: FactTone;
  /** What kind of thing it is, small behind it. */
  readonly kind?: Shown;
}

export interface Fact {
  readonly label: MessageKey;
  /** One line each. */
  readonly value: readonly (Shown | Line)[];
  /** Something to be said under the value in small letters. */
  readonly aside?: Shown;
  /** Colour of all lines. */
  readonly tone?: FactTone;
}

/** Width of the labels, so that values stand under each other; leaves more than half of a phone for the value. */
const labelWidth = '104px';

/**
 * Label and value side by side, a very long value under its label. Not a FactSet, whose values are markdown: outside text must not be (facts/teams.md 3.1).
 */
export function fact(
  words: Words,
  { label, value, aside, tone }: Fact,
  spacing: Spacing = 'Small',
): Columns | Container {
  const lines = value.map((line, index) => {
    const own: Line = typeof line === 'string' ? { shown: line, ...(tone && { tone }) } : line;
    return rich(
      [
        run(own.shown, own.tone ? { color: own.tone, weight: 'Bolder' } : {}),
        ...(own.kind ? [run(setOff(own.kind), { size: 'Small', isSubtle: true })] : []),
      ],
      index === 0 ? {} : { spacing: 'None' },
    );
  });
  const name = text(say(words, label), { isSubtle: true });
  const items = [...lines, ...(aside ? [quiet(aside, { spacing: 'None' })] : [])];
  if (isLong(value))
    return { type: 'Container', spacing, items: [name, { type: 'Container', spacing: 'None', items }] };
  return {
    type: 'ColumnSet',
    spacing,
    columns: [
      { type: 'Column', width: labelWidth, items: [name] },
      { type: 'Column', width: 'stretch', items },
    ],
  };
}

/** Longest run of letters that fits beside its label on a phone; a RichTextBlock is not sure to break inside it. */
const longestToken = 26;

function isLong(value: Fact['value']): boolean {
  const texts = value.map((line) => (typeof line === 'string' ? line : line.shown));
  const tokens = texts.flatMap((shown) => shown.replaceAll(/\{\{[^}]*\}\}/g, '').split(/[\s/?-]/));
  return tokens.some((token) => token.length > longestToken);
}

/** Several, the first with more room above. */
export function facts(words: Words, rows: readonly (Fact | undefined)[]): readonly (Columns | Container)[] {
  return rows
    .filter((row) => row !== undefined)
    .map((row, index) => fact(words, row, index === 0 ? 'Medium' : 'Small'));
}
