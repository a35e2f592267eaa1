import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { asBoolean, asCount, asText, asTexts, asTime, byLooseKey } from '../../src/http/loose.ts';

describe('loose values', () => {
  it('reads lists from arrays, from JSON in a string, and from plain strings', () => {
    for (const value of [
      ['203.0.113.7', ' 203.0.113.8 '],
      '["203.0.113.7","203.0.113.8"]',
      '[\r\n "203.0.113.7",\r\n "203.0.113.8"\r\n]',
      '203.0.113.7, 203.0.113.8',
      '[203.0.113.7, 203.0.113.8]',
      '["203.0.113.7", "203.0.113.8"',
    ])
      assert.deepEqual(asTexts(value), ['203.0.113.7', '203.0.113.8'], JSON.stringify(value));
    assert.deepEqual(asTexts('pool.example'), ['pool.example']);
    assert.deepEqual(asTexts('"pool.example"'), ['pool.example']);
    for (const nothing of [null, undefined, '', '[]', ' ', {}, true]) assert.deepEqual(asTexts(nothing), []);
  });

  it('reads counts and booleans from strings', () => {
    assert.deepEqual(['14', 14, '14.0', ' 0 ', '-1', '1e3', 'x', '', null, '99999999999999999999'].map(asCount), [
      14,
      14,
      14,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual([true, 'true', 'False', 'yes', 1, null].map(asBoolean), [
      true,
      true,
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes a time without zone as UTC and the far ends of the calendar as absent', () => {
    assert.equal(asTime('2024-03-02T07:11:09.20'), '2024-03-02T07:11:09.200Z');
    assert.equal(asTime('2026-02-03T10:25:00.1234567Z'), '2026-02-03T10:25:00.123Z');
    assert.equal(asTime('2024-03-02T09:00:00+01:00'), '2024-03-02T08:00:00.000Z');
    assert.equal(asTime('2024-03-02'), '2024-03-02T00:00:00.000Z');
    for (const never of [
      '9999-12-31T23:59:59.9970000',
      '0001-01-01T00:00:00Z',
      'soon',
      '',
      null,
      5,
      '2024-13-45T00:00:00',
    ])
      assert.equal(asTime(never), undefined, String(never));
  });

  it('finds keys however they are written', () => {
    const find = byLooseKey({ vM_IP: 1, 'mining pool ip': 2 });

    assert.equal(find('VM_IP'), 1);
    assert.equal(find('MiningPool_IP'), 2);
    assert.equal(find('constructor'), undefined);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.anything()), (value) => {
        for (const read of [asBoolean, asCount, asText, asTexts, asTime, byLooseKey]) read(value);
      }),
    );
  });
});
