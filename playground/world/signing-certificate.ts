import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

export interface Keys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A certificate and its private key, both in PEM. */
export interface Made {
  readonly cert: string;
  readonly key: string;
}

export interface Wish {
  readonly name: string;
  /** Microsoft Corporation where left out. */
  readonly organization?: string;
  /** Who issues it; itself where left out. */
  readonly by?: Made;
  readonly from?: Date;
  readonly until?: Date;
  /** Whether it may issue others, through how many. */
  readonly authority?: { readonly pathLength?: number };
  /** What its key may do; nothing is said of that where it is `undefined`. */
  readonly usage?: 'digitalSignature' | 'keyEncipherment' | 'keyCertSign' | undefined;
  readonly algorithm?: 'sha1' | 'sha256';
  readonly keys?: Keys;
}

const day = 24 * 3_600_000;
const pairs = new Map<string, Promise<Keys>>();

/** An RSA key pair for a name, made once per process, because that takes long. */
export function keysOf(name: string, bits = 2048): Promise<Keys> {
  const made = pairs.get(name) ?? freshKeys(bits);
  pairs.set(name, made);
  return made;
}

function freshKeys(bits: number): Promise<Keys> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** Makes a certificate as Microsoft's callbacks are signed with, or one with a fault. */
export async function signingCertificate(wish: Wish): Promise<Made> {
  const { name, by, authority, organization = 'Microsoft Corporation' } = wish;
  const usage = 'usage' in wish ? wish.usage : authority === undefined ? 'digitalSignature' : 'keyCertSign';
  const pems = await generate(
    [
      { name: 'commonName', value: name },
      { name: 'organizationName', value: organization },
    ],
    {
      algorithm: wish.algorithm ?? 'sha256',
      keyPair: wish.keys ?? (await keysOf(name)),
      notBeforeDate: wish.from ?? new Date(Date.now() - day),
      notAfterDate: wish.until ?? new Date(Date.now() + 365 * day),
      extensions: [
        {
          name: 'basicConstraints',
          cA: authority !== undefined,
          critical: true,
          ...(authority?.pathLength === undefined ? {} : { pathLenConstraint: authority.pathLength }),
        },
        ...(usage === undefined ? [] : [{ name: 'keyUsage' as const, critical: true, [usage]: true }]),
      ],
      ...(by === undefined ? {} : { ca: by }),
    },
  );
  return { cert: pems.cert, key: pems.private };
}
