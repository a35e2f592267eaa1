import type { Gap } from '../../domain/investigation.ts';
import { type Html, html, nothing } from './html.ts';
import { list } from './parts.ts';
import type { Tell } from './tell.ts';

/** What could not be read and why: said, never counted as nothing found. */
export function gapLines(gaps: readonly Gap[], tell: Tell): Html {
  if (gaps.length === 0) return nothing;
  const lines = gaps.map(({ what, why }) =>
    tell.say('inventory.gap', {
      what: tell.say(`looked.${what}`),
      why: why === 'cut' ? tell.say('inventory.cut') : tell.say(`unavailable.${why}`),
    }),
  );
  return html`<h3>${tell.say('inventory.gaps')}</h3>${list(lines)}`;
}
