import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import {
  dayAndTime,
  dayOf,
  defanged,
  editable,
  listed,
  outside,
  prose,
  say,
  spoken,
  unmarked,
} from '../../cards/parts/escape.ts';
import { linkLine } from '../../cards/parts/links.ts';
import { wordsFor } from '../../src/teams/words.ts';

describe('escaping of outside text', () => {
  it('writes a pool so that it is no address any more', () => {
    assert.equal(defanged('pool.minexmr.example'), 'pool[.]minexmr[.]example');
    assert.equal(defanged('198.51.100.20'), '198[.]51[.]100[.]20');
    assert.equal(defanged('https://pool.example:443/x'), 'hxxps[:]//pool[.]example:443/x');
  });

  it('lists several as people say them', () => {
    const three = ['1', '24', '72'].map(outside);

    assert.equal(listed(wordsFor('en'), three), '1, 24 and 72');
    assert.equal(listed(wordsFor('it'), three.slice(1)), '24 e 72');
    assert.equal(listed(wordsFor('en'), three.slice(2)), '72');
    assert.equal(listed(wordsFor('en'), []), '');
  });

  it('takes mentions, functions and addresses apart where people can still read them', () => {
    assert.equal(outside('<at>Anna</at>'), '‹at>Anna‹/at>');
    assert.equal(outside('{{TIME(2020-01-01T00:00:00Z)}}'), '{ {TIME(2020-01-01T00:00:00Z)}}');
    assert.equal(outside('see http://a.example and www.b.example'), 'see hxxp[:]//a[.]example and www[.]b.example');
    assert.equal(outside('${x}'), '$ {x}');
  });

  it('leaves nothing that Markdown would make more of, where an address was taken apart neither', () => {
    assert.equal(unmarked('www.(//evil.example)'), 'www[.] (//evil.example)');
    assert.equal(unmarked('**Anna** [x](//evil.example)'), 'Anna x (//evil.example)');
    assert.equal(unmarked('***\u202e'), '');
    const markdown = new MarkdownIt();
    const part = fc.constantFrom(
      'www.',
      'http://a.',
      '(',
      ')',
      '//b',
      '[',
      ']',
      '![',
      '*',
      '_',
      '`',
      'x',
      ':',
      '\u200b',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        assert.doesNotMatch(markdown.renderInline(`Case of ${unmarked(parts.join(''))}.`), /<[a-z]/);
      }),
    );
  });

  it('leaves ordinary names alone', () => {
    for (const name of [
      'Contoso S.p.A.',
      'Müller & Söhne (Holding)',
      'a_b-c.d',
      '5 < 6 > 4',
      'anna@contoso.example',
      '株式会社',
    ]) {
      assert.equal(outside(name), name);
    }
  });

  it('keeps a name on one line and cuts it, without tearing a character apart', () => {
    assert.equal(outside(' a\n b\tc '), 'a b c');
    assert.equal(outside('x'.repeat(500)).length, 120);
    assert.equal(outside(`${'x'.repeat(118)}👨‍👩‍👧 tail`).endsWith('…'), true);
    assert.doesNotMatch(outside('👨'.repeat(200)), /[\ud800-\udfff](?![\ud800-\udfff])…/u);
  });

  it('keeps the lines of a note, but not more than one empty one', () => {
    assert.equal(prose('a\r\nb\n\n\n\nc'), 'a\nb\n\nc');
    assert.equal(prose('x'.repeat(5000)).length, 600);
  });

  it('leaves what people edit or copy as they wrote it, addresses and empty lines too', () => {
    const written = 'See https://portal.azure.com/#home\n\n\nand www.contoso.example';

    assert.equal(editable(written, 200), written);
    assert.equal(editable('a\u202eb {{DATE(x)}} <at>all</at>', 200), 'ab { {DATE(x)}} ‹at>all‹/at>');
  });

  it('does nothing to what is harmless already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const once = outside(text);

        assert.equal(outside(once), once);
      }),
    );
  });

  it('writes times for the reader to fill in, without the milliseconds that clients refuse', () => {
    assert.equal(
      dayAndTime('2026-11-22T15:04:05.678Z'),
      '{{DATE(2026-11-22T15:04:05Z,SHORT)}} {{TIME(2026-11-22T15:04:05Z)}}',
    );
    assert.equal(dayOf('2026-11-22T23:30:00+01:00'), '{{DATE(2026-11-22T22:30:00Z,SHORT)}}');
  });

  it('speaks without functions and markup', () => {
    const text = spoken([outside('A & B <b>'), dayOf('2026-11-22T00:00:00Z'), say(wordsFor('en'), 'product.name')]);

    assert.doesNotMatch(text, /[<>&]|\{\{/);
    assert.match(text, /Mining Watch/);
  });
});

describe('links of cards', () => {
  const words = wordsFor('en');

  it('say that they leave, and where to', () => {
    const line = linkLine(words, [{ page: 'azure-subscription', url: 'https://portal.azure.com/#x' }]);

    assert.equal(line?.text, 'Open in [Azure portal](https://portal.azure.com/#x)');
  });

  it('cannot be ended early by what is in their address', () => {
    const line = linkLine(words, [
      { page: 'azure-subscription', url: 'https://portal.azure.com/a)[x](https://evil.example' },
    ]);

    assert.equal(line?.text, 'Open in [Azure portal](https://portal.azure.com/a%29%5Bx%5D%28https://evil.example)');
  });

  it('are left out where they are not https or carry a name', () => {
    for (const url of ['javascript:alert(1)', 'http://portal.azure.com/', 'https://a@evil.example/', 'nothing']) {
      assert.equal(linkLine(words, [{ page: 'azure-subscription', url }]), undefined);
    }
  });
});
