import assert from 'node:assert/strict';
import net from 'node:net';
import { createMessages } from '../../src/web/messages.ts';
import { createServer, type WebServer } from '../../src/web/server.ts';
import { quietLog } from '../support/quiet-log.ts';

const activity = { type: 'message', serviceUrl: 'https://smba.trafficmanager.net/emea/' };
const json = { 'content-type': 'application/json' };

describe('Web server', () => {
  let server: WebServer;
  let port: number;
  let url: string;
  let handled: { activity: object; authorization: string | undefined }[];
  let handle: (activity: object) => Promise<{ status: number; body?: unknown }>;
  let ready: () => Promise<{ ok: boolean; [part: string]: unknown }>;

  beforeEach(async () => {
    handled = [];
    handle = () => Promise.resolve({ status: 200 });
    ready = () => Promise.resolve({ ok: true, database: 'up' });
    const messages = createMessages({
      handle: (given, authorization) => {
        handled.push({ activity: given, authorization });
        return handle(given);
      },
      bodyMs: 100,
    });
    server = createServer({ messages, ready: () => ready(), log: quietLog, port: 0, host: '127.0.0.1' });
    ({ port } = await server.start());
    url = `http://127.0.0.1:${port}`;
  });
  afterEach(() => server.stop());

  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
    fetch(`${url}/api/messages`, { method: 'POST', headers, body });

  it('hands an activity and its authorization to the bot, and answers what the bot says', async () => {
    handle = () => Promise.resolve({ status: 200, body: { answer: 42 } });

    const response = await post(JSON.stringify(activity), { ...json, authorization: 'Bearer t' });

    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { answer: 42 });
    assert.deepEqual(handled, [{ activity, authorization: 'Bearer t' }]);
  });

  it('answers without a body where there is nothing to say', async () => {
    const response = await post(JSON.stringify(activity));

    assert.equal(response.status, 200);
    assert.equal(await response.text(), '');
  });

  const bad: readonly (readonly [string, number, string, string | Uint8Array<ArrayBuffer>, Record<string, string>?])[] =
    [
      ['broken JSON', 400, 'invalid-json', '{"type":'],
      ['an empty body', 400, 'invalid-json', ''],
      ['bytes that are no UTF-8', 400, 'invalid-json', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
      ['an array', 400, 'not-an-activity', '[]'],
      ['null', 400, 'not-an-activity', 'null'],
      ['a string', 400, 'not-an-activity', '"message"'],
      ['an activity without type', 400, 'not-an-activity', '{"serviceUrl":"https://a.example/"}'],
      ['a type that is no string', 400, 'not-an-activity', '{"type":{},"serviceUrl":"https://a.example/"}'],
      ['an activity without serviceUrl', 400, 'not-an-activity', '{"type":"message"}'],
      ['a serviceUrl that is no URL', 400, 'not-an-activity', '{"type":"message","serviceUrl":"teams"}'],
      ['a serviceUrl of a file', 400, 'not-an-activity', '{"type":"message","serviceUrl":"file:///etc/passwd"}'],
      [
        'a form',
        415,
        'unsupported-media-type',
        'type=message',
        { 'content-type': 'application/x-www-form-urlencoded' },
      ],
      ['text', 415, 'unsupported-media-type', '{}', { 'content-type': 'text/plain' }],
      [
        'JSON in another character set',
        415,
        'unsupported-media-type',
        '{}',
        { 'content-type': 'application/json; charset=utf-16' },
      ],
      ['a compressed body', 415, 'unsupported-media-type', '{}', { ...json, 'content-encoding': 'gzip' }],
      ['a body over 256 KB', 413, 'too-large', `"${'x'.repeat(256 * 1024)}"`],
    ];
  for (const [name, status, code, body, headers] of bad) {
    it(`refuses ${name} with ${status} before the bot sees it`, async () => {
      const response = await post(body, headers);

      const answer: unknown = await response.json();
      assert.equal(response.status, status);
      assert.ok(typeof answer === 'object' && answer !== null && 'error' in answer);
      assert.equal(Reflect.get(Object(answer.error), 'code'), code);
      assert.equal(handled.length, 0);
    });
  }

  it('refuses a long body that does not say its length', async () => {
    const chunk = 'x'.repeat(64 * 1024);
    const long = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 8; i++) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });

    const answer = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: json,
      body: long,
      duplex: 'half',
    })
      .then((response) => response.status)
      // The connection may be closed while the rest is still being sent.
      .catch(() => 413);

    assert.equal(answer, 413);
    assert.equal(handled.length, 0);
  });

  it('takes JSON with a character set and a body of several pieces', async () => {
    const text = JSON.stringify({ ...activity, text: 'è'.repeat(50_000) });

    const response = await post(text, { 'content-type': 'Application/JSON; charset="UTF-8"' });

    assert.equal(response.status, 200);
    assert.deepEqual(handled[0]?.activity, JSON.parse(text));
  });

  it('gives up on a body that does not come', async () => {
    const answer = await raw(
      port,
      'POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"a',
    );

    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /"code":"too-slow"/);
  });

  it('survives a caller who leaves in the middle', async () => {
    const socket = net.connect(port, '127.0.0.1');
    socket.write(
      'POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"a',
    );
    await new Promise((done) => socket.once('connect', done));
    socket.resetAndDestroy();

    const response = await post(JSON.stringify(activity));

    assert.equal(response.status, 200);
  });

  it('answers rubbish in place of HTTP with 400', async () => {
    assert.match(await raw(port, 'RUBBISH\r\n\r\n'), /^HTTP\/1\.1 400 /);
  });

  it('treats a wish for a web socket like any other request', async () => {
    const answer = await raw(
      port,
      'GET /api/messages HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\nsec-websocket-key: eA==\r\nsec-websocket-version: 13\r\n\r\n',
    );

    assert.match(answer, /^HTTP\/1\.1 405 /);
  });

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    it(`does not take ${method} for messages`, async () => {
      const response = await fetch(`${url}/api/messages`, { method });

      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'POST');
    });
  }

  for (const path of ['/', '/nothing', '/api', '/api/messages/1', '/%E0%A4%A', '/api/messages%00', '//evil.example/']) {
    it(`has nothing at ${path}`, async () => {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: json, body: '{}' });

      assert.equal(response.status, 404);
      assert.deepEqual(await response.json(), {
        error: { code: 'not-found', message: 'There is nothing at this address.' },
      });
    });
  }

  it('does not say what it is made of', async () => {
    const responses = [await fetch(`${url}/healthz`), await fetch(`${url}/nothing`), await post('{')];

    for (const { headers } of responses) {
      assert.equal(headers.get('server'), null);
      assert.equal(headers.get('x-powered-by'), null);
    }
  });

  it('hides the words of a failure', async () => {
    handle = () => Promise.reject(new Error('password of the database'));

    const response = await post(JSON.stringify(activity));

    assert.equal(response.status, 500);
    assert.deepEqual(await response.json(), {
      error: { code: 'failed', message: 'The request could not be answered.' },
    });
  });

  it('says that it lives, and whether it is ready', async () => {
    const live = await fetch(`${url}/healthz`);
    const up = await fetch(`${url}/readyz`);
    ready = () => Promise.resolve({ ok: false, database: 'down' });
    const down = await fetch(`${url}/readyz`);
    ready = () => Promise.reject(new Error('password of the database'));
    const broken = await fetch(`${url}/readyz`);

    assert.deepEqual([live.status, await live.json()], [200, { ok: true }]);
    assert.deepEqual([up.status, await up.json()], [200, { ok: true, database: 'up' }]);
    assert.deepEqual([down.status, await down.json()], [503, { ok: false, database: 'down' }]);
    assert.deepEqual([broken.status, await broken.json()], [503, { ok: false }]);
  });

  it('finishes the request in hand before it stops, and takes no more', async () => {
    const begun = Promise.withResolvers<void>();
    const may = Promise.withResolvers<void>();
    handle = async () => {
      begun.resolve();
      await may.promise;
      return { status: 200, body: { done: true } };
    };
    const inHand = post(JSON.stringify(activity));
    await begun.promise;

    const stopped = server.stop();
    const refused = await fetch(`${url}/healthz`).then(
      () => 'answered',
      () => 'refused',
    );
    may.resolve();
    const response = await inHand;
    await stopped;

    assert.equal(refused, 'refused');
    assert.deepEqual(await response.json(), { done: true });
  });

  it('says so when its port is taken', async () => {
    const second = createServer({ messages: () => Promise.resolve(), ready, log: quietLog, port, host: '127.0.0.1' });

    await assert.rejects(second.start(), { code: 'EADDRINUSE' });
  });
});

/** Sends bytes and answers what comes back until the connection is closed. */
function raw(port: number, bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => resolve(text));
  socket.on('close', () => resolve(text));
  return promise;
}
