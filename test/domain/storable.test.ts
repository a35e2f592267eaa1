import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { storable, storableText } from '../../src/domain/storable.ts';

describe('what a database can store', () => {
  it('has no NUL and no half characters', () => {
    assert.equal(storableText('a\0b'), 'ab');
    assert.equal(storableText('half \ud83d'), 'half \ufffd');
    assert.equal(storableText('\udc00 half'), '\ufffd half');
  });

  it('keeps every other text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('\0'));

        assert.equal(storableText(text), text);
      }),
    );
  });

  it('is found in every part of a value, keys too', () => {
    const value = { 'k\0ey': ['a\0', { deep: '\ud83d' }], n: 1, yes: true, nothing: null, left: undefined };

    assert.deepEqual(storable(value), {
      key: ['a', { deep: '\ufffd' }],
      n: 1,
      yes: true,
      nothing: null,
      left: undefined,
    });
  });

  it('is itself stored unchanged', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(storable(storable(value)), storable(value))));
  });
});
