import assert from 'node:assert/strict';
import { request } from 'node:http';
import net from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { signingCertificate } from '../../playground/world/signing-certificate.ts';
import { fraudBody, type Post, subscription, useWebhookPlace, type WebhookPlace } from './webhook-place.ts';

describe('a callback of Partner Center', () => {
  const place = useWebhookPlace();

  it('is taken with its signature in either header, and only the subscription is read from it', async () => {
    const body = fraudBody();
    const signature = String(place().headers({ body })['authorization']);

    const plain = await place().post();
    const own = await place().post({
      body,
      headers: { authorization: undefined, 'x-ms-signature': signature },
    });
    const beside = await place().post({
      body,
      headers: { authorization: 'Bearer of.a.proxy', 'x-ms-signature': signature },
    });

    assert.deepEqual([plain.status, own.status, beside.status], [202, 202, 202]);
    for (const { event } of place().taken) {
      assert.equal(event.name, 'azure-fraud-event-detected');
      assert.equal(event.subscriptionId, subscription);
    }
  });

  it('is read in camelCase too, and without a zone for its time', async () => {
    const changed = new Date().toISOString();
    const body = JSON.stringify({
      eventName: 'azure-fraud-event-detected',
      resourceUri: `/v1/fraudEvents?subscriptionid=${subscription.toUpperCase()}`.replace('/', 'https://x.example/'),
      resourceChangeUtcDate: changed.slice(0, -1),
    });

    await place().post({ body });

    assert.deepEqual(
      place().taken.map(({ event: { name, subscriptionId, changedAt } }) => ({ name, subscriptionId, changedAt })),
      [{ name: 'azure-fraud-event-detected', subscriptionId: subscription, changedAt: changed }],
    );
  });

  const attacks: Readonly<Record<string, () => Post | Promise<Post>>> = {
    'has no signature': () => ({ headers: { authorization: undefined } }),
    'has another scheme': () => ({ headers: { authorization: 'Bearer e30.e30.e30' } }),
    'is signed by another key': async () => ({ by: await signingCertificate({ name: 'Mallory' }) }),
    'was changed after it was signed': () => ({ body: fraudBody({ a: 1 }), signed: fraudBody({ a: 2 }) }),
    'had a blank added': () => {
      const signed = fraudBody();
      return { body: `${signed} `, signed };
    },
    'has a signature in which a letter differs': () => {
      const good = String(place().headers({ body: fraudBody({ b: 1 }) })['authorization']);
      const swapped = good.replace(/(.{20})(.)/, (_, before: string, c: string) => before + (c === 'A' ? 'B' : 'A'));
      return { body: fraudBody({ b: 1 }), headers: { authorization: swapped } };
    },
    'has two signatures': () => {
      const body = fraudBody({ c: 1 });
      const good = String(place().headers({ body })['authorization']);
      return { body, headers: { 'x-ms-signature': good.replace(/.{4}$/, 'AAAA') } };
    },
    'names the certificate twice': () => ({
      headers: { 'x-ms-certificate-url': [place().serve(place().good.cert), 'https://evil.example/cert/x.cer'] },
    }),
    'names the algorithm twice': () => ({ headers: { 'x-ms-signature-algorithm': ['rsa-sha256', 'none'] } }),
    'names no algorithm': () => ({ headers: { 'x-ms-signature-algorithm': undefined } }),
    'names no certificate': () => ({ headers: { 'x-ms-certificate-url': undefined } }),
    'is signed, but no event': () => ({ body: '[]' }),
    'is signed, but no JSON': () => ({ body: '{"EventName":' }),
    'is signed, but no UTF-8': () => ({ body: Buffer.from([0x7b, 0xff, 0x7d]) }),
    ...Object.fromEntries(
      ['none', 'rsa-sha1', 'RSA-MD5', 'hmac-sha256', 'rsa-sha256,none', 'ecdsa-sha256', 'rsa'].map((name) => [
        `names the algorithm ${name}`,
        () => ({ headers: { 'x-ms-signature-algorithm': name } }),
      ]),
    ),
  };
  for (const [what, make] of Object.entries(attacks))
    it(`is refused where it ${what}, with an answer that says nothing`, async () => {
      const { status, text } = await place().post(await make());

      assert.equal(status, 401);
      assert.equal(text, '{"error":{"code":"not-verified","message":"The signature could not be verified."}}');
      assert.deepEqual(place().taken, []);
    });

  it('is refused where a header comes twice on the wire, also with one good signature', async () => {
    const body = fraudBody({ d: 1 });
    const headers = place().headers({ body });
    const good = String(headers['authorization']);
    const lines = Object.entries({ ...headers, host: 'x', 'content-length': String(Buffer.byteLength(body)) });
    const head = [...lines, ['authorization', good.replace(/.{4}$/, 'AAAA')]].map(([n, v]) => `${n}: ${String(v)}`);
    const socket = net.connect(place().port, '127.0.0.1');
    socket.end(`POST /webhooks/partner-center/k HTTP/1.1\r\nconnection: close\r\n${head.join('\r\n')}\r\n\r\n${body}`);

    assert.match(await textOf(socket), /^HTTP\/1.1 401 /);
    assert.deepEqual(place().taken, []);
  });

  it('is answered alike with every key, whether its signature is good or not', async () => {
    const keys = [
      'k'.repeat(43),
      'guess',
      '..%2f..',
      'x'.repeat(90),
      "'; drop table webhooks; --".replaceAll(' ', '%20'),
    ];

    const signed = await Promise.all(keys.map((key) => place().post({ key })));
    const forged = await Promise.all(keys.map((key) => place().post({ key, signed: 'else' })));

    assert.equal(new Set(signed.map(({ status, text }) => `${status} ${text}`)).size, 1);
    assert.equal(new Set(forged.map(({ status, text }) => `${status} ${text}`)).size, 1);
  });

  it('is refused where its body is not JSON by its type, is compressed, or is larger than 1 MB', async () => {
    const answers = await Promise.all([
      place().post({ headers: { 'content-type': 'text/plain' } }),
      place().post({ headers: { 'content-type': undefined } }),
      place().post({ headers: { 'content-encoding': 'gzip' } }),
      place().post({ body: fraudBody({ more: 'x'.repeat(1024 * 1024) }) }),
    ]);

    assert.deepEqual(
      answers.map(({ status }) => status),
      [415, 415, 415, 413],
    );
    assert.deepEqual(place().taken, []);
  });

  it('is cut off at 1 MB also where it does not say how long it is', async () => {
    const endless = await sendTo(place(), (out) => {
      const more = (): void => {
        while (!out.destroyed && out.write('x'.repeat(16_384)));
        if (!out.destroyed) out.once('drain', more);
      };
      more();
    });

    assert.equal(endless, 413);
  });

  it('does not exist by any other method, and upgrades nothing', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(`${place().url}/k`, { method });
      assert.ok([404, 405].includes(response.status), method);
    }
    assert.deepEqual(place().taken, []);
  });

  it('is taken in the middle of a flood of forged ones', async () => {
    const forged = { 'content-type': 'application/json', authorization: `Signature ${'A'.repeat(342)}==` };
    const headers = { ...place().headers(), ...forged };
    const flood = Array.from({ length: 600 }, () =>
      fetch(`${place().url}/guess`, {
        method: 'POST',
        headers: new Headers(Object.entries(headers).map(([n, v]) => [n, v])),
        body: '{}',
      }).then(async (response) => {
        await response.arrayBuffer();
        return response.status;
      }),
    );

    const good = await Promise.all(Array.from({ length: 10 }, (_, i) => place().post({ body: fraudBody({ i }) })));

    assert.ok(good.every(({ status }) => status === 202));
    assert.ok((await Promise.all(flood)).every((status) => status === 401));
    assert.equal(place().asked.length, 1);
  });
});

describe('a callback that comes too slowly', () => {
  const place = useWebhookPlace({ bodyMs: 200 });

  it('is cut off', async () => {
    assert.equal(await sendTo(place(), (out) => void out.write('{')), 408);
    assert.deepEqual(place().taken, []);
  });
});

/** The status that a callback gets whose body is fed as told, without its length. */
function sendTo(place: WebhookPlace, feed: (out: ReturnType<typeof request>) => void): Promise<number> {
  return new Promise<number>((resolve) => {
    const headers = { ...place.headers(), 'transfer-encoding': 'chunked' };
    const out = request(`${place.url}/k`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode ?? 0);
      out.destroy();
    });
    out.on('error', () => resolve(0));
    feed(out);
  });
}
