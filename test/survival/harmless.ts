import assert from 'node:assert/strict';
import { objectsOf } from '../support/card-json.ts';

/** Markup, a mention, a link, templates and marks of direction, as somebody would write them into a reason. */
export const attack =
  '<at>Everyone</at> **bold** [link](https://evil.example) {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${secret} ' +
  '<script>alert(1)</script> <img src=x onerror=alert(1)> \u202egnp.exe {{{TIME(2020-01-01T00:00:00Z)}}}';

/** As Teams hands on what a person typed: their own angle brackets come escaped. */
export const attackTyped = attack.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Marks of direction, and what moves a cursor. */
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const forbidden = [/<at/i, /<\/?(?:b|i|script|img)\b/i, /\$\{/, /https?:\/\/evil\.example/i, unseen];
const ownDate = /\{\{(?:DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,SHORT\)|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\))\}\}/g;
const foreignDate = '2020-01-01';
/** Where clients process markdown, nothing of these may stand; the product's own links lead to these two hosts. */
const markdown = [/\*\*bold/i, /\]\((?!https:\/\/(?:partner\.microsoft|portal\.azure)\.com\/)/, /evil/];

/** Nothing in what was sent is more than text to the client that shows it. */
export function assertHarmless(sent: unknown): void {
  for (const { object } of objectsOf(sent)) {
    for (const [key, value] of Object.entries(object)) {
      if (typeof value !== 'string') continue;
      for (const pattern of forbidden)
        assert.doesNotMatch(value, pattern, `${String(object['type'])}.${key}: ${value}`);
      assert.ok(!value.replaceAll(ownDate, '').includes('{{'), value);
      assert.ok(!(value.match(ownDate) ?? []).some((date) => date.includes(foreignDate)), value);
      if (object['type'] === 'TextBlock' && key === 'text')
        for (const pattern of markdown) assert.doesNotMatch(value, pattern, value);
    }
    assert.notEqual(object['type'], 'mention');
  }
}
