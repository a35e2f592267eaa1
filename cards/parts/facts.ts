import { type Shown, say } from './escape.ts';
import { quiet, type TextStyle, text } from './text.ts';
import type { Columns, Spacing } from './types.ts';
import type { MessageKey, Words } from './words.ts';

export type FactTone = 'Good' | 'Warning' | 'Attention';

export interface Fact {
  readonly label: MessageKey;
  /** One line each. */
  readonly value: readonly (Shown | { readonly shown: Shown; readonly tone: FactTone })[];
  /** Something to be said under the value in small letters. */
  readonly aside?: Shown;
  /** Colour of all lines. */
  readonly tone?: FactTone;
  readonly isMono?: boolean;
}

/** Width of the labels, so that values stand under each other; leaves more than half of a phone for the value. */
const labelWidth = '112px';

/**
 * Label and value side by side. Not a FactSet, whose values are markdown: outside text must not be (facts/teams.md 3.1).
 */
export function fact(words: Words, { label, value, aside, tone, isMono }: Fact, spacing: Spacing = 'Small'): Columns {
  const mono: TextStyle = isMono ? { fontType: 'Monospace', size: 'Small' } : {};
  const lines = value.map((line, index) => {
    const own = typeof line === 'string' ? { shown: line, tone } : line;
    const style: TextStyle = own.tone ? { ...mono, color: own.tone, weight: 'Bolder' } : mono;
    return text(own.shown, style, index === 0 ? {} : { spacing: 'None' });
  });
  return {
    type: 'ColumnSet',
    spacing,
    columns: [
      { type: 'Column', width: labelWidth, items: [text(say(words, label), { isSubtle: true })] },
      { type: 'Column', width: 'stretch', items: [...lines, ...(aside ? [quiet(aside, { spacing: 'None' })] : [])] },
    ],
  };
}

/** Several, the first with more room above. */
export function facts(words: Words, rows: readonly (Fact | undefined)[]): readonly Columns[] {
  return rows
    .filter((row) => row !== undefined)
    .map((row, index) => fact(words, row, index === 0 ? 'Medium' : 'Small'));
}
