/** Markup that is safe to put into a page; only this file makes it. */
export interface Html {
  readonly markup: string;
}

type Inner = Html | string | number | undefined | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control and format characters: the unseen, and marks that turn the direction of writing. */
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unseen, '')
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

function inner(value: Inner): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** A template whose every value is escaped, unless it is markup itself; also fit for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Inner[]): Html {
  return { markup: strings.map((text, i) => text + inner(values[i])).join('') };
}

/** A sheet of styles, which is ours to the letter and no text of anybody's. */
export function styleSheet(css: string): Html {
  return { markup: `<style>${css}</style>` };
}

export const nothing: Html = { markup: '' };
