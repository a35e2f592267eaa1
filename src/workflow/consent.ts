import { createHash, createHmac } from 'node:crypto';
import { hour, minute } from '../domain/clocks.ts';
import { attemptMinutes, type Consent, consentEndsAt, linkHours } from '../domain/consent.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { ConsentStore, PartnerLogin, StoredToken, TokenSafe } from './consent-ports.ts';
import type { Log } from './ports.ts';
import type { NewPost } from './post-ports.ts';
import { pollJob } from './sweep.ts';

export interface ConsentDeps {
  readonly consents: ConsentStore;
  readonly login: PartnerLogin;
  readonly safe: TokenSafe;
  /** What the partner's channels are told once somebody consented. */
  readonly consentNotice: (partner: Partner, consent: Consent) => Promise<readonly NewPost[]>;
  readonly now: () => Date;
  /** That many bytes which nobody can foretell. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
}

const secretBytes = 32;
const secretForm = /^[\w-]{43}$/;
/** Longest code that is handed on; Entra's have about 1,200 characters. */
const longestCode = 8192;

const secretOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** The database knows hashes only: whoever reads it can neither open a link nor end a sign-in. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** What is derived from the browser's secret need not be kept anywhere: the verifier of RFC 7636, and the nonce. */
const derived = (browser: string, use: 'verifier' | 'nonce', state: string): string =>
  createHmac('sha256', browser).update(`${use} ${state}`).digest('base64url');

/** The secret of a new link to the consent page, for one sign-in within 24 hours; any earlier link of the partner ends. */
export async function makeConsentLink(
  deps: Pick<ConsentDeps, 'consents' | 'now' | 'randomBytes'>,
  partner: Pick<Partner, 'id'>,
  by?: Person,
): Promise<string> {
  const secret = secretOf(deps.randomBytes(secretBytes));
  const expiresAt = new Date(deps.now().getTime() + linkHours * hour).toISOString();
  await deps.consents.giveLink({
    partnerId: partner.id,
    hash: hashOf(secret),
    expiresAt,
    ...(by === undefined ? {} : { askedBy: by }),
  });
  return secret;
}

/** The partner that a link is for; undefined where it cannot be used (any more). */
export async function partnerOfLink(
  deps: Pick<ConsentDeps, 'consents' | 'now'>,
  link: string,
): Promise<Partner | undefined> {
  return secretForm.test(link) ? deps.consents.partnerOfLink(hashOf(link), deps.now().toISOString()) : undefined;
}

export type BegunSignIn =
  | { readonly kind: 'go'; readonly partner: Partner; readonly url: string; readonly browser: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'off' };

/** Begins a sign-in with a link: where the browser goes, and the secret that it keeps meanwhile. */
export async function beginSignIn(deps: ConsentDeps, link: string, language: Language): Promise<BegunSignIn> {
  const partner = await partnerOfLink(deps, link);
  if (partner === undefined) return { kind: 'over' };
  if (deps.safe.newestKey === undefined) return { kind: 'off' };
  const state = secretOf(deps.randomBytes(secretBytes));
  const browser = secretOf(deps.randomBytes(secretBytes));
  const now = deps.now();
  const attempt = {
    linkHash: hashOf(link),
    stateHash: hashOf(state),
    browserHash: hashOf(browser),
    expiresAt: new Date(now.getTime() + attemptMinutes * minute).toISOString(),
  };
  if (!(await deps.consents.begin(attempt, now.toISOString()))) return { kind: 'over' };
  const challenge = createHash('sha256')
    .update(derived(browser, 'verifier', state))
    .digest('base64url');
  const url = deps.login.signInUrl(partner, { state, challenge, nonce: derived(browser, 'nonce', state), language });
  return { kind: 'go', partner, url, browser };
}

export const consentOutcomes = ['given', 'over', 'denied', 'refused', 'foreign', 'mfa', 'away', 'off'] as const;
export type ConsentOutcome = (typeof consentOutcomes)[number];

/**
 * Ends a sign-in with what Microsoft's page sent the browser back with. The state is used up by the browser that began it,
 * whatever comes of it; the link only by a consent that was kept. Unknown, used, foreign and late states are told apart by
 * nobody.
 */
export async function endSignIn(
  deps: ConsentDeps,
  came: { readonly state?: string; readonly code?: string; readonly browser?: string },
): Promise<ConsentOutcome> {
  const { state = '', code = '', browser = '' } = came;
  if (!secretForm.test(state) || !secretForm.test(browser)) return 'over';
  const taken = await deps.consents.take(hashOf(state), hashOf(browser), deps.now().toISOString());
  if (taken === undefined) return 'over';
  if (code === '' || code.length > longestCode) return 'denied';
  if (deps.safe.newestKey === undefined) return 'off';
  try {
    const given = { code, verifier: derived(browser, 'verifier', state), nonce: derived(browser, 'nonce', state) };
    return await keep(deps, taken, await deps.login.redeem(taken.partner, given));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    deps.log.warn({ partner: taken.partner.id, why: error.why, err: error }, 'a sign-in could not be ended');
    return error.why === 'unreachable' || error.why === 'throttled' ? 'away' : 'refused';
  }
}

async function keep(
  deps: ConsentDeps,
  { partner, linkHash }: { readonly partner: Partner; readonly linkHash: string },
  came: Awaited<ReturnType<PartnerLogin['redeem']>>,
): Promise<ConsentOutcome> {
  if (came.kind === 'refused') return 'refused';
  if (came.tenantId.toLowerCase() !== partner.tenantId.toLowerCase()) return 'foreign';
  if (!came.hasMfa) return 'mfa';
  const at = deps.now().toISOString();
  const consent: Consent = { objectId: came.objectId, name: came.name, givenAt: at, renewedAt: at };
  const generation = await deps.consents.nextGeneration(partner.id);
  const sealed = (audience: StoredToken['audience'], token: string, expiresAt: string): StoredToken => ({
    ...deps.safe.seal({ partner, audience, generation }, token),
    audience,
    generation,
    expiresAt,
  });
  const kept = await deps.consents.keep(
    {
      partnerId: partner.id,
      linkHash,
      consent,
      generation,
      tokens: [
        sealed('login', came.refreshToken, consentEndsAt(consent)),
        sealed('partnerCenter', came.access.token, came.access.expiresAt),
      ],
    },
    { posts: await deps.consentNotice(partner, consent), jobs: [pollJob(partner.id)] },
  );
  if (kept) deps.log.info({ partner: partner.id, by: came.objectId }, 'a partner consented to the background sign-in');
  return kept ? 'given' : 'over';
}
