import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrations } from '../../src/db/migrations/all.ts';
import { createStore } from '../../src/db/store.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeCase, makePartner } from './fixtures.ts';

const script = fileURLToPath(new URL('../../scripts/migrate.ts', import.meta.url));

async function runScript(url: string): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code), out: out + err };
}

describe('migrations', () => {
  let name = '';
  let url = '';

  beforeEach(async () => {
    ({ name, url } = await createTestDatabase({ empty: true }));
  });

  afterEach(() => dropTestDatabase(name));

  it('make an empty database ready for cases and jobs, and a second run changes nothing', async () => {
    const database = await openDatabase({ url, log: quietLog });

    const first = await migrate(database);
    const second = await migrate(database);

    assert.deepEqual(first, Object.keys(migrations));
    assert.deepEqual(second, []);
    const store = createStore(database);
    const stored = await makeCase(store, await makePartner(store));
    assert.deepEqual(await store.cases.load(stored.case.id), stored);
    await database.close();
  });

  it('may be run by several processes at once', async () => {
    const results = await Promise.all([runScript(url), runScript(url), runScript(url)]);

    assert.deepEqual(
      results.map((result) => result.code),
      [0, 0, 0],
      results.map((result) => result.out).join('\n'),
    );
    const done = results.filter((result) => result.out.startsWith('Done:'));
    assert.equal(done.length, 1, 'one of them did it all');
    assert.equal((await runScript(url)).out.trim(), 'The database is up to date.');
  });

  it('are numbered in the order in which they run', () => {
    const names = Object.keys(migrations);

    assert.deepEqual(
      names,
      names.toSorted((a, b) => a.localeCompare(b)),
    );
    assert.deepEqual(
      names.map((each) => Number(each.slice(0, 4))),
      names.map((_, i) => i + 1),
    );
  });
});

describe('opening a database', () => {
  it('says which host does not answer, and not the password', async () => {
    const url = 'postgres://somebody:secret@127.0.0.1:1/none';

    const attempt = openDatabase({ url, log: quietLog });

    await assert.rejects(attempt, (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /127\.0\.0\.1:1 does not answer/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
});
