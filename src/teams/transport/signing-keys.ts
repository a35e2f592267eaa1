import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Http } from '../../http/http.ts';
import type { Log } from '../../workflow/ports.ts';

export interface SigningKey {
  readonly key: KeyObject;
  /** Channels that the key may sign for. */
  readonly endorsements: readonly string[];
}

export interface SigningKeysDeps {
  readonly http: Http;
  /** OpenID metadata of the Bot Framework. */
  readonly metadataUrl: string;
  readonly log: Log;
  readonly now: () => Date;
}

const metadataSchema = z.object({ jwks_uri: z.string() });
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});
const keysSchema = z.object({ keys: z.array(z.unknown()) });

/** Milliseconds. Known keys are used while new ones are read, and for a day where the issuer cannot be reached. */
const refreshAfter = 60 * 60_000;
const longestUse = 24 * 60 * 60_000;
/** A key that is not known makes the keys be read again at most this often, however many such tokens come. */
const pauseAfterRead = 30_000;
const pauseAfterFailure = 5_000;

/**
 * The issuer's signing keys by key id. A key that the issuer has newly taken into use is found within half a minute;
 * the SDK, which asks once an hour, refuses it that long (facts/stack.md 5).
 */
export function createSigningKeys(deps: SigningKeysDeps): (kid: string) => Promise<SigningKey | undefined> {
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let notBefore = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    try {
      keys = await readKeys(deps);
      readAt = deps.now().getTime();
      notBefore = readAt + pauseAfterRead;
    } catch (err) {
      notBefore = deps.now().getTime() + pauseAfterFailure;
      deps.log.error({ err }, 'could not read the keys that Teams signs with');
    } finally {
      reading = undefined;
    }
  }
  const readOnce = (): Promise<void> => {
    if (reading === undefined && deps.now().getTime() < notBefore) return Promise.resolve();
    reading ??= read();
    return reading;
  };

  return async (kid) => {
    const age = deps.now().getTime() - readAt;
    if (!keys.has(kid) || age > longestUse) await readOnce();
    else if (age > refreshAfter) void readOnce();
    return deps.now().getTime() - readAt > longestUse ? undefined : keys.get(kid);
  };
}

async function readKeys({ http, metadataUrl }: SigningKeysDeps): Promise<ReadonlyMap<string, SigningKey>> {
  const { origin } = new URL(metadataUrl);
  const metadata = await http.json({ base: origin, to: { link: metadataUrl } }, (body) => metadataSchema.parse(body));
  const found = await http.json({ base: origin, to: { link: metadata.jwks_uri } }, (body) => keysSchema.parse(body));
  const keys = new Map<string, SigningKey>();
  for (const entry of found.keys) {
    const parsed = keySchema.safeParse(entry);
    if (!parsed.success) continue;
    const { kid, kty, n, e, endorsements } = parsed.data;
    keys.set(kid, { key: createPublicKey({ format: 'jwk', key: { kty, n, e } }), endorsements });
  }
  return keys;
}
