import { type Shown, say } from './escape.ts';
import type { Color, Heading, Rich, Run, Spacing } from './types.ts';
import type { MessageKey, Words } from './words.ts';

export interface TextStyle {
  readonly weight?: 'Bolder' | 'Lighter';
  readonly size?: 'Small' | 'Medium' | 'Large';
  readonly color?: Color;
  readonly isSubtle?: boolean;
  readonly fontType?: 'Monospace';
  readonly italic?: boolean;
}

export interface BlockPlace {
  readonly spacing?: Spacing;
  readonly separator?: boolean;
  readonly align?: 'Left' | 'Center' | 'Right';
}

/** A stretch of text in one style. TextRuns know no markdown, so that a name cannot become a link or emphasis. */
export function run(shown: Shown, style: TextStyle = {}): Run {
  return { type: 'TextRun', text: shown, ...style };
}

/** A paragraph of several styles. */
export function rich(runs: readonly Run[], place: BlockPlace = {}): Rich {
  const { align, ...rest } = place;
  return { type: 'RichTextBlock', ...rest, ...(align && { horizontalAlignment: align }), inlines: [...runs] };
}

/** A paragraph in one style. */
export function text(shown: Shown, style: TextStyle = {}, place: BlockPlace = {}): Rich {
  return rich([run(shown, style)], place);
}

/** Secondary text: small and quiet. */
export function quiet(shown: Shown, place: BlockPlace = {}): Rich {
  return text(shown, { size: 'Small', isSubtle: true }, place);
}

/** A heading in our own words: a TextBlock, because only that can say to screen readers that it is a heading. */
export function heading(words: Words, key: MessageKey, place: BlockPlace & { readonly size?: 'Large' } = {}): Heading {
  const { align, size, ...rest } = place;
  return {
    type: 'TextBlock',
    text: say(words, key),
    style: 'heading',
    weight: 'Bolder',
    size: size ?? 'Default',
    wrap: true,
    ...rest,
    ...(align && { horizontalAlignment: align }),
  };
}
