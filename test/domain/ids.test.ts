import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { type IdKind, idMaker, isId } from '../../src/domain/ids.ts';

const kinds: readonly IdKind[] = ['partner', 'case', 'detection', 'channel', 'post'];

describe('ids', () => {
  it('say what they name', () => {
    const newId = idMaker(() => '0f8fad5b-d9cb-469f-a165-70867728950e');

    assert.deepEqual(
      kinds.map((kind) => newId(kind)),
      [
        'ptr_0f8fad5bd9cb469fa16570867728950e',
        'case_0f8fad5bd9cb469fa16570867728950e',
        'det_0f8fad5bd9cb469fa16570867728950e',
        'chn_0f8fad5bd9cb469fa16570867728950e',
        'post_0f8fad5bd9cb469fa16570867728950e',
      ],
    );
  });

  it('are recognised as their own kind and no other', () => {
    const newId = idMaker(randomUUID);

    for (const kind of kinds)
      assert.deepEqual(
        kinds.filter((other) => isId(other, newId(kind))),
        [kind],
      );
  });

  it('are not recognised in anything else that came from outside', () => {
    const hex = 'a'.repeat(32);
    const wrong: readonly unknown[] = [
      undefined,
      null,
      7,
      {},
      [`case_${hex}`],
      '',
      'case_',
      hex,
      `case_${hex}a`,
      `case_${hex.slice(1)}`,
      `case_${hex.toUpperCase()}`,
      `case_${hex}\n`,
      ` case_${hex}`,
      `case_${hex}' OR 1=1`,
      `Case_${hex}`,
    ];

    for (const value of wrong) assert.equal(isId('case', value), false, JSON.stringify(value));
    fc.assert(fc.property(fc.anything(), (value) => assert.equal(isId('case', value), false)));
  });
});
