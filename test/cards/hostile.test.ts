import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { lookedNames } from '../../cards/response-views.ts';
import { samples } from '../../cards/samples/all.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { isObject, objectsOf } from '../support/card-json.ts';

/** Members of views that hold what others wrote. */
const outside: ReadonlySet<string> = new Set(
  `customerName subscriptionName customerTenantId subscriptionId ownerName by reason note text title name detail alertTitle
  alertType resolvedBy poolDomains poolAddresses vmAddresses error externalId contactName email language insteadOf body
  subject what partnerName addedBy channelName teamName personName status location signedBy currency suspensionReasons
  customerDomain group validation size source groups names regions who addresses siblingNames goesWith on came went back
  fresh operation of approvedBy appId to from script problemType description contactEmail contactPhone request pools was is`.split(
    /\s+/,
  ),
);
/** Of these, where the same name also stands for one of our own words. */
const ownValues: ReadonlySet<string> = new Set([
  ...lookedNames,
  ...'legitimate fraud ignore en it graph fraudEvents another size tags lock managed uses attention-needed open closed actual prices none unknown missing too-long not-an-address call mail chat other'.split(
    ' ',
  ),
]);

/** Puts a text into every place of a view that outside text gets to. */
function poison(text: string): <V>(view: V) => V {
  const walk = (value: unknown, isOutside: boolean): unknown => {
    if (typeof value === 'string') return isOutside && !ownValues.has(value) ? text : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, isOutside));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, outside.has(key))]));
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of the view is kept
  return (view) => walk(view, false) as typeof view;
}

const attacks = [
  '**bold**',
  '_emphasis_',
  '`code`',
  '[link](https://evil.example)',
  '[js](javascript:alert(1))',
  '![i](https://evil.example/x.png)',
  '<at>Everyone</at>',
  '<at',
  '</at>',
  '<b>',
  '<!--',
  '{{DATE(2020-01-01T00:00:00Z,SHORT)}}',
  '{{TIME(2020-01-01T00:00:00Z)}}',
  '{{{',
  '}}',
  '{',
  '$',
  '${secret}',
  'https://evil.example',
  'HTTP://evil.example',
  'www.evil.example',
  'ftp://x',
  '# head',
  '- item',
  '1. item',
  '> quote',
  '\n\n',
  '\r',
  '\u202e',
  '\u200b',
  '\u0000',
  '\ud800',
  '~~s~~',
  '|',
  '\\',
  '&lt;at&gt;',
  ' ',
  'word',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => `x${parts.join('')}`);

const dateFunction = /\{\{(?:DATE|TIME)\([^)]*\)\}\}/g;
const ownDate = /^\{\{(?:DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,SHORT\)|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\))\}\}$/;

interface Texts {
  /** Where clients process markdown. */
  readonly markdown: readonly string[];
  /** Where they do not. */
  readonly plain: readonly string[];
  /** Where they do not even make an address a link: values of inputs and code blocks. */
  readonly copied: readonly string[];
}

function textsOf(card: unknown): Texts {
  const markdown: string[] = [];
  const plain: string[] = [];
  const copied: string[] = [];
  for (const { object } of objectsOf(card)) {
    for (const [key, value] of Object.entries(object)) {
      if (typeof value !== 'string' || key === 'value' || key === 'case') continue;
      if (object['type'] === 'TextBlock' && key === 'text') markdown.push(value);
      else if (object['type'] === 'CodeBlock' && key === 'codeSnippet') copied.push(value);
      else plain.push(value);
    }
    if (object['type'] === 'Input.Text' && typeof object['value'] === 'string') copied.push(object['value']);
  }
  return { markdown, plain, copied };
}

/** What can be pressed, and where it leads; each once, because a card with longer texts shows fewer rows. */
function acts(card: unknown): readonly string[] {
  const all = [...objectsOf(card)]
    .filter(({ object }) => String(object['type']).startsWith('Action.'))
    .map(({ object }) => JSON.stringify([object['type'], object['verb'], object['url']]));
  return [...new Set(all)].toSorted();
}

const words = wordsFor('en');

describe('outside text in cards', () => {
  it('never reaches a place where markdown is processed', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...samples), (text, sample) => {
        const harmless = textsOf(sample.draw(words, poison('harmless'))).markdown;

        const poisoned = textsOf(sample.draw(words, poison(text))).markdown;

        assert.deepEqual(poisoned, harmless);
      }),
      { numRuns: 600 },
    );
  });

  it('can neither mention, nor call functions, nor be made a link, nor hide characters', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...samples), (text, sample) => {
        const harmless = textsOf(sample.draw(words, poison('harmless'))).plain.join('\n');

        const { plain, copied } = textsOf(sample.draw(words, poison(text)));
        for (const shown of copied) {
          assert.doesNotMatch(shown, /\{\{|\$\{|<\/?at/i, shown);
          assert.doesNotMatch(shown, /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u, shown);
        }
        for (const shown of plain) {
          for (const [found] of shown.matchAll(dateFunction)) {
            assert.match(found, ownDate);
            assert.ok(harmless.includes(found), found);
          }
          const rest = shown
            .replaceAll(dateFunction, '')
            .replace('http://adaptivecards.io/schemas/adaptive-card.json', '');
          assert.doesNotMatch(rest, /\{\{|\$\{|<\/?at|:\/\/|\bwww\./i, shown);
          assert.doesNotMatch(rest, /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u, shown);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('adds no action and no address to a card', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...samples), (text, sample) => {
        assert.deepEqual(acts(sample.draw(words, poison(text))), acts(sample.draw(words, poison('harmless'))));
      }),
    );
  });

  it('is what these checks would notice', () => {
    const markdown = new MarkdownIt({ linkify: true });

    const rendered = markdown.render('[link](https://evil.example) **bold** https://evil.example');

    assert.match(rendered, /<a href.*<strong>.*<a href/);
    assert.equal(/<\/?at/.test('<at>x</at>'), true);
  });

  it('leaves no link and no emphasis in the cards that hostile names have', () => {
    const markdown = new MarkdownIt({ linkify: true });
    for (const sample of samples.filter(({ state }) => state === 'hostile')) {
      const own = textsOf(sample.draw(words))
        .markdown.map((text) => markdown.render(text))
        .join('');
      const links = [...own.matchAll(/href="([^"]*)"/g)].map(([, href]) => new URL(href ?? '').host);

      assert.doesNotMatch(own, /<(strong|em|code|h\d|ul|ol|img)\b/, sample.card);
      assert.ok(
        links.every((host) => /^(partner\.microsoft|portal\.azure)\.com$/.test(host)),
        `${sample.card}: ${links.join()}`,
      );
    }
  });
});
