import { createHash } from 'node:crypto';
import { decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import type { SigningKey } from './signing-keys.ts';

export interface VerifiedToken {
  readonly claims: JWTPayload;
  /** Channels that the signing key may speak for. */
  readonly endorsements: readonly string[];
}

export interface VerifyDeps {
  readonly signingKey: (kid: string) => Promise<SigningKey | undefined>;
  readonly issuer: string;
  /** The bot's app id. */
  readonly audience: string;
  readonly now: () => Date;
}

/** Seconds that clocks may differ: "industry-standard clock-skew is 5 minutes" (Bot Framework, connector authentication). */
const skew = 5 * 60;
const algorithms = ['RS256', 'RS384', 'RS512'];
/** A token found good is not verified again for so long (ms), so that a key withdrawn stops working within it. */
const trustFor = 10 * 60_000;
const mostRemembered = 2000;

/**
 * Verifies the `Authorization` header of a request from the Bot Connector (facts/teams.md 4.3): signature, algorithm,
 * issuer, audience, times. Answers undefined for everything else, whatever is wrong with it. Good tokens are remembered
 * by their hash: Teams sends one for about an hour, and looking at it anew costs a fifth of a turn (facts/stack.md 5).
 */
export function createTokenVerifier(
  deps: VerifyDeps,
): (authorization: string | undefined) => Promise<VerifiedToken | undefined> {
  const remembered = new Map<string, { readonly token: VerifiedToken; readonly until: number }>();

  return async (authorization) => {
    const jwt = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (jwt === undefined) return undefined;
    const hash = createHash('sha256').update(jwt).digest('base64');
    const now = deps.now().getTime();
    const known = remembered.get(hash);
    if (known !== undefined && now < known.until) return known.token;
    remembered.delete(hash);
    const token = await verify(deps, jwt);
    if (token === undefined) return undefined;
    const expiry = ((token.claims.exp ?? 0) + skew) * 1000;
    const oldest = remembered.keys().next();
    if (remembered.size >= mostRemembered && !oldest.done) remembered.delete(oldest.value);
    remembered.set(hash, { token, until: Math.min(expiry, now + trustFor) });
    return token;
  };
}

async function verify(deps: VerifyDeps, jwt: string): Promise<VerifiedToken | undefined> {
  try {
    const { kid, alg } = decodeProtectedHeader(jwt);
    if (kid === undefined || alg === undefined || !algorithms.includes(alg)) return undefined;
    const signing = await deps.signingKey(kid);
    if (signing === undefined) return undefined;
    const { payload } = await jwtVerify(jwt, signing.key, {
      algorithms,
      issuer: deps.issuer,
      audience: deps.audience,
      clockTolerance: skew,
      requiredClaims: ['exp'],
      currentDate: deps.now(),
    });
    return { claims: payload, endorsements: signing.endorsements };
  } catch {
    // jose throws for every kind of bad token; the sender learns no more than that it is not good.
    return undefined;
  }
}
