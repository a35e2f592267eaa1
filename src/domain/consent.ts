import { day } from './clocks.ts';

/** What a sealed token is for: the login service (the refresh token) or one of the APIs (an access token). */
export const tokenAudiences = ['login', 'graph', 'partnerCenter'] as const;
export type TokenAudience = (typeof tokenAudiences)[number];

/**
 * Why the background sign-in cannot be used: it was taken away, Microsoft wants a person again, it lay unused too long,
 * the sign-in shows no multi-factor authentication, or no key of ours opens what is stored.
 */
export const consentTroubles = ['revoked', 'interaction', 'expired', 'mfa', 'unreadable'] as const;
export type ConsentTrouble = (typeof consentTroubles)[number];

/** The background sign-in of a partner: somebody of the partner signed in with MFA and let the bot read on (facts/partner-center.md 8.1). */
export interface Consent {
  /** Who signed in: Entra object id and user name. */
  readonly objectId: string;
  readonly name: string;
  /** ISO 8601. */
  readonly givenAt: string;
  readonly renewedAt: string;
  readonly trouble?: ConsentTrouble;
  /** When that was last found, and since when it cannot be used. */
  readonly troubleAt?: string;
  readonly troubleSince?: string;
}

/** Days that a refresh token lives unused (facts/partner-center.md 8.1). */
const unusedDays = 90;

/** When it ends unless it is used before. */
export function consentEndsAt({ renewedAt }: Pick<Consent, 'renewedAt'>): string {
  return new Date(Date.parse(renewedAt) + unusedDays * day).toISOString();
}

/** Hours that a link to the consent page can be used, and minutes that a sign-in begun with it may take. */
export const linkHours = 24;
export const attemptMinutes = 15;
/** Sign-ins that one link may begin. */
export const mostAttempts = 20;
