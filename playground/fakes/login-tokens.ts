import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { SigningKey } from '../world/keys.ts';
import type { Store } from '../world/store.ts';
import type { WorldPerson } from '../world/types.ts';

/** What a token says, as far as our fakes read it. */
export interface Claims {
  readonly aud: string;
  readonly tid: string;
  readonly appid: string;
  /** Set in a person's token only. */
  readonly oid?: string;
  readonly upn?: string;
  readonly amr?: readonly string[];
  readonly idtyp: 'app' | 'user';
}

export interface LoginTokens {
  appToken(tenantId: string, audience: string): Promise<string>;
  /** `hasMfa`: as the person's sign-ins otherwise are, where left out. */
  userToken(person: WorldPerson, audience: string, hasMfa?: boolean): Promise<string>;
  idToken(person: WorldPerson, nonce: string | undefined): Promise<string>;
  /** The claims of a token that this login host issued and that has not expired; undefined otherwise. */
  verify(token: string): Promise<Claims | undefined>;
}

/** Life of an access token in seconds; by the machine's clock, which is the one that clients compare it with. */
export const tokenLife = 3599;
const remembered = 500;

export function loginTokens(parts: { store: Store; key: SigningKey; issuer: () => string }): LoginTokens {
  const { store, key } = parts;
  const { appId } = store.bot;
  const checked = new Map<string, { claims: Claims; until: number }>();

  const sign = (tenantId: string, audience: string, claims: JWTPayload): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ver: '1.0', tid: tenantId, appid: appId, appidacr: '1', uti: store.ids.next(), ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.kid })
      .setIssuer(`${parts.issuer()}/${tenantId}/`)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + tokenLife)
      .sign(key.privateKey);
  };

  return {
    appToken: (tenantId, audience) =>
      sign(tenantId, audience, {
        idtyp: 'app',
        sub: store.ids.uuid(`service-principal/${tenantId}`),
        oid: store.ids.uuid(`service-principal/${tenantId}`),
        app_displayname: store.bot.name,
      }),
    userToken: (person, audience, hasMfa = !store.withoutMfa.has(person.id)) =>
      sign(person.tenantId, audience, {
        idtyp: 'user',
        sub: person.id,
        oid: person.id,
        upn: person.upn,
        name: person.name,
        amr: hasMfa ? ['pwd', 'mfa'] : ['pwd'],
        scp: 'user_impersonation PartnerSecurity.ReadWrite.All User.Read Mail.Send',
      }),
    idToken: (person, nonce) =>
      sign(person.tenantId, appId, {
        ver: '2.0',
        sub: person.id,
        oid: person.id,
        preferred_username: person.upn,
        name: person.name,
        ...(nonce === undefined ? {} : { nonce }),
      }),
    async verify(token) {
      const known = checked.get(token);
      if (known !== undefined) return known.until > Date.now() ? known.claims : undefined;
      const claims = await verified(token, key);
      if (claims === undefined) return undefined;
      if (checked.size >= remembered) checked.clear();
      checked.set(token, { claims: claims.claims, until: claims.until });
      return claims.claims;
    },
  };
}

async function verified(token: string, key: SigningKey): Promise<{ claims: Claims; until: number } | undefined> {
  try {
    if (decodeProtectedHeader(token).kid !== key.kid) return undefined;
    const { payload } = await jwtVerify(token, key.publicKey, { algorithms: ['RS256'] });
    const { tid, appid, oid, upn, amr, idtyp } = payload;
    const person = idtyp === 'user';
    const claims: Claims = {
      aud: String(payload.aud),
      tid: String(tid),
      appid: String(appid),
      idtyp: person ? 'user' : 'app',
      ...(person ? { oid: String(oid), upn: String(upn), amr: Array.isArray(amr) ? amr.map(String) : [] } : {}),
    };
    return { claims, until: (payload.exp ?? 0) * 1000 };
  } catch {
    return undefined;
  }
}
