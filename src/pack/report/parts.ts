import { type Html, html, nothing } from './html.ts';

export type Inside = Html | string | number | undefined;

/** A part of the document under its heading. */
export function section(title: string, ...content: readonly Html[]): Html {
  return html`<section><h2>${title}</h2>${content}</section>\n`;
}

export function note(text: string): Html {
  return html`<p class="note">${text}</p>`;
}

export function paragraph(text: Inside): Html {
  return html`<p>${text}</p>`;
}

/** A table whose head is repeated on every page; columns named in `figures` are set to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Inside[])[],
  { figures = [] }: { readonly figures?: readonly number[] } = {},
): Html {
  if (rows.length === 0) return nothing;
  const kind = (column: number, cell?: Inside) => {
    if (figures.includes(column)) return html` class="figure"`;
    // A word longer than a column may break anywhere; others keep a column as wide as they are.
    return typeof cell === 'string' && /\S{24}/.test(cell) ? html` class="long"` : nothing;
  };
  return html`<table><thead><tr>${head.map((name, i) => html`<th scope="col"${kind(i)}>${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td${kind(i, cell)}>${cell}</td>`)}</tr>\n`)}</tbody></table>`;
}

export type Fact = readonly [name: string, value: Inside, width?: 'wide'];

/** Pairs of a name and what it is, without those that are not there; two in a line, but for wide ones. */
export function facts(pairs: readonly Fact[]): Html {
  const there = pairs.filter(([, value]) => value !== undefined && value !== '');
  return html`<dl>${there.map(([name, value, width]) => html`<div${width === 'wide' ? html` class="wide"` : nothing}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function list(items: readonly Inside[]): Html {
  return items.length === 0 ? nothing : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Something that must be told apart at a glance: its word carries the meaning, the colour only helps. */
export function badge(kind: 'bad' | 'warning' | 'good' | 'plain', text: string): Html {
  return html`<span class="badge ${kind}">${text}</span>`;
}

/** A drawing with its name for those who do not see it. */
export function figure(title: string, drawing: Html, caption?: string): Html {
  return html`<figure><figcaption>${title}</figcaption>${drawing}${caption === undefined ? nothing : note(caption)}</figure>`;
}
