import { leftOut } from '../../domain/redaction.ts';
import { type Html, html } from './html.ts';
import { list, note, paragraph, section, table } from './parts.ts';
import type { Report } from './report.ts';

/** What this version leaves out, and how anybody can tell that nothing was changed since. */
export function seal({ source, tell, files }: Report): Html {
  const { wish, head, journal, case: c } = source;
  const left = leftOut(wish.profile);
  return html`${section(
    tell.say('pack.left.title'),
    left.length === 0
      ? paragraph(tell.say('pack.left.nothing'))
      : html`<p>${tell.say(`pack.left.for.${wish.profile}`)}</p>${list(
          left.map(({ field, how }) =>
            how === 'marked'
              ? html`${tell.say(`pack.field.${field}`)} (${tell.say('pack.how.marked')})`
              : tell.say(`pack.field.${field}`),
          ),
        )}`,
  )}${section(
    tell.say('pack.seal.title'),
    paragraph(tell.say('pack.seal.how')),
    table(
      (['file', 'bytes', 'hash'] as const).map((name) => tell.say(`pack.seal.${name}`)),
      files.map(({ name, bytes, sha256 }) => [name, tell.words.number(bytes), html`<code>${sha256}</code>`]),
      { figures: [1] },
    ),
    paragraph(html`${tell.say('pack.seal.journal', { entries: journal.length })} <code>${head}</code>`),
    note(tell.say('pack.seal.limits')),
  )}<footer>${tell.say('product.name')} · ${tell.say('pack.title', { number: c.number })} · ${c.id}</footer>`;
}
