import assert from 'node:assert/strict';
import { type Reply } from '../support/http-server.ts';
import { useHttp } from './asking.ts';

describe('http, repeating', () => {
  const { server, http, get, failure } = useHttp();

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
