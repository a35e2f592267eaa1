import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedFor, TokenSafe } from '../workflow/consent-ports.ts';

interface Key {
  readonly id: string;
  /** 32 of them. */
  readonly bytes: Uint8Array;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
/** First byte of what is sealed: how the rest is to be read. */
const form = 1;

/** What is authenticated beside the token: in another row, under another key's name or in an older state it does not open. */
function bound({ partner, audience, generation }: SealedFor, keyId: string): Buffer {
  return Buffer.from(
    JSON.stringify([
      'mining-watch token',
      form,
      keyId,
      partner.id,
      partner.tenantId.toLowerCase(),
      audience,
      generation,
    ]),
  );
}

/** AES-256-GCM with a fresh nonce each time; the first key seals, all of them open. */
export function createTokenSafe(keys: readonly Key[]): TokenSafe {
  const [newest] = keys;
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));
  return {
    newestKey: newest?.id,

    seal: (about, token) => {
      if (newest === undefined) throw new Error('There is no key to seal a token with.');
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, newest.bytes, iv, { authTagLength: tagBytes });
      cipher.setAAD(bound(about, newest.id));
      const body = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
      return { keyId: newest.id, sealed: Buffer.concat([Buffer.of(form), iv, cipher.getAuthTag(), body]) };
    },

    open: (about, { keyId, sealed }) => {
      const key = byId.get(keyId);
      if (key === undefined) return undefined;
      return unsealed(key, bound(about, keyId), sealed);
    },
  };
}

function unsealed(key: Uint8Array, aad: Buffer, sealed: Uint8Array): string | undefined {
  const head = 1 + ivBytes + tagBytes;
  if (sealed.length <= head || sealed[0] !== form) return undefined;
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.subarray(1, 1 + ivBytes), { authTagLength: tagBytes });
    decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(1 + ivBytes, head));
    return Buffer.concat([decipher.update(sealed.subarray(head)), decipher.final()]).toString('utf8');
  } catch {
    // What fails to authenticate says nothing of why.
    return undefined;
  }
}
