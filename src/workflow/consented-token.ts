import { hour, minute } from '../domain/clocks.ts';
import { type ConsentTrouble, consentEndsAt, type TokenAudience } from '../domain/consent.ts';
import type { Partner } from '../domain/partner.ts';
import type { ConsentStore, HeldConsent, PartnerLogin, Renewal, StoredToken, TokenSafe } from './consent-ports.ts';
import { createGate } from './gate.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { Log } from './ports.ts';

export interface ConsentedTokenDeps {
  readonly partners: Pick<PartnerStore, 'byTenant'>;
  readonly consents: Pick<ConsentStore, 'held' | 'renew'>;
  readonly login: Pick<PartnerLogin, 'renew'>;
  readonly safe: TokenSafe;
  readonly now: () => Date;
  /** The clock by which tokens expire, whatever clock the product is given. */
  readonly trueNow: () => Date;
  readonly log: Log;
}

type Api = Exclude<TokenAudience, 'login'>;

/** Before its end at which a token is not used any more. */
const margin = 5 * minute;
/**
 * Looks at a source, each by whichever process comes first, after which none lacks the key any more: of two processes, one
 * that lacks it would have made one of them.
 */
const quietLooks = 12;
/** How long a token is used without a look at whether it still is the partner's. */
const remembered = minute;
const mostRemembered = 1000;
/** Renewals at a time in this process: each holds a connection while the login service is asked. */
const mostRenewals = 3;

/**
 * Access tokens of the person who consented for a partner. Undefined where nobody has, or where the consent cannot be used:
 * reading then goes on with the app's own token. Throws OutsideError where the login service does not answer.
 */
export function createConsentedTokens(
  deps: ConsentedTokenDeps,
): (tenantId: string, api: Api) => Promise<string | undefined> {
  const known = new Map<string, { readonly token: string; readonly until: number }>();
  const gate = createGate(mostRenewals);
  const renewing = new Map<string, Promise<Found | undefined>>();

  /** Many who ask at once wait for one renewal. */
  function renewOnce(key: string, partner: Partner, api: Api): Promise<Found | undefined> {
    const asked = renewing.get(key) ?? gate(() => renewed(deps, partner, api)).finally(() => renewing.delete(key));
    renewing.set(key, asked);
    return asked;
  }

  return async (tenantId, api) => {
    const key = `${tenantId.toLowerCase()} ${api}`;
    const one = known.get(key);
    if (one !== undefined && deps.trueNow().getTime() < one.until) return one.token;
    known.delete(key);
    const partner = await deps.partners.byTenant(tenantId);
    const held = partner && (await deps.consents.held(partner.id));
    if (partner === undefined || held === undefined || isLost(deps, held)) return undefined;
    const isWell = held.consent.trouble === undefined;
    const found = (isWell ? opened(deps, partner, held, api) : undefined) ?? (await renewOnce(key, partner, api));
    if (found === undefined) return undefined;
    const oldest = known.keys().next();
    if (known.size >= mostRemembered && !oldest.done) known.delete(oldest.value);
    const until = Math.min(Date.parse(found.expiresAt) - margin, deps.trueNow().getTime() + remembered);
    known.set(key, { token: found.token, until });
    return found.token;
  };
}

/** Microsoft is asked again about a consent that it refused, but once an hour only; what does not open costs nothing to try. */
function isLost(deps: Pick<ConsentedTokenDeps, 'now'>, held: HeldConsent): boolean {
  return held.consent.trouble !== 'unreadable' && wasFoundWithin(deps, held, hour);
}

function wasFoundWithin({ now }: Pick<ConsentedTokenDeps, 'now'>, { consent }: HeldConsent, ms: number): boolean {
  return consent.troubleAt !== undefined && Math.abs(now().getTime() - Date.parse(consent.troubleAt)) < ms;
}

interface Found {
  readonly token: string;
  readonly expiresAt: string;
}

/** The token that is kept, while it is good. */
function opened(
  deps: ConsentedTokenDeps,
  partner: Partner,
  held: HeldConsent,
  audience: TokenAudience,
): Found | undefined {
  const stored = held.tokens.find((one) => one.audience === audience);
  if (stored === undefined) return undefined;
  if (audience !== 'login' && Date.parse(stored.expiresAt) - margin <= deps.trueNow().getTime()) return undefined;
  const token = deps.safe.open({ partner, audience, generation: stored.generation }, stored);
  return token === undefined ? undefined : { token, expiresAt: stored.expiresAt };
}

/** A new one: by this process, or by another that held the consent before. */
async function renewed(deps: ConsentedTokenDeps, partner: Partner, api: Api): Promise<Found | undefined> {
  let found: Found | undefined;
  const trouble = (held: HeldConsent, why: ConsentTrouble) => troubled(deps, partner, held, why);
  // Whoever holds a consent asks the database for nothing more: many who did would wait for each other's connections.
  await deps.consents.renew(partner.id, async (held) => {
    if (isLost(deps, held)) return { kind: 'as-it-is' };
    const known = held.consent.trouble;
    const kept = opened(deps, partner, held, api);
    if (known === undefined && kept !== undefined) {
      found = kept;
      return { kind: 'as-it-is' };
    }
    const refresh = opened(deps, partner, held, 'login');
    if (refresh === undefined) return trouble(held, 'unreadable');
    const isWell = known !== 'unreadable' || !wasFoundWithin(deps, held, quietLooks * partner.pollMinutes * minute);
    if (known === 'unreadable' && kept !== undefined) {
      found = kept;
      return { kind: isWell ? 'healed' : 'as-it-is' };
    }
    const came = await deps.login.renew(partner, refresh.token, api);
    if (came.kind === 'refused') return trouble(held, came.why);
    const { claims } = came;
    // A login service that answered for somebody else is not to be believed.
    const { tenantId, objectId } = claims ?? { ...held.consent, tenantId: partner.tenantId };
    if (tenantId.toLowerCase() !== partner.tenantId.toLowerCase() || objectId !== held.consent.objectId)
      return trouble(held, 'revoked');
    if (claims?.hasMfa === false) return trouble(held, 'mfa');
    found = came.access;
    const fresh = { login: came.refreshToken ?? refresh.token, [api]: came.access };
    return { ...sealedAnew(deps, partner, held, fresh), isWell };
  });
  return found;
}

/** All that is kept is sealed for the next generation: what somebody put back from an older row does not open. */
function sealedAnew(
  deps: ConsentedTokenDeps,
  partner: Partner,
  held: HeldConsent,
  fresh: { readonly login: string } & { readonly [A in Api]?: Found },
): Omit<Extract<Renewal, { kind: 'renewed' }>, 'isWell'> {
  const at = deps.now().toISOString();
  const generation = held.generation + 1;
  const ends = consentEndsAt({ renewedAt: at });
  const tokens = (['login', 'graph', 'partnerCenter'] as const).flatMap((audience): readonly StoredToken[] => {
    const one =
      audience === 'login'
        ? { token: fresh.login, expiresAt: ends }
        : (fresh[audience] ?? opened(deps, partner, held, audience));
    if (one === undefined) return [];
    const sealed = deps.safe.seal({ partner, audience, generation }, one.token);
    return [{ ...sealed, audience, generation, expiresAt: one.expiresAt }];
  });
  return { kind: 'renewed', at, tokens };
}

/** Kept on the row, where the look for alarms finds it (watch.ts). */
function troubled(
  { log, now }: Pick<ConsentedTokenDeps, 'log' | 'now'>,
  partner: Partner,
  { consent }: HeldConsent,
  why: ConsentTrouble,
): Renewal {
  if (consent.trouble !== why)
    log.error({ partner: partner.id, why }, 'the background sign-in of a partner cannot be used');
  return { kind: 'trouble', trouble: why, at: now().toISOString() };
}
