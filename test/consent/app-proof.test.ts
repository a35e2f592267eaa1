import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { generate } from 'selfsigned';
import { proofFields } from '../../src/consent/app-proof.ts';

const audience = 'https://login.example/tenant/oauth2/v2.0/token';

describe('the proof of the app at the token endpoint', () => {
  it('is its secret, where it has one', async () => {
    assert.deepEqual(await proofFields({ secret: 's' }, 'app', audience), { client_id: 'app', client_secret: 's' });
  });

  it('is the token that another issuer gives, asked for each time', async () => {
    let given = 0;
    const proof = { assertion: () => Promise.resolve(`token-${++given}`) };

    const first = await proofFields(proof, 'app', audience);
    const second = await proofFields(proof, 'app', audience);

    assert.equal(first['client_assertion'], 'token-1');
    assert.equal(second['client_assertion'], 'token-2');
    assert.match(first['client_assertion_type'] ?? '', /jwt-bearer$/);
    assert.equal(first['client_secret'], undefined);
  });

  it('is else an assertion that its certificate verifies, for this endpoint and a few minutes', async () => {
    const made = await generate([{ name: 'commonName', value: 'app' }], { keySize: 2048 });
    const certificate = new X509Certificate(made.cert);

    const fields = await proofFields({ certificatePem: `${made.private}\n${made.cert}` }, 'app', audience);

    const assertion = fields['client_assertion'] ?? '';
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256'],
      audience,
      issuer: 'app',
    });
    assert.equal(payload.sub, 'app');
    assert.ok((payload.exp ?? 0) - (payload.nbf ?? 0) <= 300);
    const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
    assert.equal(decodeProtectedHeader(assertion)['x5t#S256'], thumbprint);
    assert.ok(!JSON.stringify(fields).includes('PRIVATE KEY'));
  });
});
