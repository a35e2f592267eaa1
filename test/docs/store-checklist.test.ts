import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const top = join(import.meta.dirname, '..', '..');
const rows = readFileSync(join(top, 'docs/store-checklist.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| rule'));

describe('the checklist of the store', () => {
  it('says of each rule where it is met, that it is open, or that it is left to who publishes', () => {
    assert.ok(rows.length >= 20);
    for (const row of rows) assert.match(row.split('|')[2] ?? '', /`[\w./-]+`|\*yours\*|^ open:/, row);
  });

  it('names files that are there', () => {
    for (const row of rows)
      for (const [, path = ''] of row.matchAll(/`([\w-]+\/[\w./-]+)`/g)) assert.ok(existsSync(join(top, path)), path);
  });
});
