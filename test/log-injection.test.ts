import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createLog } from '../src/log.ts';

function written(data: object): string {
  let all = '';
  createLog({ level: 'debug', destination: { write: (text) => void (all += text) } }).info(data, 'as it was');
  return all;
}

/** Everything that ends a line, moves a terminal, or turns the reading around. */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const movers = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

const hostile: readonly (readonly [string, string])[] = [
  ['a line of its own', 'x"}\n{"level":30,"msg":"the owner approved"}'],
  ['a carriage return', 'good\rbad'],
  ['colours and a moved cursor', '\u001b[2J\u001b[31mred\u001b[0m'],
  ['a title of the window', '\u001b]0;owned\u0007'],
  ['the eight-bit form of the same', '\u009b2J'],
  ['separators of Unicode', 'a\u2028b\u2029c'],
  ['text that is read backwards', 'invoice\u202efdp.exe'],
  ['a null and a delete', 'a\u0000b\u007fc'],
  ['half a pair', '\ud83d'],
];

describe('the log takes outside text that holds', () => {
  for (const [what, text] of hostile)
    it(what, () => {
      for (const data of [{ name: text }, { deep: { list: [text] } }, { err: new Error(text) }]) {
        const all = written(data);

        assert.equal(all.split('\n').length, 2, all);
        assert.doesNotMatch(all, movers);
        const line = JSON.parse(all);
        assert.deepEqual([line.level, line.msg], [30, 'as it was']);
      }
    });

  it('anything at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, more) => {
        const all = written({ name: text, err: new Error(more) });

        assert.equal(all.split('\n').length, 2);
        assert.doesNotMatch(all, movers);
        assert.equal(JSON.parse(all).msg, 'as it was');
      }),
    );
  });
});
