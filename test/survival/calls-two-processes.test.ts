import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '../support/database.ts';
import { localServer } from '../support/http-server.ts';

const script = fileURLToPath(new URL('calling-process.ts', import.meta.url));

describe('two processes that look members up and open chats in one tenant', () => {
  const { url } = testDatabase();
  const teams = localServer();

  it('do all of it within the limits of Teams, together', async () => {
    const tenantId = randomUUID();
    const seen: { readonly at: number; readonly about: string }[] = [];
    teams.always(({ path, method }) => {
      seen.push({ at: performance.now(), about: method === 'GET' ? path : 'create' });
      return { status: method === 'GET' ? 200 : 201, json: { id: '29:ada', aadObjectId: 'ada' } };
    });

    const processes = ['one', 'two'].map((name) =>
      spawn(process.execPath, [script, url(), teams.url, tenantId, name], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    await Promise.all(processes.map(({ stdout }) => once(stdout, 'data')));
    for (const { stdin } of processes) stdin.write('go');
    const codes = await Promise.all(processes.map(async (one) => once(one, 'exit')));

    assert.deepEqual(
      codes.map(([code]) => Number(code)),
      [0, 0],
    );
    assert.equal(seen.length, 180);
    const keeps = (moments: readonly number[], most: number, ms: number) =>
      moments.every((first, i) => (moments[i + most] ?? Infinity) - first >= ms);
    assert.ok(
      keeps(
        seen.map(({ at }) => at),
        50,
        1000,
      ),
      'the tenant',
    );
    for (const [about, calls] of Map.groupBy(seen, (one) => one.about)) {
      const moments = calls.map(({ at }) => at);
      if (about !== 'create') assert.ok(keeps(moments, 14, 1000) && keeps(moments, 16, 2000), about);
    }
  });
});
