import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type ChainedEntry, canonicalJson, chain, firstHash, verifyChain } from '../../src/domain/journal.ts';
import { storable } from '../../src/domain/storable.ts';
import { life, play } from '../support/arbitraries.ts';
import { testDatabase } from '../support/database.ts';
import { jsonValue } from '../support/json-arbitraries.ts';

describe('a journal in PostgreSQL', () => {
  const db = testDatabase();

  async function throughJsonb<T>(values: readonly T[]): Promise<readonly T[]> {
    const { rows } = await db
      .database()
      .pool.query<{ value: T }>(
        'select value from jsonb_array_elements($1::jsonb) with ordinality order by ordinality',
        [JSON.stringify(values)],
      );
    return rows.map((row) => row.value);
  }

  it('has the same canonical JSON after a trip through jsonb, which reorders keys and numbers', async () => {
    const values = fc.sample(jsonValue.map(storable), 500);

    const stored = await throughJsonb(values);

    assert.deepEqual(stored.map(canonicalJson), values.map(canonicalJson));
  });

  it('verifies after a trip through jsonb, whatever people wrote', async () => {
    const lives = fc.sample(life, 50).map(({ opening, steps }) => chain(play(opening, steps).entries, firstHash));

    for (const entries of lives) {
      const stored = await throughJsonb<ChainedEntry>(entries);

      assert.equal(verifyChain(stored, entries.at(-1)?.hash ?? '', entries.length), undefined);
    }
  });
});
