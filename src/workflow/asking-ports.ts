import type { Mail, MailFailure } from '../domain/contact.ts';
import type { CaseId, PackId, PartnerId } from '../domain/ids.ts';
import type { Pack, PackWish } from '../domain/pack.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { RequestTracking, SupportForm, TrackingTrouble } from '../domain/support.ts';
import type { EvidencePiece } from './response-ports.ts';

// ---- The world outside ----

/** Mail in the name of a signed-in person, by Graph `sendMail`; kept in their Sent Items. */
export interface Mailer {
  /**
   * Sends once and never repeats. `unknown` where the request went out and no answer came: nobody can tell whether the
   * mail went.
   */
  send(
    partner: Partner,
    by: Person,
    mail: Mail,
  ): Promise<
    { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly why: MailFailure } | { readonly kind: 'unknown' }
  >;
  /** Mail address and phone of the person, for forms; undefined where they cannot be read. */
  profile(
    partner: Partner,
    by: Person,
  ): Promise<{ readonly name?: string; readonly email?: string; readonly phone?: string } | undefined>;
}

/** Support requests of Partner Center, with the token of the person (facts/partner-center.md 7.1): only their creator sees them. */
export interface SupportDesk {
  read(
    partner: Partner,
    by: Person,
    number: string,
  ): Promise<
    | { readonly kind: 'read'; readonly tracking: RequestTracking }
    | { readonly kind: 'trouble'; readonly why: TrackingTrouble }
  >;
  addNote(
    partner: Partner,
    by: Person,
    number: string,
    text: string,
  ): Promise<{ readonly kind: 'noted' } | { readonly kind: 'trouble'; readonly why: TrackingTrouble }>;
  /** Files a request where the operator has switched that on, for the day on which Microsoft has an API for it; else `off`. */
  file(
    partner: Partner,
    by: Person,
    form: SupportForm,
  ): Promise<
    | { readonly kind: 'off' }
    | { readonly kind: 'filed'; readonly number: string }
    | { readonly kind: 'trouble'; readonly why: TrackingTrouble }
  >;
}

/** Microsoft's own figure of the partner's response time (Graph beta securityScore, facts/partner-center.md 2.4). Throws OutsideError. */
export interface ScoreReader {
  responseTime(partner: Partner): Promise<{ readonly averageHours?: number; readonly compliant?: boolean } | undefined>;
}

// ---- Storage ----

export interface PartnerTimes {
  /** Alerts of the partner, tests left out, that were answered at or after `since`. */
  answered(
    partnerId: PartnerId,
    since: string,
  ): Promise<readonly { readonly detectedAt: string; readonly answeredAt: string }[]>;
  /** Other cases of the customer in which the one-time credit was asked for. */
  claimsOf(
    partnerId: PartnerId,
    customerTenantId: string,
    except: CaseId,
  ): Promise<readonly { readonly number: number; readonly at: string }[]>;
  /** Microsoft's own figure as last read. */
  official(
    partnerId: PartnerId,
  ): Promise<{ readonly averageHours?: number; readonly compliant?: boolean; readonly readAt: string } | undefined>;
  saveOfficial(
    partnerId: PartnerId,
    figure: { readonly averageHours?: number; readonly compliant?: boolean },
    readAt: string,
  ): Promise<void>;
}

export interface PackStore {
  /** Remembers what was asked for, once. */
  ask(wish: PackWish): Promise<void>;
  load(packId: PackId): Promise<Pack | undefined>;
  ofCase(caseId: CaseId): Promise<readonly Pack[]>;
  /** Begins anew: parts of an earlier attempt are thrown away. */
  begin(packId: PackId): Promise<void>;
  /** One more part of the archive, in order. */
  append(packId: PackId, part: Uint8Array): Promise<void>;
  /** From now on it can be fetched. */
  finish(
    packId: PackId,
    made: { readonly bytes: number; readonly sha256: string; readonly files: number; readonly builtAt: string },
  ): Promise<void>;
  fail(packId: PackId, at: string): Promise<void>;
  /** The parts of a finished pack, in order. */
  read(packId: PackId): AsyncIterable<Uint8Array>;
  /** Keeps a code, hashed, that opens the pack once until `expiresAt` (ISO 8601). */
  giveCode(code: {
    readonly packId: PackId;
    readonly codeHash: string;
    readonly by: Person;
    readonly expiresAt: string;
  }): Promise<void>;
  /** Takes the code away and answers what it opens; undefined for one that is unknown, used or expired. Counts the tries of a pack. */
  takeCode(packId: PackId, codeHash: string, now: string): Promise<{ readonly by: Person } | undefined>;
  /** Evidence that was kept before the deletions of a case, oldest first. */
  evidence(caseId: CaseId): AsyncIterable<EvidencePiece & { readonly planId: string; readonly keptAt: string }>;
  /** Raw alerts of a case as they came. */
  rawAlerts(caseId: CaseId): Promise<readonly { readonly externalId: string; readonly raw: unknown }[]>;
}
