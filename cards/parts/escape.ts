import type { MessageKey, Words } from './words.ts';

declare const shown: unique symbol;
/** Text that a card may show: our own words, or outside text made harmless. Only this file makes it. */
export type Shown = string & { readonly [shown]: true };

const nameLength = 120;
const proseLength = 600;

/** The one place that says so; everything else goes through the functions below. */
function asShown(text: string): Shown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand has no other way to come into being
  return text as Shown;
}

/** Control characters and format characters: the unseen, and marks that turn the direction of writing. */
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > length - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Takes away what a client could fill in (`{{DATE(…)}}`, `${…}`), mentions (`<at>`) and other tags, unseen characters. */
function inert(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unseen, '')
    .replaceAll(/\{(?=\{)/g, '{ ')
    .replaceAll(/\$(?=\{)/g, '$ ')
    .replaceAll(/<(?=[a-z/!?])/gi, '‹');
}

/**
 * Takes from outside text all that a client could act on, addresses that would be made links too. Markdown is left alone,
 * because outside text is only ever shown in TextRuns, titles and inputs, where Teams does not process it
 * (facts/teams.md 3.1).
 */
function harmless(text: string): string {
  return inert(text)
    .replaceAll('://', '[:]//')
    .replaceAll(/htt(?=ps?\[:\]\/\/)/gi, 'hxx')
    .replaceAll(/(?<=\[:\]\/\/[^\s/]*)\.(?!\])/g, '[.]')
    .replaceAll(/\b(www)\./gi, '$1[.]');
}

/** A name or other short outside text: one line, at most 120 characters. */
export function outside(text: string): Shown {
  return asShown(cut(harmless(text).replaceAll(/\s+/g, ' ').trim(), nameLength));
}

/**
 * The same for a message with a mention, which is read as Markdown, unlike the texts on cards: without its marks. The
 * brackets that take an address apart must not begin a link with what follows them.
 */
export function unmarked(text: string): Shown {
  return asShown(outside(text.replaceAll(/[*_\u0060~#>|[\]\\]/g, ' ')).replaceAll('](', '] ('));
}

/** Outside text of some length, such as a note: line breaks stay, at most `length` characters. */
export function prose(text: string, length: number = proseLength): Shown {
  const lines = harmless(text.replaceAll(/\r\n?/g, '\n')).replaceAll(/\n{3,}/g, '\n\n');
  return asShown(cut(lines.trim(), length));
}

/**
 * What people edit or copy, to be the same afterwards: addresses stay whole. Only for the value of an input and for a code
 * block, in which nothing is made a link.
 */
export function editable(text: string, length: number): Shown {
  return asShown(cut(inert(text.replaceAll(/\r\n?/g, '\n')).trim(), length));
}

/** A domain or address of a mining pool, written so that nothing makes it a link: pool[.]example. */
export function defanged(host: string): Shown {
  return asShown(outside(host).replaceAll(/(?<!\[)[.](?!\])/g, '[.]'));
}

/**
 * Day and time in the reader's own language and time zone: Teams fills it in (facts/teams.md 3.5).
 * Assumption: also in a TextRun, as the Adaptive Cards SDK does; the facts show it in a TextBlock only.
 */
export function dayAndTime(iso: string): Shown {
  const at = toSeconds(iso);
  return at === undefined ? noTime(iso) : asShown(`{{DATE(${at},SHORT)}} {{TIME(${at})}}`);
}

export function dayOf(iso: string): Shown {
  const at = toSeconds(iso);
  return at === undefined ? noTime(iso) : asShown(`{{DATE(${at},SHORT)}}`);
}

/** What should have been a time and is none, as it came from a service: shown rather than losing the card. */
function noTime(text: string): Shown {
  const shownText = outside(text);
  return shownText === '' ? asShown('–') : shownText;
}

/** The time of day alone, for the end of what began on the same day. */
export function timeOf(iso: string): Shown {
  const at = toSeconds(iso);
  return at === undefined ? noTime(iso) : asShown(`{{TIME(${at})}}`);
}

/** The functions of Adaptive Cards take no milliseconds. */
function toSeconds(iso: string): string | undefined {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? undefined : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A message of ours. Its arguments are shown text or numbers, so that nothing from outside gets in unescaped. */
export function say(words: Words, key: MessageKey, values?: Readonly<Record<string, Shown | number>>): Shown {
  return asShown(words.t(key, values));
}

export function figure(words: Words, value: number): Shown {
  return asShown(words.number(value));
}

/** An amount of money; the currency comes from outside. */
export function amount(words: Words, value: number, currency: string): Shown {
  return asShown(words.money(value, outside(currency)));
}

/** A calendar day, yyyy-mm-dd. */
export function shortDate(words: Words, date: string): Shown {
  return asShown(words.date(date));
}

/** Several texts as one. */
export function joined(texts: readonly Shown[], separator: ', ' | ' · ' | ' > ' | ' ' | '\n' | '; '): Shown {
  return asShown(texts.join(separator));
}

/** "1, 24 and 72": several texts as people say them. */
export function listed(words: Words, texts: readonly Shown[]): Shown {
  const [last, ...before] = texts.toReversed();
  if (last === undefined) return asShown('');
  return before.length === 0 ? last : say(words, 'list.and', { first: joined(before.toReversed(), ', '), last });
}

/** Text set off from what stands before it in the same paragraph. */
export function setOff(following: Shown, gap: '  ' | '  ·  ' = '  '): Shown {
  return asShown(`${gap}${following}`);
}

/** A text for `speak`, which clients may read as SSML: nothing in it may be markup, and functions are not filled in. */
export function spoken(texts: readonly Shown[]): Shown {
  const plain = texts
    .join('. ')
    .replaceAll(/\{\{(?:DATE|TIME)\([^)]*\)\}\}/g, '')
    .replaceAll(/[<>&]/g, ' ');
  return asShown(plain.replaceAll(/\s+/g, ' ').trim());
}
