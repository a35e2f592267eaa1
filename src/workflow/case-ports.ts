import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { Refusal } from '../domain/commands.ts';
import type { Detection } from '../domain/detection.ts';
import type { CheckFacts, ReadFacts, StandingFacts } from '../domain/facts.ts';
import type { CaseId, ChannelId, PartnerId } from '../domain/ids.ts';
import type { ChainedEntry } from '../domain/journal.ts';
import type { Language } from '../domain/partner.ts';
import type { ReminderPolicy } from '../domain/reminders.ts';
import type { RoutedAlert, Routing } from '../domain/routing.ts';
import type { Job } from './job-ports.ts';
import type { NewPost } from './post-ports.ts';

export interface StoredCase {
  readonly case: Case;
  /** Hash of the last journal entry. */
  readonly head: string;
}

/** What a case's customer and subscription are called, as far as it is known. */
export interface CaseNames {
  readonly customerName?: string;
  readonly subscriptionName?: string;
}

/** What a command was answered; kept under the command's key so that the same click is answered the same. */
export type Answer =
  | { readonly kind: 'done'; readonly revision: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface DetectionRecord {
  readonly detection: Detection;
  readonly caseId?: CaseId;
  /** Why there is no case: the ledger of product.md F7. */
  readonly uncarded?: 'type-off' | 'resolved-before-seen';
  readonly raw: unknown;
}

export interface CaseCommit {
  /** Idempotency key and answer of a person's command. */
  readonly key?: string;
  readonly answer?: Answer;
  readonly case: Case;
  readonly head: string;
  /** `seq` that the stored case must still have; 0 for a new case. */
  readonly expectedSeq: number;
  readonly entries: readonly ChainedEntry[];
  readonly detections: readonly DetectionRecord[];
  readonly posts: readonly NewPost[];
  readonly jobs: readonly Job[];
}

export type CommitOutcome = 'committed' | 'conflict';

/** Counted up to 1,000; `isMore`: there are more than that. */
export interface Counted {
  readonly total: number;
  readonly isMore: boolean;
}

export interface CaseSummary {
  readonly id: CaseId;
  readonly number: number;
  readonly stage: Case['stage'];
  readonly customerName?: string;
  readonly subscriptionName?: string;
  readonly customerTenantId: string;
  readonly subscriptionId: string;
  readonly deadlineAt: string;
  readonly isTest: boolean;
  readonly ownerName?: string;
  readonly verdict: Case['verdict']['kind'];
  /** When it was taken up again after Partner Center had been answered: its 24 hours no longer run. */
  readonly takenUpAt?: string;
}

/** What the card of a case in a channel is drawn from. */
export interface LoadedShown {
  readonly case: Case;
  readonly names: CaseNames;
  readonly timeZone: string;
  readonly workingDays?: readonly number[];
  /** Teams ids of everybody of the partner's tenant whom the bot has met, at most 60. */
  readonly teamsIds: readonly string[];
}

export interface CaseStore {
  load(caseId: CaseId): Promise<StoredCase | undefined>;
  /** The answer given before under this key, if any, the case and its names, in one round trip. */
  loadForCommand(
    caseId: CaseId,
    key: string,
  ): Promise<{
    readonly stored: StoredCase | undefined;
    readonly answered: Answer | undefined;
    readonly names: CaseNames;
  }>;
  /**
   * The case with what else its card in a channel is drawn from, in one round trip: its names, the partner's time zone
   * and working days, and the Teams ids of everybody of the partner's tenant whom the bot has met, at most 60.
   */
  loadShown(caseId: CaseId): Promise<LoadedShown | undefined>;
  byNumber(partnerId: PartnerId, number: number): Promise<StoredCase | undefined>;
  openCaseOf(partnerId: PartnerId, subscriptionId: string): Promise<StoredCase | undefined>;
  /** All in one transaction: key, case (compare-and-set on seq), journal, detections, posts, jobs; living cards of the case become due. */
  commit(commit: CaseCommit): Promise<CommitOutcome>;
  list(filter: {
    readonly partnerId: PartnerId;
    readonly ownerObjectId?: string;
    readonly open: boolean;
    readonly limit: number;
    /** Rows to leave out at the beginning. */
    readonly offset?: number;
  }): Promise<readonly CaseSummary[]>;
  /** Open cases, as a figure: drills are never counted. */
  countOpen(partnerId: PartnerId, ownerObjectId?: string): Promise<Counted>;
  /** Open cases with a reminder that is still to come. */
  countSnoozed(partnerId: PartnerId): Promise<Counted>;
  /** How many rows `list` of open cases has in all, drills among them. */
  countListed(partnerId: PartnerId, ownerObjectId?: string): Promise<Counted>;
  ofCustomer(partnerId: PartnerId, customerTenantId: string, except: CaseId): Promise<StandingFacts['earlierCases']>;
  journal(caseId: CaseId): Promise<readonly ChainedEntry[]>;
  /**
   * Open cases, of one partner where it is given, that lack a card in a channel which could show it; `failed` counts the
   * cards that could not be posted there. Of a partner with routing only those that no such channel shows (`routed`, with
   * what decides where it goes), and those that could not be posted where they belong.
   */
  uncarded(
    limit: number,
    partnerId?: PartnerId,
  ): Promise<
    readonly {
      readonly caseId: CaseId;
      readonly partnerId: PartnerId;
      readonly channelId: ChannelId;
      readonly language: Language;
      readonly failed: number;
      readonly routed?: {
        readonly routing: Routing;
        readonly alerts: readonly RoutedAlert[];
        /** All channels that the case may be tried in. */
        readonly ready: readonly { readonly id: ChannelId }[];
      };
    }[]
  >;
  /** Entries after a seq, oldest first: what happened meanwhile. */
  entriesAfter(caseId: CaseId, seq: number): Promise<readonly ChainedEntry[]>;
  /** Open cases whose snooze ended at or before `now` (ISO 8601). */
  snoozesEnded(now: string): Promise<readonly CaseId[]>;
  /** Cases, closed ones too, that are to be looked after at or before `now`, longest due first. */
  afterCareDue(now: string): Promise<readonly CaseId[]>;
  /** Cases of partners that are served in which somebody is to be reminded at or before `now`, longest due first. */
  remindersDue(now: string): Promise<readonly CaseId[]>;
  /** Open cases whose reminders go by another policy than their partner's, which is `standard` where it has none of its own. */
  otherwiseReminded(standard: ReminderPolicy, limit: number): Promise<readonly CaseId[]>;
  /** Cases with a frozen plan that could be approved until `now` or before. */
  plansExpired(now: string): Promise<readonly CaseId[]>;
  /** Cases, closed ones too, in which something of asking Microsoft or the customer is due at `now` or before. */
  askingDue(now: string): Promise<readonly CaseId[]>;
  /** Has what is due of asking found at `dueAt`, or no more, unless the case has changed since `seq`. The case itself does not change. */
  putOffAsking(caseId: CaseId, seq: number, dueAt: string | undefined): Promise<void>;
  /** What somebody confirmed as legitimate in Partner Center itself, of a subscription, in the 90 days before `now`: by case, latest first; drills are left out. */
  confirmedElsewhere(
    partnerId: PartnerId,
    subscriptionId: string,
    now: string,
  ): Promise<
    readonly {
      readonly caseId: CaseId;
      readonly keys: readonly ResourceKey[];
      readonly by: string;
      readonly at: string;
      readonly until: string;
    }[]
  >;
}

export interface FactStore {
  read(caseId: CaseId): Promise<Partial<Record<CheckName, ReadFacts>>>;
  /** Keeps the facts; the case's living posts of that check become due, with their `tell` jobs, in the same transaction. */
  save(caseId: CaseId, facts: CheckFacts, now: string, jobs: readonly Job[]): Promise<void>;
}
