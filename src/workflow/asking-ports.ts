import type { Case, CheckName } from '../domain/case.ts';
import type { Mail, MailFailure } from '../domain/contact.ts';
import type { ReadFacts } from '../domain/facts.ts';
import type { CaseId, PackId, PartnerId, PlanId } from '../domain/ids.ts';
import type { InvestigatedResource, InvestigationSummary } from '../domain/investigation.ts';
import type { ChainedEntry } from '../domain/journal.ts';
import type { Pack, PackWish } from '../domain/pack.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { Plan } from '../domain/plan.ts';
import type { Run } from '../domain/run.ts';
import type { RequestTracking, SupportForm, TrackingTrouble } from '../domain/support.ts';
import type { CaseNames } from './case-ports.ts';
import type { Job } from './job-ports.ts';
import type { NewPost } from './post-ports.ts';
import type { EvidencePiece } from './response-ports.ts';

// ---- The world outside ----

export type Sending =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly why: MailFailure }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-begun' };

/** Mail in the name of a signed-in person, by Graph `sendMail`; kept in their Sent Items. */
export interface Mailer {
  /**
   * Sends once and never repeats. `begin` is called right before the request goes out, with all that it needs at hand;
   * where that says no, nothing goes out (`not-begun`). `unknown` where the request went out and no sure answer came:
   * nobody can tell whether the mail went.
   */
  send(partner: Partner, by: Person, mail: Mail, begin: () => Promise<boolean>): Promise<Sending>;
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
  /** Cases of the customer in which the one-time credit was asked for. */
  claimsOf(
    partnerId: PartnerId,
    customerTenantId: string,
  ): Promise<readonly { readonly number: number; readonly at: string }[]>;
  /** Cases of fraud whose one-time credit can be asked for at most `days` longer and was not, soonest first; by our estimate. */
  claimsNear(
    partnerId: PartnerId,
    now: string,
    days: number,
  ): Promise<
    readonly {
      readonly caseId: CaseId;
      readonly number: number;
      readonly customerTenantId: string;
      readonly customerName?: string;
      readonly deadlineAt: string;
    }[]
  >;
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

/** Evidence as it was kept before a deletion. */
export interface KeptEvidence extends EvidencePiece {
  readonly planId: PlanId;
  readonly keptAt: string;
}

/** What a code gave: the way in for a person, nothing, or a pause after too many wrong ones. */
export type TakenCode =
  | { readonly kind: 'taken'; readonly by: Person }
  | { readonly kind: 'no' }
  | { readonly kind: 'too-many' };

export interface PackStore {
  /** Remembers what was asked for, once, with the jobs that it causes. */
  ask(wish: PackWish, jobs: readonly Job[]): Promise<void>;
  load(packId: PackId): Promise<Pack | undefined>;
  /** Newest first. */
  ofCase(caseId: CaseId): Promise<readonly Pack[]>;
  /** Begins anew: parts of an earlier attempt are thrown away. Answers the attempt's number; undefined where nothing is to be built. */
  begin(packId: PackId): Promise<number | undefined>;
  /** One more part of the archive, in order. Throws where another attempt has begun meanwhile. */
  append(packId: PackId, attempt: number, part: Uint8Array): Promise<void>;
  /** From now on it can be fetched. Throws where another attempt has begun meanwhile; with its posts and jobs in one transaction. */
  finish(
    packId: PackId,
    attempt: number,
    made: { readonly bytes: number; readonly sha256: string; readonly files: number; readonly builtAt: string },
    notice: { readonly posts: readonly NewPost[]; readonly jobs: readonly Job[] },
  ): Promise<void>;
  /** One that is ready stays so, and one that another attempt goes on with; undefined where none had begun. */
  fail(
    packId: PackId,
    attempt: number | undefined,
    at: string,
    notice: { readonly posts: readonly NewPost[]; readonly jobs: readonly Job[] },
  ): Promise<void>;
  /** Clears away packs that ended before a moment (ISO 8601), with their parts and codes. */
  clear(endedBefore: string): Promise<void>;
  /** The parts of a finished pack, in order; none of any other. */
  read(packId: PackId): AsyncIterable<Uint8Array>;
  /** Keeps a code, hashed, that opens the pack once until `expiresAt` (ISO 8601). */
  giveCode(code: {
    readonly packId: PackId;
    readonly codeHash: string;
    readonly by: Person;
    readonly expiresAt: string;
  }): Promise<void>;
  /** Takes the code away and answers whom it was given to. Counts the wrong tries of an id, whether there is such a pack or not. */
  takeCode(packId: PackId, codeHash: string, now: string): Promise<TakenCode>;
  /** Evidence that was kept before the deletions of a case, oldest first; a page of the activity log comes entry by entry. */
  evidence(caseId: CaseId, kinds: readonly EvidencePiece['kind'][]): AsyncIterable<KeptEvidence>;
  /** Raw alerts of a case as they came. */
  rawAlerts(caseId: CaseId): Promise<readonly { readonly externalId: string; readonly raw: unknown }[]>;
}

// ---- Evidence packs ----

/** All that a pack is made of. What may be much is read while it is written. */
export interface PackSource {
  readonly wish: PackWish;
  readonly case: Case;
  /** Hash of the last journal entry. */
  readonly head: string;
  readonly journal: readonly ChainedEntry[];
  readonly partner: Pick<Partner, 'name' | 'tenantId'>;
  readonly names: CaseNames;
  readonly facts: Readonly<Partial<Record<CheckName, ReadFacts>>>;
  readonly summary?: InvestigationSummary;
  readonly plans: readonly Plan[];
  /** Oldest first. */
  readonly runs: readonly Run[];
  readonly rawAlerts: readonly { readonly externalId: string; readonly raw: unknown }[];
  /** As last investigated, strongest signs first. */
  resources(): AsyncIterable<InvestigatedResource>;
  evidence(kinds: readonly EvidencePiece['kind'][]): AsyncIterable<KeptEvidence>;
}

/** Makes the archive in parts; the same source gives the same bytes. Returns how many files are in it. */
export type PackMaker = (source: PackSource) => AsyncGenerator<Uint8Array, number>;
