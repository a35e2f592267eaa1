import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { consentPage, consentPagePolicy } from './consent/page.ts';
import { createPartnerLogin } from './consent/partner-login.ts';
import { createTokenSafe } from './consent/seal.ts';
import type { NewId } from './domain/ids.ts';
import { OutsideError } from './domain/outside.ts';
import type { Partner } from './domain/partner.ts';
import type { Person } from './domain/people.ts';
import type { AppProof } from './http/app-proof.ts';
import { createHttp } from './http/http.ts';
import { HttpError } from './http/http-error.ts';
import type { ObserveCall } from './http/observe-call.ts';
import type { Tokens } from './http/tokens.ts';
import { consentGivenPosts } from './teams/consent-posts.ts';
import { wordsFor } from './teams/words.ts';
import { createConsentRoutes } from './web/consent.ts';
import { beginSignIn, endSignIn, makeConsentLink, partnerOfLink } from './workflow/consent.ts';
import { createConsentedTokens } from './workflow/consented-token.ts';
import type { Log, Store } from './workflow/ports.ts';

/** Bytes of the login service's answers; tokens are far shorter. */
const bodyBytes = 256 * 1024;

/** The background sign-in of partners: the tokens that are read with, the pages, and the link to them. */
export function createBackgroundSignIn(parts: {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly proof: AppProof;
  /** What looks at calls outside, where something does. */
  readonly observed: { readonly observe?: ObserveCall };
  /** The app's own tokens, which are used where nobody of a partner has consented. */
  readonly tokens: Tokens;
  readonly scopes: { readonly graph: string; readonly partnerCenter: string };
}) {
  const { config, log, store, timeoutMs, now, tokens, scopes } = parts;
  const { publicUrl } = config.web;
  const safe = createTokenSafe(config.tokenKeys);
  const posting = { channels: store.channels, newId: parts.newId };
  const login = createPartnerLogin({
    http: createHttp({ log, timeoutMs, limits: { bodyBytes }, ...parts.observed }),
    loginUrl: config.urls.login,
    appId: config.bot.appId,
    proof: parts.proof,
    redirectUrl: `${publicUrl}/consent/callback`,
    scopes,
    now: () => new Date(),
  });
  const consented = createConsentedTokens({
    partners: store.partners,
    consents: store.consents,
    login,
    safe,
    now,
    trueNow: () => new Date(),
    log,
  });
  const consenting = {
    consents: store.consents,
    login,
    safe,
    consentNotice: (partner: Partner, consent: Parameters<typeof consentGivenPosts>[2]) =>
      consentGivenPosts(posting, partner, consent),
    now,
    randomBytes,
    log,
  };
  const reading: Tokens = {
    app: async (tenantId, scope) => {
      const api = scope === scopes.graph ? 'graph' : scope === scopes.partnerCenter ? 'partnerCenter' : undefined;
      const token = api && (await ofHttp(() => consented(tenantId, api)));
      return token ?? tokens.app(tenantId, scope);
    },
  };
  return {
    reading,
    consentLink: async (partner: Partner, by: Person): Promise<string | undefined> =>
      safe.newestKey === undefined
        ? undefined
        : `${publicUrl}/consent/${await makeConsentLink(consenting, partner, by)}`,
    routes: createConsentRoutes({
      page: (language, shown) => consentPage(wordsFor(language), shown),
      policy: consentPagePolicy,
      partnerOfLink: (link) => partnerOfLink(consenting, link),
      begin: (link, language) => beginSignIn(consenting, link, language),
      end: (came) => endSignIn(consenting, came),
      isSecure: publicUrl.startsWith('https:'),
    }),
  };
}

/** Those who ask for tokens know HttpError only, and turn it into their own. */
async function ofHttp<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof OutsideError && error.cause instanceof HttpError ? error.cause : error;
  }
}
