import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { asRecord } from '../../src/http/loose.ts';
import { parseLooseJson } from '../../src/partner-center/loose-json.ts';
import { jsonValue } from '../support/json-arbitraries.ts';
import { faultyList, faultyUpdate } from './faulty-samples.ts';

describe('JSON that is not quite JSON', () => {
  for (const [fault, text, meant] of [
    ['a comma missing between members', '{"a":1 "b":2}', { a: 1, b: 2 }],
    ['a comma missing between items', '[{"a":1}\n{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['a comma too many', '[1,2,,{"a":1,},]', [1, 2, { a: 1 }]],
    ['line ends inside a string', '{"a":"x\r\ny\tz"}', { a: 'x\r\ny\tz' }],
    ['a brace too many', '[{"a":1}}]', [{ a: 1 }]],
    ['closers after the end', '[1]]}', [1]],
    ['a backslash that escapes nothing', '{"a":"\\sample \\u12"}', { a: '\\sample \\u12' }],
    [
      'JSON with bare quotes in a string',
      '{"a":"[\n{ "b": "c", "d": 1 }\n]","e":2}',
      { a: '[\n{ "b": "c", "d": 1 }\n]', e: 2 },
    ],
  ] as const)
    it(`is read in spite of ${fault}`, () => {
      assert.deepEqual(parseLooseJson(text), meant);
    });

  it('is read in the faulty samples that Microsoft publishes', () => {
    for (const sample of [faultyList, faultyUpdate]) {
      assert.throws(() => JSON.parse(sample), SyntaxError);

      const event = asRecord([parseLooseJson(sample)].flat()[0]);

      assert.equal(event?.hitCount, '14');
      const logs: unknown = JSON.parse(String(event?.activityLogs));
      assert.equal(Array.isArray(logs) && asRecord(logs[1])?.statusTo, 'Resolved');
    }
  });

  for (const text of ['', '[', '{"a"', '{"a":}', '{"a":"x', '[{"a":1', '{a:1}', '[tru]', '{"a":1]', '[1] x', '"\\'])
    it(`is given up where nothing can be made of ${text}`, () => {
      assert.throws(() => parseLooseJson(text), SyntaxError);
    });

  it('does not fall over deep nesting or much text', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), `"[{"`.repeat(50_000), 'x'.repeat(3_000_000)])
      assert.throws(() => parseLooseJson(text), SyntaxError);
  });

  it('means what JSON.parse means where nothing is wrong', () => {
    fc.assert(
      fc.property(
        jsonValue.map((value) => JSON.stringify(value)),
        (text) => {
          assert.deepEqual(parseLooseJson(text), JSON.parse(text));
        },
      ),
    );
  });

  it('throws nothing but SyntaxError', () => {
    const scrap = fc
      .array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '\n', 'a', '1', ' ', '{ "', '\u0000'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(scrap, fc.string()), (text) => {
        try {
          parseLooseJson(text);
        } catch (error) {
          assert.ok(error instanceof SyntaxError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
