import assert from 'node:assert/strict';
import { createWebhookRegistrar } from '../../src/partner-center/webhook-registration.ts';
import { type Asked, localServer } from '../support/http-server.ts';
import { appTokens, outsideError, partner, quickHttp } from '../support/outside.ts';

const route = '/webhooks/v1/registration';
const url = 'https://bot.example/webhooks/partner-center/k';
const wanted = { url, events: ['test-created'], inMsSignature: true };

describe('a tenant’s registration of callbacks', () => {
  const server = localServer();
  const reading: { token: string | undefined } = { token: undefined };
  const registrar = () =>
    createWebhookRegistrar({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      reading: { app: async (...asked) => reading.token ?? appTokens.app(...asked) },
      scope: 'pc',
      newId: () => 'id',
    });
  beforeEach(() => {
    reading.token = undefined;
  });

  it('is read in PascalCase and camelCase, with what newer answers add', async () => {
    const read = { url, events: ['a', 'b'], inMsSignature: true, changedAt: '2026-02-03T10:25:00.123Z' };
    server.always(() => ({
      json: {
        SubscriberId: 's',
        WebhookUrl: url,
        WebhookEvents: ['a', 'b'],
        SignatureTokenToMsSignatureHeader: true,
        lastModifiedTimestamp: '2026-02-03T10:25:00.1234567+00:00',
      },
    }));
    assert.deepEqual(await registrar().registered(partner), read);
    const { changedAt: _, ...older } = read;
    server.always(() => ({
      json: { webhookUrl: url, webhookEvents: ['a', 'b'], signatureTokenToMsSignatureHeader: 'true' },
    }));
    assert.deepEqual(await registrar().registered(partner), older);
    server.always(() => ({ json: { WebhookUrl: url, WebhookEvents: ['a', 'b'] } }));
    assert.deepEqual(await registrar().registered(partner), { ...older, inMsSignature: false });
  });

  it('is none where there is none, and unknown where the answer cannot be read', async () => {
    server.always(() => ({ status: 404, json: { code: 404 } }));
    assert.equal(await registrar().registered(partner), undefined);
    server.always(() => ({ json: { WebhookEvents: [] } }));
    assert.equal((await outsideError(registrar().registered(partner))).why, 'unreadable');
  });

  it('is made by POST and replaced by PUT, with the signature in its own header', async () => {
    const asked: Asked[] = [];
    server.always((one) => {
      asked.push(one);
      return { json: {} };
    });

    await registrar().register(partner, wanted, true);
    await registrar().register(partner, wanted, false);

    assert.deepEqual(
      asked.map(({ method, path }) => [method, path]),
      [
        ['POST', route],
        ['PUT', route],
      ],
    );
    for (const { body } of asked)
      assert.deepEqual(body, {
        WebhookUrl: url,
        WebhookEvents: ['test-created'],
        SignatureTokenToMsSignatureHeader: true,
      });
  });

  it('is never written twice for one wish, whatever is answered', async () => {
    for (const status of [408, 429, 500, 503]) {
      let writes = 0;
      server.always(() => {
        writes += 1;
        return { status, json: {} };
      });
      await assert.rejects(registrar().register(partner, wanted, false));
      assert.equal(writes, 1, String(status));
    }
  });

  it('is asked with the background sign-in’s token only where the application’s is refused', async () => {
    const tokens: (string | undefined)[] = [];
    reading.token = 'token-of-ada';
    const refusing = (status: number) =>
      server.always(({ headers }) => {
        tokens.push(headers.authorization);
        return headers.authorization === 'Bearer token-of-ada' ? { json: ['x'] } : { status, json: { code: 900329 } };
      });

    for (const status of [401, 403]) {
      refusing(status);
      assert.deepEqual(await registrar().events(partner), ['x']);
    }
    assert.deepEqual(
      tokens.map((token) => token === 'Bearer token-of-ada'),
      [false, true, false, true],
    );

    tokens.length = 0;
    refusing(404);
    assert.equal((await outsideError(registrar().events(partner))).why, 'not-found');
    assert.equal(tokens.includes('Bearer token-of-ada'), false);
  });

  it('has a test event sent, whose id comes as a string or in an object', async () => {
    for (const json of ['c-1', { correlationId: 'c-1' }, { CorrelationId: 'c-1' }]) {
      server.always(({ method, path }) =>
        method === 'POST' && path === `${route}/validationEvents` ? { json } : { status: 500 },
      );
      assert.equal(await registrar().sendTest(partner), 'c-1');
    }
    server.always(() => ({ json: {} }));
    assert.equal((await outsideError(registrar().sendTest(partner))).why, 'unreadable');
  });

  it('shows how a test event goes, and one that is not in the log as not tried', async () => {
    const result = (responseCode: unknown) => ({ responseCode, responseMessage: '', systemError: false });
    server.always(({ path }) =>
      path === `${route}/validationEvents/c%201`
        ? { json: { status: 'Completed', results: [result('InternalServerError'), result(401), result(null)] } }
        : { status: 404, json: {} },
    );
    assert.deepEqual(await registrar().delivery(partner, 'c 1'), {
      ended: true,
      answers: ['InternalServerError', '401', 'none'],
    });
    assert.deepEqual(await registrar().delivery(partner, 'c-2'), { ended: false, answers: [] });
    server.always(() => ({ json: { status: 'pending', results: null } }));
    assert.deepEqual(await registrar().delivery(partner, 'c-2'), { ended: false, answers: [] });
  });
});
