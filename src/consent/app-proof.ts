import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';

/** By what the app proves itself: its secret, or a PEM with private key and certificate. */
export type AppProof = { readonly secret: string } | { readonly certificatePem: string };

/** Seconds that a signed assertion is good for. */
const assertionLife = 300;

/**
 * The fields by which the app proves itself at the token endpoint: its secret, or an assertion signed with its certificate
 * (RFC 7523; PS256 with `x5t#S256`, as Entra takes it).
 */
export async function proofFields(
  proof: AppProof,
  appId: string,
  audience: string,
): Promise<Readonly<Record<string, string>>> {
  if ('secret' in proof) return { client_id: appId, client_secret: proof.secret };
  const thumbprint = createHash('sha256').update(new X509Certificate(proof.certificatePem).raw).digest('base64url');
  const now = Math.floor(Date.now() / 1000);
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
    .setIssuer(appId)
    .setSubject(appId)
    .setAudience(audience)
    .setNotBefore(now)
    .setExpirationTime(now + assertionLife)
    .sign(createPrivateKey(proof.certificatePem));
  return {
    client_id: appId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}
