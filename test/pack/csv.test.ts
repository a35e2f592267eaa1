import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseCsv } from '../../scripts/lib/parse-csv.ts';
import { csvFile, csvRow, guarded, unguarded } from '../../src/pack/csv.ts';

async function fileOf(columns: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  let text = '';
  for await (const piece of csvFile(columns, rows)) text += piece;
  return text;
}

describe('a CSV file', () => {
  it('comes back as it was written, whatever the cells hold', async () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[",\r\n'=+@\t-]{0,6}$/));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), async (rows) => {
        const [head, ...read] = parseCsv(await fileOf(['a', 'b', 'c'], rows));

        assert.deepEqual(head, ['a', 'b', 'c']);
        assert.deepEqual(
          read.map((row) => row.map(unguarded)),
          rows,
        );
      }),
    );
  });

  it('guards what a spreadsheet would work out, and leaves numbers numbers', () => {
    for (const text of ['=1', '+1', '-1', '@A1', '\t=1', '\r=1', "'=1"]) assert.equal(guarded(text), `'${text}`);
    assert.equal(guarded('a=1'), 'a=1');
    assert.equal(csvRow([-1.5, true, undefined, 'a "b", c\n']), '-1.5,true,,"a ""b"", c\n"\r\n');
  });

  it('is not read where its quotes do not match', () => {
    assert.throws(() => parseCsv('a,"b'), /a quote is not closed/);
    assert.throws(() => parseCsv('"a"b,c'), /does not end where it should/);
  });
});
