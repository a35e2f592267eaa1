import assert from 'node:assert/strict';
import { codePagePolicy } from '../../src/pack/code-page.ts';
import { createPackRoutes } from '../../src/web/packs.ts';
import { createServer, type WebServer } from '../../src/web/server.ts';
import { newId } from '../db/fixtures.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('a pack that is cleared away during its download', () => {
  let server: WebServer | undefined;
  afterEach(() => server?.stop());

  it('breaks off, and lets nobody wait for the rest', async () => {
    const packs = createPackRoutes({
      page: () => '',
      policy: codePagePolicy,
      open: async () => ({
        kind: 'opened',
        fileName: 'x.zip',
        bytes: 600_000,
        sha256: '',
        parts: (async function* () {
          yield Buffer.alloc(1000);
        })(),
      }),
      log: quietLog,
    });
    server = createServer({
      messages: () => Promise.resolve(),
      ready: () => Promise.resolve({ ok: true }),
      packs,
      log: quietLog,
      port: 0,
      host: '127.0.0.1',
    });
    const { port } = await server.start();

    const response = await fetch(`http://127.0.0.1:${port}/packs/${newId('pack')}`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'x' }),
    });

    await assert.rejects(response.arrayBuffer());
  });
});
