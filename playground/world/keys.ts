import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK, type JWK } from 'jose';

const generate = promisify(generateKeyPair);

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it stands in a key set. */
  readonly jwk: JWK;
}

const keys = new Map<string, Promise<SigningKey>>();

/** An RSA key for RS256, made once per process for its id, because that takes long; the private half stays in memory. */
export function signingKey(kid: string): Promise<SigningKey> {
  const known = keys.get(kid) ?? freshKey(kid);
  keys.set(kid, known);
  return known;
}

async function freshKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig', alg: 'RS256' };
  return { kid, privateKey, publicKey, jwk };
}
