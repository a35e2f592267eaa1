import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import type { AppProof } from '../http/app-proof.ts';

/** Seconds that a signed assertion is good for. */
const assertionLife = 300;

/**
 * The fields by which the app proves itself at the token endpoint: its secret, or an assertion (RFC 7523) that another issuer
 * gave or that is signed with its certificate (PS256 with `x5t#S256`, as Entra takes it). Throws what the assertion throws.
 */
export async function proofFields(
  proof: AppProof,
  appId: string,
  audience: string,
): Promise<Readonly<Record<string, string>>> {
  if ('secret' in proof) return { client_id: appId, client_secret: proof.secret };
  const assertion =
    'assertion' in proof ? await proof.assertion() : await signed(proof.certificatePem, appId, audience);
  return {
    client_id: appId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}

async function signed(certificatePem: string, appId: string, audience: string): Promise<string> {
  const thumbprint = createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('base64url');
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
    .setIssuer(appId)
    .setSubject(appId)
    .setAudience(audience)
    .setNotBefore(now)
    .setExpirationTime(now + assertionLife)
    .sign(createPrivateKey(certificatePem));
}
