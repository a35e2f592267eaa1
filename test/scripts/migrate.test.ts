import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv } from '../support/child-env.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'migrate.ts');

function migrate(env: Readonly<Record<string, string>>): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [script], { env: { ...childEnv(), ...env } }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
    );
  });
}

describe('npm run migrate', () => {
  it('takes a blank DATABASE_URL for left out, and uses the server that comes along', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mining-watch-migrate-'));
    // As root, the server runs as another user.
    await chmod(folder, 0o755);
    try {
      const { code, out, err } = await migrate({ DATABASE_URL: ' ', DATA_DIR: folder });

      assert.equal(code, 0, err);
      assert.match(out, /^Done: 0001-tables/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('refuses an address that is none', async () => {
    const { code, err } = await migrate({ DATABASE_URL: 'mysql://somewhere' });

    assert.equal(code, 1);
    assert.match(err, /must be a postgres:\/\/ URL/);
  });
});
