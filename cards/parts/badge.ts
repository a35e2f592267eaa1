import type { Shown } from './escape.ts';
import { text } from './text.ts';
import type { Badge, Color } from './types.ts';

export type Tone = 'Default' | 'Accent' | 'Good' | 'Warning' | 'Attention';

/** A small coloured label; coloured text where a client does not know badges. The text alone says all. */
export function badge(shown: Shown, tone: Tone): Badge {
  const color: Color = tone;
  return {
    type: 'Badge',
    text: shown,
    style: tone,
    appearance: tone === 'Attention' || tone === 'Warning' ? 'Filled' : 'Tint',
    size: 'Medium',
    horizontalAlignment: 'Right',
    spacing: 'ExtraSmall',
    fallback: text(shown, { size: 'Small', weight: 'Bolder', color }, { align: 'Right', spacing: 'None' }),
  };
}
