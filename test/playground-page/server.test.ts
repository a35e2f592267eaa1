import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type OpenPage, openPage } from './open-page.ts';

describe("the page's server", () => {
  let open: OpenPage;
  beforeEach(async () => {
    open = await openPage();
  });
  afterEach(() => open.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${open.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const hour = { ms: 3_600_000 };

  it('serves the page with a policy that lets nothing in from elsewhere', async () => {
    const answer = await fetch(open.url);

    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'self';/);
    assert.match(await answer.text(), /<title>Mining Watch, local world<\/title>/);
  });

  it('serves the libraries from its own origin', async () => {
    for (const path of ['/vendor/adaptivecards.js', '/vendor/markdown-it.js']) {
      const answer = await fetch(open.url + path);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /javascript/);
    }
  });

  it('serves no file from outside of the page', async () => {
    for (const path of ['/..%2fserver.ts', '/%2e%2e/server.ts', '/../../../package.json', '/styles', '/nothing.js'])
      assert.equal((await fetch(open.url + path)).status, 404, path);
  });

  it('takes a change from its own page only', async () => {
    const before = open.world.now().getTime();

    const refused = [
      await post('/api/clock', hour, { origin: 'https://elsewhere.example' }),
      await post('/api/clock', hour, { origin: 'null' }),
      await post('/api/clock', hour, { 'sec-fetch-site': 'cross-site' }),
      await fetch(`${open.url}/api/fault/1`, { method: 'DELETE', headers: { origin: 'https://elsewhere.example' } }),
    ];

    assert.deepEqual(
      refused.map(({ status }) => status),
      [403, 403, 403, 403],
    );
    assert.ok(open.world.now().getTime() - before < hour.ms);
    assert.equal((await post('/api/clock', hour, { origin: open.url })).status, 200);
    assert.ok(open.world.now().getTime() - before >= hour.ms);
  });

  it('answers under its own name only, so that no other name can be pointed at it', async () => {
    const { port } = new URL(open.url);

    const status = await new Promise((resolve, reject) => {
      request(
        { host: '127.0.0.1', port, path: '/api/snapshot', headers: { host: `rebound.example:${port}` } },
        (res) => {
          res.resume();
          resolve(res.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });

    assert.equal(status, 421);
  });

  it('says what is wrong with a request', async () => {
    const form = await fetch(`${open.url}/api/clock`, { method: 'POST', body: new URLSearchParams({ ms: '1' }) });
    const list = await post('/api/clock', []);
    const negative = await post('/api/clock', { ms: -1 });
    const unknown = await post('/api/nothing', {});

    assert.deepEqual([form.status, list.status, negative.status, unknown.status], [415, 400, 400, 404]);
    assert.match(String(Object(await negative.json()).error), /ms/);
  });

  it('tells each change of the world by its version', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${open.url}/api/events`, { signal: stop.signal });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader);
    const first = await reader.read();

    await post('/api/clock', hour);
    const second = await reader.read();
    stop.abort();

    assert.match(first.value ?? '', /data: \d+\n\n/);
    assert.equal(second.value, `data: ${open.world.snapshot().version}\n\n`);
  });

  it('does not offer to restart a bot that it did not start, or to run commands beside it', async () => {
    const snapshot = Object(await (await fetch(`${open.url}/api/snapshot`)).json());

    assert.deepEqual(snapshot.can, { restartBot: false, webhook: false });
    assert.equal((await post('/api/restart-bot', {})).status, 404);
    const command = { command: 'status', partnerTenantId: 'x' };
    assert.equal((await post('/api/webhook/command', command)).status, 404);
  });
});
