import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type HttpRequest } from '../../src/http/http.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { closedPort, type Reply } from '../support/http-server.ts';
import { secret, useHttp } from './asking.ts';

describe('http, failing', () => {
  const { server, http, hasty, logged, get, failure } = useHttp();

  for (const reply of ['hang', 'hang-in-body'] satisfies Reply[])
    it(`ends when the service takes too long: ${reply}`, async () => {
      server.always(() => reply);

      assert.equal((await failure(get(), hasty)).kind, 'timeout');
      assert.ok(server.asked.length <= 1, 'it was asked again');
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

      const error = await failure(request, reply === 'hang' ? hasty : http);

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
