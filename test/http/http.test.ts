import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { secret, useHttp } from './asking.ts';

describe('http', () => {
  const { server, http, get, failure } = useHttp();

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
});
