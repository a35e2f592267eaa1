import type { Consent, ConsentTrouble, TokenAudience } from '../domain/consent.ts';
import type { PartnerId } from '../domain/ids.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { Job } from './job-ports.ts';
import type { NewPost } from './post-ports.ts';

/** What a ciphertext is bound to: in any other row it does not open. */
export interface SealedFor {
  readonly partner: Pick<Partner, 'id' | 'tenantId'>;
  readonly audience: TokenAudience;
  /** Of the consent, when it was sealed. */
  readonly generation: number;
}

export interface Sealed {
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

/** Seals tokens with the operator's keys. */
export interface TokenSafe {
  /** Id of the newest key, which seals; undefined where there is none, and then there is no background sign-in. */
  readonly newestKey: string | undefined;
  /** Throws without a key. */
  seal(about: SealedFor, token: string): Sealed;
  /** Undefined where no key of ours opens it there: unknown key, cut, changed, or of another row. */
  open(about: SealedFor, sealed: Sealed): string | undefined;
}

export interface StoredToken extends Sealed {
  readonly audience: TokenAudience;
  readonly generation: number;
  /** ISO 8601, by the true time. */
  readonly expiresAt: string;
}

export interface HeldConsent {
  readonly consent: Consent;
  readonly generation: number;
  readonly tokens: readonly StoredToken[];
}

export interface Notice {
  readonly posts: readonly NewPost[];
  readonly jobs: readonly Job[];
}

/** What becomes of a consent that was held for a renewal. */
export type Renewal =
  | {
      readonly kind: 'renewed';
      readonly at: string;
      readonly tokens: readonly StoredToken[];
      /** Whether a trouble that was known is over with it. */
      readonly isWell: boolean;
    }
  | { readonly kind: 'trouble'; readonly trouble: ConsentTrouble; readonly at: string }
  /** What is kept opens again. */
  | { readonly kind: 'healed' }
  /** Sealed for the next generation, with nothing renewed. */
  | { readonly kind: 'sealed-anew'; readonly tokens: readonly StoredToken[] }
  | { readonly kind: 'as-it-is' };

export interface ConsentStore {
  /** Keeps a link; the partner's earlier one ends, with the sign-ins begun with it. */
  giveLink(link: {
    readonly partnerId: PartnerId;
    readonly hash: string;
    readonly askedBy?: Person;
    readonly expiresAt: string;
  }): Promise<void>;
  /** The partner of a link that can be used. */
  partnerOfLink(hash: string, now: string): Promise<Partner | undefined>;
  /** Keeps a sign-in that was begun; false where the link ended, or began too many. */
  begin(
    attempt: {
      readonly linkHash: string;
      readonly stateHash: string;
      readonly browserHash: string;
      readonly expiresAt: string;
    },
    now: string,
  ): Promise<boolean>;
  /** Takes a sign-in that this browser began, once. */
  take(
    stateHash: string,
    browserHash: string,
    now: string,
  ): Promise<{ readonly partner: Partner; readonly linkHash: string } | undefined>;
  /** The generation that a new consent of the partner has. */
  nextGeneration(partnerId: PartnerId): Promise<number>;
  /** Keeps a consent in the place of any earlier, ends its link, and says so, in one transaction; false where the link had ended or another was kept meanwhile. */
  keep(
    given: {
      readonly partnerId: PartnerId;
      readonly linkHash: string;
      readonly consent: Consent;
      readonly generation: number;
      readonly tokens: readonly StoredToken[];
    },
    notice: Notice,
  ): Promise<boolean>;
  held(partnerId: PartnerId): Promise<HeldConsent | undefined>;
  /**
   * Holds a partner's consent while `work` renews it: of all processes one at a time, each seeing what the one before it
   * kept. Nothing changes where `work` throws, or the process dies.
   */
  renew(partnerId: PartnerId, work: (held: HeldConsent) => Promise<Renewal>): Promise<void>;
  /** Forgets a consent with its tokens; false where there was none. */
  forget(partnerId: PartnerId): Promise<boolean>;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: string;
}

export type SignedIn =
  | {
      readonly kind: 'signed-in';
      readonly access: AccessToken;
      readonly refreshToken: string;
      readonly tenantId: string;
      readonly objectId: string;
      readonly name: string;
      readonly hasMfa: boolean;
    }
  | { readonly kind: 'refused' };

export type RenewedToken =
  | {
      readonly kind: 'renewed';
      readonly access: AccessToken;
      /** Absent where the login service gave none: the one that was used goes on. */
      readonly refreshToken?: string;
      /** Whose the token is; absent where its API keeps that to itself. */
      readonly claims?: { readonly tenantId: string; readonly objectId: string; readonly hasMfa: boolean };
    }
  | { readonly kind: 'refused'; readonly why: Exclude<ConsentTrouble, 'mfa' | 'unreadable'> };

/** The login service, for people. What it cannot answer throws OutsideError. */
export interface PartnerLogin {
  /** Where a browser goes to sign in. `challenge` is the S256 challenge of RFC 7636. */
  signInUrl(
    partner: Partner,
    ask: { readonly state: string; readonly challenge: string; readonly nonce: string; readonly language: Language },
  ): string;
  /** Redeems a code. `refused` also where the answer does not belong to this sign-in (`nonce`, app). */
  redeem(
    partner: Partner,
    given: { readonly code: string; readonly verifier: string; readonly nonce: string },
  ): Promise<SignedIn>;
  renew(partner: Partner, refreshToken: string, audience: Exclude<TokenAudience, 'login'>): Promise<RenewedToken>;
}
