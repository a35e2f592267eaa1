import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createHttp, type HttpRequest } from '../../src/http/http.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { closedPort, localServer, type Reply } from '../support/http-server.ts';

const secret = 'eyJ0b2tlbi1zZWNyZXQ';

describe('http', () => {
  const server = localServer();
  const logged: object[] = [];
  const http = createHttp({
    log: { debug: (data) => logged.push(data) },
    timeoutMs: 400,
    limits: { retryDelayMs: 1, longestWait: 2, bodyBytes: 10_000 },
  });
  const get = (path = '/a'): HttpRequest => ({ base: server.url, to: { path } });

  async function failure(request: HttpRequest): Promise<HttpError> {
    const error: unknown = await http
      .json(request, (body) => body)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    assert.ok(error instanceof HttpError, inspect(error));
    return error;
  }

  describe('asking', () => {
    it('sends method, query, headers, body and token', async () => {
      server.next({ json: { ok: true } });

      const body = await http.json(
        {
          base: `${server.url}/v1/`,
          to: { path: '/things', query: { $filter: "a eq 'b c'", none: undefined, n: 3 } },
          method: 'POST',
          headers: { 'X-Model': 'true' },
          json: { a: 1 },
          token: secret,
        },
        (read) => read,
      );

      assert.deepEqual(body, { ok: true });
      const [asked] = server.asked;
      assert.equal(asked?.method, 'POST');
      assert.equal(asked?.path, '/v1/things');
      assert.deepEqual(
        [...(asked?.query ?? [])],
        [
          ['$filter', "a eq 'b c'"],
          ['n', '3'],
        ],
      );
      assert.equal(asked?.headers['x-model'], 'true');
      assert.equal(asked?.headers.authorization, `Bearer ${secret}`);
      assert.deepEqual(asked?.body, { a: 1 });
    });

    it('refuses a token that cannot be a header, without showing it', async () => {
      await assert.rejects(
        http.send({ ...get(), token: `${secret}\r\nx: y` }),
        (error: Error) => !inspect(error).includes(secret),
      );

      assert.equal(server.asked.length, 0);
    });

    it('reads JSON behind a byte order mark', async () => {
      server.next({ body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}')]) });

      assert.deepEqual(await http.json(get(), (body) => body), { a: 1 });
    });

    it('hands the headers of the answer to who reads it', async () => {
      server.next({ json: { a: 1 }, headers: { 'x-left': '3' } });

      assert.equal(await http.json(get(), (_body, headers) => headers.get('x-left')), '3');
    });

    it('hands an empty answer on as undefined', async () => {
      server.next({ status: 204 }, { status: 200, body: '' });

      assert.equal(await http.json(get(), (body) => body), undefined);
      assert.equal(await http.json(get(), (body) => body), undefined);
    });

    it('takes characters out that a database refuses', async () => {
      server.next({ body: '{"a\\u0000":["x\\u0000y","\\ud800z","\\ud83d\\ude00"]}' });

      assert.deepEqual(await http.json(get(), (body) => body), { a: ['xy', '\ufffdz', '😀'] });
    });
  });

  describe('links', () => {
    it('follows a link to the host that was asked', async () => {
      server.next({ json: 1 });

      await http.send({ base: server.url, to: { link: `${server.url}/b?$skiptoken=x%20y` } });

      assert.equal(server.asked[0]?.query.get('$skiptoken'), 'x y');
    });

    for (const link of [
      'https://evil.example/a',
      'http://127.0.0.1:1/a',
      '//evil.example/a',
      '/a',
      'javascript:alert(1)',
      '',
    ])
      it(`refuses the link ${JSON.stringify(link)} and sends nothing`, async () => {
        const error = await failure({ base: server.url, to: { link }, token: secret });

        assert.equal(error.kind, 'schema');
        assert.equal(error.code, 'foreign-link');
        assert.equal(server.asked.length, 0);
      });

    it('refuses a link with another scheme, user info or a look-alike host', async () => {
      const host = new URL(server.url).host;
      for (const link of [
        `https://${host}/a`,
        `http://u:p@${host}/a`,
        `http://${host}@evil.example/`,
        `http://${host}.evil.example/`,
      ])
        assert.equal((await failure({ base: server.url, to: { link } })).code, 'foreign-link', link);

      assert.equal(server.asked.length, 0);
    });

    it('does not follow a redirect', async () => {
      server.next({ status: 302, headers: { location: `${server.url}/elsewhere` } });

      const error = await failure({ ...get(), token: secret });

      assert.equal(error.kind, 'status');
      assert.equal(error.status, 302);
      assert.equal(server.asked.length, 1);
    });
  });

  describe('repeating', () => {
    for (const reply of [
      { status: 408 },
      { status: 429 },
      { status: 500 },
      { status: 503 },
      'reset',
      'half',
    ] satisfies Reply[])
      it(`repeats a read after ${JSON.stringify(reply)}`, async () => {
        server.next(reply, reply, { json: 'in the end' });

        assert.equal(await http.json(get(), (body) => body), 'in the end');
        assert.equal(server.asked.length, 3);
      });

    it('repeats twice and then gives up', async () => {
      server.always(() => ({ status: 502 }));

      const error = await failure(get());

      assert.equal(error.status, 502);
      assert.equal(server.asked.length, 3);
    });

    for (const status of [400, 401, 403, 404, 409, 501, 505])
      it(`does not repeat a read after ${status}`, async () => {
        server.always(() => ({ status }));

        assert.equal((await failure(get())).status, status);
        assert.equal(server.asked.length, 1);
      });

    for (const reply of [{ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }, 'reset'] satisfies Reply[])
      it(`never repeats a change after ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'] as const) await failure({ ...get(), method, json: {} });

        assert.equal(server.asked.length, 4);
      });

    it('repeats a POST that only reads, with its body', async () => {
      server.next({ status: 500 }, { json: 1 });

      await http.json({ ...get(), method: 'POST', safe: true, json: { q: 1 } }, (body) => body);

      assert.deepEqual(
        server.asked.map((asked) => asked.body),
        [{ q: 1 }, { q: 1 }],
      );
    });

    it('keeps its headers on a repeat and makes only those of the attempt anew', async () => {
      server.next({ status: 500 }, { json: 1 });
      let count = 0;

      await http.send({
        ...get(),
        headers: { 'ms-requestid': 'same' },
        attemptHeaders: () => ({ 'ms-correlationid': String(++count) }),
      });

      assert.deepEqual(
        server.asked.map((a) => a.headers['ms-requestid']),
        ['same', 'same'],
      );
      assert.deepEqual(
        server.asked.map((a) => a.headers['ms-correlationid']),
        ['1', '2'],
      );
    });

    it('waits as long as the service asks', async () => {
      server.next({ status: 429, headers: { 'retry-after': '1' } }, { json: 1 });
      const began = performance.now();

      await http.send(get());

      assert.ok(performance.now() - began >= 990);
    });

    it('obeys the longest of several wait headers', async () => {
      server.next({
        status: 429,
        headers: {
          'retry-after': '1',
          'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '7',
          'x-ms-ratelimit-microsoft.costmanagement-entity-retry-after': '40',
        },
      });

      const error = await failure(get());

      assert.equal(error.retryAfter, 40);
      assert.equal(server.asked.length, 1);
    });

    it('gives up at once and tells the wait when the service asks for too long a one', async () => {
      server.always(() => ({ status: 429, headers: { 'retry-after': '3600' } }));

      const error = await failure(get());

      assert.equal(error.retryAfter, 3600);
      assert.equal(server.asked.length, 1);
    });

    it('understands a wait that is a date, by the clock of the service', async () => {
      server.next({
        status: 503,
        headers: { date: 'Sun, 22 Nov 2026 10:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 10:01:30 GMT' },
      });

      assert.equal((await failure(get())).retryAfter, 90);
    });
  });

  describe('failing', () => {
    for (const reply of ['hang', 'hang-in-body'] satisfies Reply[])
      it(`ends when the service takes too long: ${reply}`, async () => {
        server.next(reply);

        assert.equal((await failure(get())).kind, 'timeout');
        assert.equal(server.asked.length, 1);
      });

    it('names the system code of a connection that failed', async () => {
      const error = await failure({ base: `http://127.0.0.1:${await closedPort()}`, to: { path: '/a' } });

      assert.equal(error.kind, 'network');
      assert.equal(error.code, 'ECONNREFUSED');
    });

    for (const [shape, body] of [
      ['error.code', { error: { code: 'Denied', message: 'no' } }],
      ['Error.Code', { Error: { Code: 'Denied', Message: 'no' } }],
      ['code and description', { code: 'Denied', description: 'no' }],
      ['an OAuth error', { error: 'Denied', error_description: 'no' }],
    ] as const)
      it(`reads code and words from ${shape}`, async () => {
        server.next({ status: 403, json: body, headers: { 'request-id': 'r-1' } });

        const error = await failure(get());

        assert.equal(error.code, 'Denied');
        assert.equal(error.detail, 'no');
        assert.equal(error.requestId, 'r-1');
      });

    it('reads numbers as codes', async () => {
      server.next(
        { status: 403, json: { code: 900329, description: 'no' } },
        { status: 400, json: { statusCode: 400, message: 'm' } },
      );

      assert.equal((await failure(get())).code, '900329');
      assert.equal((await failure(get())).code, '400');
    });

    it('says that MFA was missed, however the service says it', async () => {
      const replies: Reply[] = [
        { status: 403, json: { Error: { Code: 'Unauthorized_MissingMFA', Message: '' } } },
        { status: 403, json: { error: { code: 'Unauthorized_MissingMFA', message: '' } } },
        {
          status: 401,
          headers: {
            'www-authenticate': 'Bearer error="invalid_token", error_description="Unauthorized - MFA required"',
          },
        },
      ];
      for (const reply of replies) {
        server.next(reply);

        assert.equal((await failure(get())).mfa, true);
      }
    });

    it('does not choke on a huge, a broken or a foreign error body', async () => {
      for (const body of ['x'.repeat(5_000_000), '{"error":{"code":"Denied"', '<html>no</html>', '[]', 'null']) {
        server.next({ status: 400, body });

        const error = await failure(get());

        assert.equal(error.status, 400);
        assert.equal(error.code, undefined);
      }
    });

    it('refuses an answer that is larger than any answer should be', async () => {
      server.next({ body: JSON.stringify('x'.repeat(20_000)) });

      const error = await failure(get());

      assert.equal(error.kind, 'schema');
      assert.equal(error.code, 'too-large');
    });

    it('calls an answer unreadable that is no JSON or not the promised one', async () => {
      server.next({ body: '<html>hello</html>' }, { json: { a: 1 } });

      const noJson = await failure(get('/b?c=d'));
      const other = await http
        .json(get(), () => {
          throw new Error('no such thing');
        })
        .catch((error: unknown) => error);

      assert.equal(noJson.kind, 'schema');
      assert.equal(inspect(noJson).includes('html'), false);
      assert.ok(other instanceof HttpError && other.kind === 'schema' && other.cause instanceof Error);
    });

    it('never shows token, query or headers, even when the service echoes them', async () => {
      const request: HttpRequest = {
        base: server.url,
        to: { path: '/a', query: { hidden: 'query-secret' } },
        headers: { 'x-key': 'header-secret' },
        token: secret,
      };
      const echo = { error: { code: secret, message: `bad token ${secret}` } };
      const replies: Reply[] = [
        { status: 400, json: echo, headers: { 'request-id': secret } },
        { status: 401, json: echo },
        'hang',
        { body: `<${secret}` },
        { status: 302, headers: { location: `/${secret}` } },
      ];
      for (const reply of replies) {
        server.next(reply);

        const error = await failure(request);

        const shown = `${error.message} ${JSON.stringify(error)} ${inspect(error, { depth: 9, showHidden: true })} ${error.detail}`;
        for (const hidden of [secret, 'query-secret', 'header-secret'])
          assert.equal(shown.includes(hidden), false, shown);
      }
      const log = JSON.stringify(logged);
      for (const hidden of [secret, 'query-secret', 'header-secret']) assert.equal(log.includes(hidden), false);
    });

    it('keeps the words of the service out of message and JSON', async () => {
      server.next({ status: 400, json: { error: { code: 'Bad', message: 'words of a customer' } } });

      const error = await failure(get());

      assert.equal(error.detail, 'words of a customer');
      assert.equal(`${error.message}${JSON.stringify(error)}`.includes('customer'), false);
    });
  });
});
