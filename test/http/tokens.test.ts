import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import tls from 'node:tls';
import { inspect } from 'node:util';
import { generate } from 'selfsigned';
import { HttpError } from '../../src/http/http-error.ts';
import { createTokens } from '../../src/http/tokens.ts';

const tenant = '11111111-1111-4111-8111-111111111111';
const secret = 'a-secret-of-the-app';

/** The token endpoint of Entra, as far as an app needs it. */
describe('tokens of the app', () => {
  let server: Server;
  let url = '';
  let answer: { status: number; body: object } | 'hang' = 'hang';
  const asked: { tenant: string; scope: string; secret: string; assertion: string }[] = [];
  let trusted: string[] = [];
  let certificatePem = '';

  before(async () => {
    const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    certificatePem = `${made.private}\n${made.cert}`;
    trusted = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...trusted, made.cert]);
    server = createServer({ key: made.private, cert: made.cert }, (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const [, of = '', ...rest] = (req.url ?? '').split('?')[0]?.split('/') ?? [];
        if (rest.join('/').endsWith('.well-known/openid-configuration')) {
          const root = `${url}/${of}`;
          reply(res, 200, {
            issuer: `${root}/v2.0`,
            authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
            token_endpoint: `${root}/oauth2/v2.0/token`,
            end_session_endpoint: `${root}/oauth2/v2.0/logout`,
            jwks_uri: `${root}/discovery/v2.0/keys`,
          });
          return;
        }
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const sent = (name: string) => form.get(name) ?? '';
        asked.push({
          tenant: of,
          scope: sent('scope'),
          secret: sent('client_secret'),
          assertion: sent('client_assertion'),
        });
        if (answer !== 'hang') reply(res, answer.status, answer.body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  beforeEach(() => {
    asked.length = 0;
    answer = { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'the-token' } };
  });
  after((done) => {
    tls.setDefaultCACertificates(trusted);
    server.close(done);
    server.closeAllConnections();
  });

  const tokens = (timeoutMs = 60_000) => createTokens({ loginUrl: url, appId: 'app-id', proof: { secret }, timeoutMs });
  it('are asked for in the tenant, and once while they are good', async () => {
    const mine = tokens();

    assert.equal(await mine.app(tenant, 'https://graph.microsoft.com/.default'), 'the-token');
    assert.equal(await mine.app(tenant.toUpperCase(), 'https://graph.microsoft.com/.default'), 'the-token');

    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.tenant, tenant);
    assert.match(asked[0]?.scope ?? '', /graph\.microsoft\.com\/\.default/);
    assert.equal(asked[0]?.secret, secret);
  });

  it('are asked for once by many at a time, and apart by tenant and scope', async () => {
    const mine = tokens();
    const other = '22222222-2222-4222-8222-222222222222';

    await Promise.all(Array.from({ length: 20 }, () => mine.app(tenant, 'a/.default')));
    await mine.app(tenant, 'b/.default');
    await mine.app(other, 'a/.default');

    assert.deepEqual(
      asked.map((a) => a.tenant),
      [tenant, tenant, other],
    );
  });

  it('are asked for with a signature of the certificate where there is no secret', async () => {
    const mine = createTokens({ loginUrl: url, appId: 'app-id', proof: { certificatePem }, timeoutMs: 60_000 });

    assert.equal(await mine.app(tenant, 'a/.default'), 'the-token');

    assert.equal(asked[0]?.secret, '');
    assert.equal(asked[0]?.assertion.split('.').length, 3);
  });

  it('are asked for with the token of another issuer where that vouches, and say what it failed by', async () => {
    const fault = new HttpError({ method: 'GET', host: 'the identity', path: '', kind: 'network', code: 'gone' });
    let vouches = false;
    const assertion = () => (vouches ? Promise.resolve('vouched') : Promise.reject(fault));
    const mine = createTokens({ loginUrl: url, appId: 'app-id', proof: { assertion }, timeoutMs: 60_000 });

    assert.equal((await failure(mine.app(tenant, 'a/.default'))).code, 'gone');
    assert.equal(asked.length, 0);
    vouches = true;
    assert.equal(await mine.app(tenant, 'a/.default'), 'the-token');

    assert.equal(asked[0]?.secret, '');
    assert.equal(asked[0]?.assertion, 'vouched');
  });

  it('are refused with the number of Entra, and asked for again the next time', async () => {
    const mine = tokens();
    const refusal = {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.',
      error_codes: [7000215],
    };
    answer = { status: 401, body: refusal };

    const error = await failure(mine.app(tenant, 'a/.default'));

    assert.equal(error.status, 401);
    assert.equal(error.code, 'AADSTS7000215');
    assert.equal(inspect(error, { depth: 9, showHidden: true }).includes(secret), false);
    answer = { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'better' } };
    assert.equal(await mine.app(tenant, 'a/.default'), 'better');
  });

  it('end in time when the login service does not answer', async () => {
    answer = 'hang';

    assert.equal((await failure(tokens(200).app(tenant, 'a/.default'))).kind, 'network');
  });

  it('say that nobody answers when the login service fails or is away', async () => {
    answer = { status: 503, body: {} };
    assert.equal((await failure(tokens().app(tenant, 'a/.default'))).kind, 'network');

    const away = createTokens({
      loginUrl: 'https://127.0.0.1:9',
      appId: 'app-id',
      proof: { secret },
      timeoutMs: 60_000,
    });
    assert.equal((await failure(away.app(tenant, 'a/.default'))).kind, 'network');
  });
});

function reply(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

async function failure(work: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  assert.ok(error instanceof HttpError, inspect(error));
  return error;
}
