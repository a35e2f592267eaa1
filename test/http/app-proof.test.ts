import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type AppProof, proofOf } from '../../src/http/app-proof.ts';
import { HttpError } from '../../src/http/http-error.ts';

const none = { identityClientId: undefined, assertionFile: undefined, certificateFile: undefined, secret: undefined };
const identityClientId = '33333333-3333-4333-8333-333333333333';

describe('by what the app proves itself', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mining-watch-proof-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is the better one of those that are set', async () => {
    const file = join(folder, 'certificate.pem');
    await writeFile(file, 'a certificate');

    assert.deepEqual(proofOf({ ...none, secret: 's' }), { secret: 's' });
    assert.deepEqual(proofOf({ ...none, secret: 's', certificateFile: file }), { certificatePem: 'a certificate' });
    assert.ok('assertion' in proofOf({ ...none, secret: 's', certificateFile: file, assertionFile: 'x' }));
    assert.throws(() => proofOf({ ...none, certificateFile: join(folder, 'missing.pem') }), /ENOENT/);
  });

  it('is the platform’s token file, read anew each time', async () => {
    const assertionFile = join(folder, 'token');
    const proof = proofOf({ ...none, assertionFile });

    assert.equal((await refusal(proof)).code, 'assertion_unavailable');
    await writeFile(assertionFile, 'first\n');
    assert.equal(await assertionOf(proof), 'first');
    await writeFile(assertionFile, 'second');
    assert.equal(await assertionOf(proof), 'second');
    await writeFile(assertionFile, ' \n');
    assert.equal((await refusal(proof)).code, 'assertion_unavailable');
  });

  describe('by a managed identity', () => {
    const kept = { endpoint: process.env['IDENTITY_ENDPOINT'], header: process.env['IDENTITY_HEADER'] };
    const asked: URLSearchParams[] = [];
    let server: Server;
    let works = true;

    /** The endpoint of App Service and Container Apps. */
    before(async () => {
      server = createServer((request, response) => {
        asked.push(new URL(request.url ?? '', 'http://localhost').searchParams);
        response.setHeader('content-type', 'application/json');
        if (!works || request.headers['x-identity-header'] !== 'the-header') {
          response.statusCode = 400;
          response.end(JSON.stringify({ statusCode: 400, message: 'No identity the-header found' }));
          return;
        }
        const expires = String(Math.floor(Date.now() / 1000) + 3600);
        response.end(JSON.stringify({ access_token: 'vouched', expires_on: expires, token_type: 'Bearer' }));
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const address = server.address();
      process.env['IDENTITY_ENDPOINT'] =
        `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/msi/token`;
      process.env['IDENTITY_HEADER'] = 'the-header';
    });
    after((done) => {
      restore('IDENTITY_ENDPOINT', kept.endpoint);
      restore('IDENTITY_HEADER', kept.header);
      server.close(done);
      server.closeAllConnections();
    });

    it('says who cannot vouch, and nothing of what was sent', async () => {
      works = false;
      const error = await refusal(proofOf({ ...none, identityClientId }));
      works = true;

      assert.equal(error.code, 'identity_unavailable');
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /the-header/);
    });

    it('asks for a token to be exchanged, as that identity', async () => {
      asked.length = 0;

      assert.equal(await assertionOf(proofOf({ ...none, identityClientId })), 'vouched');

      assert.equal(asked[0]?.get('resource'), 'api://AzureADTokenExchange');
      assert.equal(asked[0]?.get('client_id'), identityClientId);
    });
  });
});

function assertionOf(proof: AppProof): Promise<string> {
  return 'assertion' in proof ? proof.assertion() : assert.fail('not an assertion');
}

async function refusal(proof: AppProof): Promise<HttpError> {
  const error: unknown = await assertionOf(proof).then(
    () => assert.fail('a token'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HttpError);
  return error;
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
