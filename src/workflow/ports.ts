import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { ResourceKey } from '../domain/azure-resource.ts';
import type { Case, CheckName, ReportFailure, ReportGoal } from '../domain/case.ts';
import type { ClosedState } from '../domain/channel-state.ts';
import type { Refusal } from '../domain/commands.ts';
import type { Detection, ReportedAlert, SourceName } from '../domain/detection.ts';
import type { CheckFacts, CustomerFacts, DayCost, ReadFacts, StandingFacts, UsageFacts } from '../domain/facts.ts';
import type { CaseId, ChannelId, MailId, PackId, PartnerId, PlanId, PostId, RunId } from '../domain/ids.ts';
import type { ChainedEntry } from '../domain/journal.ts';
import type { KeptMemory } from '../domain/memory.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Person, Role } from '../domain/people.ts';
import type { ReminderPolicy } from '../domain/reminders.ts';
import type { RoutedAlert, Routing } from '../domain/routing.ts';
import type { SupportKind } from '../domain/support.ts';
import type { PackStore, PartnerTimes } from './asking-ports.ts';
import type { ConsentStore } from './consent-ports.ts';
import type { AlarmStore, LedgerStore } from './ledger-ports.ts';
import type { MemoryStore } from './memory-ports.ts';
import type { InvestigationStore, PlanStore, RunStore } from './response-ports.ts';
import type { AlertListStore, ChannelStates, DeadLetterStore, PostFailure } from './sending-ports.ts';
import type { SettingsStore } from './settings-ports.ts';
import type { SignInStore } from './sign-in-ports.ts';
import type { WebhookStore } from './webhook-ports.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

// ---- The world outside: Partner Center, Graph, Azure. Failures throw OutsideError. ----

export interface ReadAlert {
  readonly alert: ReportedAlert;
  readonly raw: unknown;
}

/** An alert that could not be read: kept as it came. */
export interface UnreadableAlert {
  readonly externalId?: string;
  readonly raw: unknown;
  readonly error: string;
}

export interface AlertPage {
  readonly alerts: readonly ReadAlert[];
  readonly unreadable: readonly UnreadableAlert[];
}

export type TellOutcome =
  | { readonly kind: 'told' }
  | { readonly kind: 'refused'; readonly why: ReportFailure; readonly detail: string };

export interface AlertSource {
  /** Alerts that changed at or after `since` (ISO 8601), all of them where it is undefined; page by page. */
  readAlerts(partner: Partner, since: string | undefined): AsyncIterable<AlertPage>;
  /** The alerts of one subscription as the source has them now. */
  readSubscription(partner: Partner, subscriptionId: string): Promise<AlertPage>;
  /** Sets the status of these alerts; with the person's own token where there is one. `externalIds` is never empty. */
  tell(
    partner: Partner,
    told: { readonly subscriptionId: string; readonly externalIds: readonly string[]; readonly goal: ReportGoal },
    by: Person,
  ): Promise<TellOutcome>;
}

export interface CustomerDirectory {
  /** Display name of a customer, undefined where Partner Center does not know it. */
  customerName(partner: Partner, customerTenantId: string): Promise<string | undefined>;
  /** Friendly name of an Azure subscription of the customer. */
  subscriptionName(partner: Partner, customerTenantId: string, subscriptionId: string): Promise<string | undefined>;
  /** Partner Center gives some of it to signed-in people only: with the token of `by` where there is one. */
  standing(
    partner: Partner,
    customerTenantId: string,
    subscriptionId: string,
    by?: Person,
  ): Promise<Omit<StandingFacts, 'earlierCases'>>;
  customer(partner: Partner, customerTenantId: string): Promise<CustomerFacts>;
}

export interface CostReader {
  /** Cost per full UTC day of `[from, to]` (yyyy-mm-dd), oldest first, days without cost as 0. */
  dailyCost(
    partner: Partner,
    customerTenantId: string,
    subscriptionId: string,
    from: string,
    to: string,
  ): Promise<{ readonly currency: string; readonly days: readonly DayCost[] }>;
  newResources(
    partner: Partner,
    customerTenantId: string,
    subscriptionId: string,
    since: string,
  ): Promise<UsageFacts['newResources']>;
}

export interface GroupDirectory {
  /** Those of the groups that the person belongs to, also through other groups. Throws OutsideError when it cannot be read. */
  memberOf(tenantId: string, objectId: string, groupIds: readonly string[]): Promise<readonly string[]>;
  /** Whether the person is a guest in the tenant. Throws OutsideError when it cannot be read. */
  isGuest(tenantId: string, objectId: string): Promise<boolean>;
  /** Display name and some members of a group, for telling people whom to ask. */
  describe(tenantId: string, groupId: string): Promise<{ readonly name: string; readonly members: readonly string[] }>;
}

// ---- Jobs ----

/** Every job there is, with its payload; handlers are in jobs/table.ts. */
export interface Jobs {
  /** Look at one partner's source. */
  poll: { readonly partnerId: PartnerId };
  /** Look at one subscription, of which Partner Center said that something happened. */
  'look-at': { readonly partnerId: PartnerId; readonly subscriptionId: string };
  /** Read the facts of one check of a case and show them. */
  'read-facts': { readonly caseId: CaseId; readonly check: CheckName; readonly by?: Person };
  /** Tell the source what was claimed or decided, then read it again. */
  report: { readonly caseId: CaseId };
  /** Say that a channel takes no messages any more, and have another take over. */
  'channel-closed': { readonly channelId: ChannelId };
  /** Send what is due in one Teams conversation thread (`thread` is posts.thread). */
  tell: { readonly thread: string };
  /** Read a case's subscription and conclude; for `by` where a person waits for it. */
  investigate: { readonly caseId: CaseId; readonly by?: Person };
  /** Make the plan that was asked for. */
  'make-plan': { readonly caseId: CaseId; readonly planId: PlanId };
  /** Go on with a run until it ends or has to wait. */
  'carry-out': { readonly caseId: CaseId; readonly runId: RunId };
  /** Look again at what was removed. */
  'look-after': { readonly caseId: CaseId };
  /** Send a mail that was asked for, at most once. */
  'send-mail': { readonly caseId: CaseId; readonly mailId: MailId };
  /** Read a support request again, and give it a note that waits. */
  'track-support': { readonly caseId: CaseId; readonly kind: SupportKind };
  /** Build an evidence pack. */
  'build-pack': { readonly caseId: CaseId; readonly packId: PackId };
  /** Go on with what a person wished to do before they had signed in. */
  'go-on': { readonly tenantId: string; readonly objectId: string };
  /** Read Microsoft's own figure of a partner's response time. */
  'read-score': { readonly partnerId: PartnerId };
  /** What absolute times ask for: polls that are due, snoozes that end. */
  sweep: Record<string, never>;
  /** Compare the open case of a subscription with what was confirmed there before. */
  recall: { readonly caseId: CaseId };
}
export type JobName = keyof Jobs;

export type Job = {
  [N in JobName]: {
    readonly name: N;
    readonly payload: Jobs[N];
    /** Two waiting jobs of one key become one. */
    readonly key?: string;
    /** Jobs of one queue run one after another. */
    readonly queue?: string;
    readonly runAt?: string;
    /** 0 unless told; what is higher waits while anything lower is due. */
    readonly priority?: number;
  };
}[JobName];

// ---- Storage ----

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
  loadShown(caseId: CaseId): Promise<
    | {
        readonly case: Case;
        readonly names: CaseNames;
        readonly timeZone: string;
        readonly workingDays?: readonly number[];
        readonly teamsIds: readonly string[];
      }
    | undefined
  >;
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

/** All that decides what becomes of an alert. */
export interface Situation {
  /** The alert as it was stored before. */
  readonly known?: DetectionRecord;
  /** The open case of its subscription. */
  readonly open?: StoredCase;
  /** The last case of its subscription that was closed. */
  readonly lastClosed?: CaseId;
  /** What was confirmed last on its subscription, and stands; whether its time is over is not looked at. */
  readonly memory?: KeptMemory;
  /** Number of the partner's next case. */
  readonly nextNumber: number;
  /** Where the partner's people can be told. */
  readonly channels: readonly Pick<Channel, 'id' | 'language'>[];
  /** Which alert is told where; everywhere where left out. */
  readonly routing?: Routing;
}

export interface DetectionStore {
  /** Reads all in one round trip. */
  situation(
    partnerId: PartnerId,
    alert: Pick<ReportedAlert, 'source' | 'externalId' | 'subscriptionId'>,
  ): Promise<Situation>;
  /** Keeps a detection that belongs to no open case (or updates it). */
  keep(record: DetectionRecord): Promise<void>;
  /** Keeps an unreadable alert once; answers whether it is new. With its notice to the channel and the job in one transaction. */
  keepUnreadable(
    partnerId: PartnerId,
    source: SourceName,
    alert: UnreadableAlert,
    now: string,
    notice: { readonly posts: readonly NewPost[]; readonly jobs: readonly Job[] },
  ): Promise<boolean>;
  countUnreadable(partnerId: PartnerId): Promise<number>;
}

/** How a partner's source has been doing. Times are ISO 8601. */
export interface SourceState {
  /** Everything changed before this has been read. */
  readonly cursor?: string;
  readonly polledAt?: string;
  readonly succeededAt?: string;
  readonly error?: string;
  readonly failures: number;
}

export interface PartnerStore {
  /** Adds or changes partners by tenant id; answers them all. Partners not named stay. */
  upsert(partners: readonly Omit<Partner, 'id'>[]): Promise<readonly Partner[]>;
  all(): Promise<readonly Partner[]>;
  byTenant(tenantId: string): Promise<Partner | undefined>;
  byId(partnerId: PartnerId): Promise<Partner | undefined>;
  /** Entra object id of the person who installed the bot first in a team of the partner. */
  installer(partnerId: PartnerId): Promise<string | undefined>;
  /** Counts an activity of a tenant that is not served, and answers how many came from that conversation, this one too. */
  countUnknown(tenantId: string, conversationId: string, now: string): Promise<number>;
  sourceState(partnerId: PartnerId): Promise<SourceState>;
  saveSourceState(partnerId: PartnerId, state: SourceState): Promise<void>;
}

/** A subscription by what it is asked for in Partner Center. */
export interface SubscriptionKey {
  readonly customerTenantId: string;
  readonly subscriptionId: string;
}

export interface FoundNames extends SubscriptionKey, CaseNames {}

export interface NameStore {
  names(partnerId: PartnerId, customerTenantId: string, subscriptionId: string): Promise<CaseNames>;
  /** What is known of each, in the order of asking, and when it was read. */
  known(
    partnerId: PartnerId,
    subscriptions: readonly SubscriptionKey[],
  ): Promise<readonly (CaseNames & { readonly readAt?: string })[]>;
  /** A name that could not be read this time does not erase the one that is known. */
  saveNames(partnerId: PartnerId, found: readonly FoundNames[], now: string): Promise<void>;
}

export interface FactStore {
  read(caseId: CaseId): Promise<Partial<Record<CheckName, ReadFacts>>>;
  /** Keeps the facts; the case's living posts of that check become due, with their `tell` jobs, in the same transaction. */
  save(caseId: CaseId, facts: CheckFacts, now: string, jobs: readonly Job[]): Promise<void>;
}

// ---- Teams, as stored ----

export interface Channel {
  readonly id: ChannelId;
  readonly partnerId: PartnerId;
  readonly tenantId: string;
  readonly teamId: string;
  /** Thread id of the channel, `19:…@thread.tacv2`. */
  readonly teamsChannelId: string;
  readonly serviceUrl: string;
  readonly teamName?: string;
  readonly name?: string;
  readonly language: Language;
  /** `ready` can be posted to; the others say why not. */
  readonly state: 'ready' | ClosedState;
  /** Since when, ISO 8601; absent while it never changed. */
  readonly stateAt?: string;
  readonly installedBy?: string;
}

export interface TeamsPerson extends Person {
  /** Teams' id for this bot, `29:…`. */
  readonly teamsId: string;
  readonly serviceUrl?: string;
  readonly personalConversationId?: string;
  readonly language?: Language;
}

/** Where a post goes: a new thread in a channel, or an existing conversation (a thread with `;messageid=`, or a 1:1 chat). */
export type Place =
  | { readonly kind: 'channel'; readonly channelId: ChannelId }
  | {
      readonly kind: 'conversation';
      readonly conversationId: string;
      readonly serviceUrl: string;
      readonly tenantId: string;
    };

/** What a post shows. All but `fixed` live: they are drawn anew and updated in place whenever what they show changes. */
export type PostContent =
  | { readonly kind: 'case'; readonly caseId: CaseId }
  | { readonly kind: 'check'; readonly caseId: CaseId; readonly check: CheckName }
  /** What the investigation found, with what was stopped. */
  | { readonly kind: 'inventory'; readonly caseId: CaseId }
  /** A plan, from being made to the last resource gone. */
  | { readonly kind: 'plan'; readonly caseId: CaseId; readonly planId: PlanId }
  /** Alerts of a burst that share a card; the list is named by its post. Made where alerts are sent, and nowhere else. */
  | { readonly kind: 'list' }
  | { readonly kind: 'fixed'; readonly activity: Json };

export interface NewPost {
  readonly id: PostId;
  readonly partnerId: PartnerId;
  readonly place: Place;
  readonly content: PostContent;
  readonly language: Language;
  /** A second post of the same key is not made: a message delivered twice is answered once. */
  readonly dedupeKey?: string;
}

export interface Post extends NewPost {
  /** Conversation that the limits of Teams count: channel or chat without `;messageid=`. */
  readonly thread: string;
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly teamsChannelId?: string;
  /** `listed`: it has a place on a list of alerts, and no card of its own. */
  readonly state: 'due' | 'sending' | 'sent' | 'failed' | 'listed';
  readonly attempt: number;
  /** Moment that the limiter gave to this send. */
  readonly slotAt?: string;
  /** Where it is now, once posted. */
  readonly sentTo?: { readonly conversationId: string; readonly activityId: string };
}

export interface ChannelStore {
  /** Remembers a channel at installation; answers it, and whether it was not known or not ready before. */
  install(
    channel: Omit<Channel, 'id' | 'state'> & { readonly id: ChannelId },
    welcome: (channel: Channel) => { readonly posts: readonly NewPost[]; readonly jobs: readonly Job[] },
  ): Promise<{ readonly channel: Channel; readonly fresh: boolean }>;
  ofPartner(partnerId: PartnerId): Promise<readonly Channel[]>;
  byTeamsId(tenantId: string, teamsChannelId: string): Promise<Channel | undefined>;
  /** Whether a team is known as another tenant's: people of several meet in shared channels. */
  isTeamOfOthers(tenantId: string, teamId: string): Promise<boolean>;
  byId(channelId: ChannelId): Promise<Channel | undefined>;
  setState(channelId: ChannelId, state: Channel['state']): Promise<void>;
  /** Service URL changes with Teams' own moves: the last one seen is used. */
  setServiceUrl(channelId: ChannelId, serviceUrl: string): Promise<void>;
}

export interface PeopleStore {
  see(person: TeamsPerson): Promise<TeamsPerson>;
  find(tenantId: string, objectId: string): Promise<TeamsPerson | undefined>;
  findByName(tenantId: string, name: string): Promise<readonly TeamsPerson[]>;
  /** Everybody of a tenant whom the bot has met, by name; at most 60. */
  ofTenant(tenantId: string): Promise<readonly TeamsPerson[]>;
  setLanguage(tenantId: string, objectId: string, language: Language): Promise<void>;
}

export interface PostStore {
  /** Adds posts with the `tell` jobs of their threads, and these further jobs, in one transaction; wherever posts are added, their `tell` jobs are too. */
  add(posts: readonly NewPost[], jobs: readonly Job[]): Promise<void>;
  /**
   * Due posts of a thread, oldest first, with a case's living cards drawn once however often they changed. Where more
   * alerts wait than `bursts` lets have cards of their own, the others are on a list from now on.
   */
  due(thread: string, limit: number, bursts?: AlertBursts): Promise<readonly Post[]>;
  /**
   * Before each send: reserves the moment at which one more request to the thread keeps Teams' limits (facts/teams.md
   * 1.1), across all processes; kept with the post. Where it is no more than `patienceMs` away, the row says that it is
   * being sent, so that a crash from now on is known as "perhaps posted".
   */
  sending(post: Post, patienceMs: number): Promise<{ readonly waitMs: number }>;
  sent(postId: PostId, sentTo: NonNullable<Post['sentTo']>, shownSeq: number | undefined): Promise<void>;
  /** Gives a post up: it is a dead letter (DeadLetterStore) unless there is nothing to show any more. */
  failed(postId: PostId, why: PostFailure, error: string): Promise<void>;
  /** Leaves a post due whose channel takes nothing: it is sent when the channel does again (ChannelStates). */
  held(postId: PostId, error: string): Promise<void>;
  /** Puts a post back as due, to be tried at `at`. */
  later(postId: PostId, at: string, error: string): Promise<void>;
  byActivity(conversationThread: string, activityId: string): Promise<Post | undefined>;
  byId(postId: PostId): Promise<Post | undefined>;
  /** The case that a conversation (a thread, or a 1:1 chat) last showed. */
  lastCaseOf(conversationId: string): Promise<CaseId | undefined>;
  /** Cards of a case that are posted; for those that it has only a place on a list of, the list. */
  cardsOf(caseId: CaseId): Promise<readonly Post[]>;
  /** Which of these keys posts were made under. */
  known(dedupeKeys: readonly string[]): Promise<readonly string[]>;
}

/** What a question is about. `askedOn` is the id of the message that it answers: the same one, delivered again, is no answer to it. */
export type Ask = { readonly askedOn?: string } & (
  | {
      readonly kind: 'reason';
      readonly for: 'legitimate' | 'fraud' | 'ignore' | 'reopen' | 'close' | 'snooze' | 'note' | 'waive';
      readonly until?: string;
    }
  | { readonly kind: 'check'; readonly check: CheckName }
  /** The name that approves a plan, which the person has seen. */
  | { readonly kind: 'approve'; readonly planId: PlanId; readonly hash: string }
  /** The form of a request to Microsoft, question after question. */
  | { readonly kind: 'support-questions'; readonly supportKind: SupportKind }
  | { readonly kind: 'support-contact'; readonly supportKind: SupportKind; readonly questions: string }
  | { readonly kind: 'support-number'; readonly supportKind: SupportKind }
  /** Whether the message that the person was shown shall be sent; `to` is empty while nobody has said to whom. */
  | {
      readonly kind: 'mail';
      readonly to: string;
      readonly subject: string;
      readonly body: string;
      readonly language: Language;
    }
  /** Whether a message went of which nobody knows. */
  | { readonly kind: 'mail-settle'; readonly mailId: MailId; readonly to: string }
  /** When the customer's answer shall be asked for again. */
  | { readonly kind: 'await-answer' }
);

/** A question that the bot asked one person, answerable in plain words. */
export interface Question {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly caseId: CaseId;
  readonly ask: Ask;
  readonly expiresAt: string;
}

export interface QuestionStore {
  /** One question per person and conversation: a new one replaces the old. */
  ask(question: Question): Promise<void>;
  pending(conversationId: string, tenantId: string, objectId: string, now: string): Promise<Question | undefined>;
  answered(conversationId: string, tenantId: string, objectId: string): Promise<void>;
}

/** Everything stored. */
export interface Store {
  readonly cases: CaseStore;
  readonly detections: DetectionStore;
  readonly partners: PartnerStore;
  readonly names: NameStore;
  readonly facts: FactStore;
  readonly channels: ChannelStore;
  readonly people: PeopleStore;
  readonly posts: PostStore;
  readonly alertLists: AlertListStore;
  readonly deadLetters: DeadLetterStore;
  readonly channelStates: ChannelStates;
  readonly questions: QuestionStore;
  readonly investigations: InvestigationStore;
  readonly plans: PlanStore;
  readonly runs: RunStore;
  readonly packs: PackStore;
  readonly times: PartnerTimes;
  readonly consents: ConsentStore;
  readonly settings: SettingsStore;
  readonly webhooks: WebhookStore;
  readonly ledger: LedgerStore;
  readonly memories: MemoryStore;
  readonly signIns: SignInStore;
  readonly alarms: AlarmStore;
}

// ---- Small things given to everybody ----

export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  child(bindings: object): Log;
}

export interface RoleReader {
  /** The role that a person holds at this moment, read within the last two minutes, or `now`; 'none' also where it could not be read (`unreadable`). */
  roleOf(
    partner: Partner,
    person: Person,
    fresh?: 'now',
  ): Promise<{ readonly role: Role | 'none'; readonly unreadable: boolean }>;
  /** Names of the groups that give just this role; an id where its name is not to be had. */
  groupsOf(partner: Partner, role: Role): Promise<readonly string[]>;
  /** Names of groups that give at least the role, with some of their members. */
  whoHas(
    partner: Partner,
    role: Role,
  ): Promise<readonly { readonly group: string; readonly members: readonly string[] }[]>;
}
