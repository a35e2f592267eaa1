import { joined, type Shown, say } from './escape.ts';
import { quiet, rich, run } from './text.ts';
import type { Columns, Rich, Spacing } from './types.ts';
import type { MessageKey, Words } from './words.ts';

export interface Fact {
  readonly label: MessageKey;
  /** One line each. */
  readonly value: readonly Shown[];
  /** Something to be said under the value in small letters. */
  readonly aside?: Shown;
  readonly tone?: 'Good' | 'Warning' | 'Attention';
  readonly isMono?: boolean;
}

/** Width of the labels, so that values stand under each other; leaves more than half of a phone for the value. */
const labelWidth = '112px';

/**
 * Label and value side by side. Not a FactSet, whose values are markdown: outside text must not be (facts/teams.md 3.1).
 */
export function fact(words: Words, { label, value, aside, tone, isMono }: Fact, spacing: Spacing = 'Small'): Columns {
  const style = {
    ...(tone && { color: tone, weight: 'Bolder' as const }),
    ...(isMono && { fontType: 'Monospace' as const, size: 'Small' as const }),
  };
  const shown: Rich = rich([run(joined(value, '\n'), style)]);
  return {
    type: 'ColumnSet',
    spacing,
    columns: [
      { type: 'Column', width: labelWidth, items: [rich([run(say(words, label), { isSubtle: true })])] },
      {
        type: 'Column',
        width: 'stretch',
        items: [shown, ...(aside ? [quiet(aside, { spacing: 'None' })] : [])],
      },
    ],
  };
}

export function facts(words: Words, rows: readonly (Fact | undefined)[]): readonly Columns[] {
  return rows.filter((row) => row !== undefined).map((row) => fact(words, row));
}
