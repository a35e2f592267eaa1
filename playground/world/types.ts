import type { SourceName } from '../../src/domain/detection.ts';
import type { Language } from '../../src/domain/partner.ts';
import type { AttackerKind, SubscriptionView, WorldAzure } from './azure/types.ts';
import type { WorldMail } from './mail-types.ts';
import type { WorldPortal, WorldServiceRequest } from './portal-types.ts';
import type { AppTokens, WorldLogin, WorldSignIn } from './sign-in-types.ts';
import type { WebhookFault, WebhookRegistrationView, WebhookSending, WorldWebhook } from './webhook-types.ts';

/** JSON of an Adaptive Card or any other body, as it went over the wire. */
export type Json = { readonly [key: string]: unknown };

export interface WorldPerson {
  /** Entra object id. */
  readonly id: string;
  /** The bot-specific Teams id, `29:…`. */
  readonly teamsId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly upn: string;
  /** What the page says under the name, e.g. "Admin agent". */
  readonly title: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly phone?: string;
  readonly isGuest: boolean;
  /** Whether Bot Framework's token service holds a token of this person. */
  readonly signedIn: boolean;
}

export interface WorldGroup {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly memberIds: readonly string[];
}

export interface WorldPartner {
  readonly tenantId: string;
  readonly name: string;
  readonly source: SourceName;
  readonly language: Language;
  readonly timeZone: string;
  readonly teamId: string;
  readonly groups: {
    readonly viewer: string;
    readonly responder: string;
    readonly remover: string;
    readonly owner: string;
  };
}

export interface WorldMessage {
  readonly id: string;
  readonly conversationId: string;
  /** Id of the thread's first message; the message itself when it opens a thread. */
  readonly threadId: string;
  /** A person's object id, or 'bot'. */
  readonly from: string;
  readonly at: string;
  readonly text?: string;
  readonly card?: Json;
  /** Cards that one person alone sees in place of `card`, by object id (answers to an invoke). */
  readonly cardFor: Readonly<Record<string, Json>>;
  readonly edited: boolean;
  readonly deleted: boolean;
}

/** What people and administrators make of a channel: its team archived, the channel private, deleted, or the bot blocked in it. */
export type ChannelState = 'open' | 'deleted' | 'archived' | 'private' | 'blocked';

export interface WorldConversation {
  /** Channel thread id `19:…@thread.tacv2`, or the id of a 1:1 chat. */
  readonly id: string;
  readonly kind: 'channel' | 'personal';
  readonly tenantId: string;
  readonly name: string;
  readonly teamId?: string;
  readonly teamName?: string;
  /** For a 1:1 chat: whose it is. */
  readonly personId?: string;
  /** Who sees it. */
  readonly memberIds: readonly string[];
  readonly state: ChannelState | 'bot-removed';
}

/** What a fake answers instead of its own answer, as long as `times` lasts. */
export interface Fault {
  readonly id: string;
  readonly service: 'login' | 'graph' | 'partnerCenter' | 'azure' | 'connector' | 'botFramework' | 'certificates';
  /** Only requests with this method, and whose path matches this regular expression. */
  readonly method?: string;
  readonly path?: string;
  readonly times: number;
  readonly act:
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly body?: unknown;
        readonly headers?: Readonly<Record<string, string>>;
      }
    | { readonly kind: 'delay'; readonly ms: number }
    | { readonly kind: 'reset' }
    /** Does the work, then answers with that status: the answer is lost, the deed is not. */
    | { readonly kind: 'done-but'; readonly status: number }
    /** Sends half of the body and closes the connection. */
    | { readonly kind: 'half' };
}

export interface SeenRequest {
  readonly service: Fault['service'];
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly at: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface NewDetection {
  readonly partnerTenantId: string;
  readonly subscriptionId: string;
  readonly alertType?: string;
  readonly isTest?: boolean;
  readonly severity?: string;
  readonly hitCount?: number;
  /** How many machines mine; they are made in the fake Azure and cost money from then on. */
  readonly machines?: number;
  /** Who makes them, when nobody has yet. Default 'person'. */
  readonly creator?: AttackerKind;
  /** Merged over the alert as the source will answer it, for malformed or unusual ones. */
  readonly raw?: Json;
}

/** What an invoke was answered: the body of the bot's HTTP answer, as Teams reads it. */
export interface InvokeAnswer {
  readonly httpStatus: number;
  readonly statusCode?: number;
  readonly type?: string;
  readonly value?: unknown;
}

/** What the fake Partner Center now says, for the page and for tests. */
export interface AlertView {
  readonly partnerTenantId: string;
  readonly id: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly customerTenantId: string;
  readonly customerName: string;
  readonly alertType: string;
  readonly status: string;
  readonly resolvedReason: string | null;
  readonly resolvedBy: string | null;
  readonly isTest: boolean;
  readonly detectedAt: string;
}

export interface Snapshot {
  readonly version: number;
  readonly now: string;
  readonly people: readonly WorldPerson[];
  readonly partners: readonly WorldPartner[];
  readonly customers: readonly {
    readonly partnerTenantId: string;
    readonly tenantId: string;
    readonly name: string;
    readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
  }[];
  readonly conversations: readonly WorldConversation[];
  readonly messages: readonly WorldMessage[];
  readonly alerts: readonly AlertView[];
  readonly azure: readonly SubscriptionView[];
  readonly serviceRequests: readonly WorldServiceRequest[];
  readonly mails: readonly WorldMail[];
  readonly faults: readonly Fault[];
  readonly webhook: {
    readonly fault: WebhookFault;
    readonly registrations: readonly WebhookRegistrationView[];
    /** The last ones, oldest first. */
    readonly sendings: readonly WebhookSending[];
  };
  readonly appTokens: AppTokens;
  readonly consentBy: 'administrator' | 'people';
}

/** The local world: fake Microsoft services over real HTTP, with one state behind them. */
export interface World {
  readonly urls: {
    readonly login: string;
    readonly graph: string;
    readonly partnerCenter: string;
    readonly azure: string;
    readonly connector: string;
    readonly certificates: string;
    readonly openIdMetadata: string;
  };
  /** PEM file of the certificate of the fake login host; a process that shall trust it needs it in NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Environment for src/main.ts against this world, PARTNERS_FILE included; no PORT, no DATABASE_URL, no DATA_DIR. */
  botEnv(): Record<string, string>;
  /** Where activities are posted to, e.g. http://127.0.0.1:3978/api/messages. */
  setBotEndpoint(url: string): void;
  now(): Date;
  /** Moves the world's clock forward; `onClock` listeners are told. */
  advance(ms: number): void;
  onClock(listener: (now: Date) => void): void;
  snapshot(): Snapshot;
  /** Called after each change of what `snapshot` would answer; returns the unsubscriber. */
  onChange(listener: (version: number) => void): () => void;
  requests(): readonly SeenRequest[];
  forgetRequests(): void;

  /** The fake Azure, from outside of it. */
  readonly azure: WorldAzure;
  readonly login: WorldLogin;
  readonly signIn: WorldSignIn;
  /** Partner Center's support pages. */
  readonly portal: WorldPortal;
  /** Every mail that was sent, oldest first. */
  mailbox(): readonly WorldMail[];
  /** Partner Center's callbacks. */
  readonly webhook: WorldWebhook;
  /** Microsoft reports a detection; partners that have registered for it are sent the event. */
  addDetection(d: NewDetection): AlertView;
  /** Somebody resolves an alert in Partner Center by hand. */
  resolveAlert(partnerTenantId: string, alertId: string, reason: string, by: string): void;
  addFault(fault: Omit<Fault, 'id'>): Fault;
  removeFault(id: string): void;
  clearFaults(): void;

  /**
   * Installs the bot in a team: Teams sends both installationUpdate and conversationUpdate. Resolves when the bot
   * answered; rejects when it answered other than 2xx (it is installed nevertheless). `channelId` is the channel picked
   * in the install dialog, by default the one called "Azure Alerts".
   */
  install(teamId: string, personId: string, channelId?: string): Promise<void>;
  uninstall(teamId: string, personId: string): Promise<void>;
  /** The first 1:1 message of a person makes the chat. Returns the conversation. */
  personalChat(personId: string): WorldConversation;
  /** A person adds the bot for themself: Teams sends installationUpdate and conversationUpdate into the 1:1 chat. */
  installPersonal(personId: string): Promise<WorldConversation>;
  /** A person removes the bot for themself: Teams sends installationUpdate into the 1:1 chat. */
  uninstallPersonal(personId: string): Promise<void>;
  /** A person blocks the bot in the 1:1 chat, or lets it in again; Teams tells the bot nothing of it. */
  blockChat(personId: string, isBlocked: boolean): void;
  /**
   * Changes what a channel is. Of an archived team all channels are, and are again when it is restored. The bot is told by
   * conversationUpdate where Teams has an event for it: deleted, restored, archived, unarchived; of the others nothing.
   */
  setChannel(conversationId: string, personId: string, state: ChannelState): Promise<void>;
  /**
   * A channel is a private one, and somebody adds the bot to it, or removes it: the bot is told by conversationUpdate
   * (channelMemberAdded, channelMemberRemoved), as Microsoft documents it for private and shared channels.
   */
  inPrivateChannel(conversationId: string, personId: string, change: 'added' | 'removed'): Promise<void>;
  /** Somebody deletes a channel; the bot is told by conversationUpdate (channelDeleted) where it is installed. */
  deleteChannel(conversationId: string, personId: string): Promise<void>;
  /** Whether Bot Framework's token service shall hold a token of this person from now on; `mfa: false` for one without. */
  setSignedIn(personId: string, signedIn: boolean, options?: { readonly mfa?: boolean }): void;
  /**
   * A person writes. In a channel the bot is told only when mentioned (`mention`, default true). `threadId` answers in
   * a thread. Resolves with the HTTP status that the bot gave, 0 when the bot was not told.
   */
  say(m: {
    personId: string;
    conversationId: string;
    threadId?: string;
    text: string;
    mention?: boolean;
    activityId?: string;
  }): Promise<number>;
  /** A person presses an Action.Execute of a card; inputs are already merged into `data`. */
  execute(m: {
    personId: string;
    messageId: string;
    verb: string;
    data: Json;
    trigger?: 'manual' | 'automatic';
    activityId?: string;
  }): Promise<InvokeAnswer>;
  /**
   * Posts any activity to the bot with a valid token (or with the token given; null sends none), for attacks. The valid
   * token's serviceurl claim is the activity's own. A bot that cannot be reached counts as 502, one that takes longer
   * than Teams waits (15 s, facts on Teams 1.5) as 504.
   */
  post(
    activity: unknown,
    options?: { token?: string | null; contentType?: string; rawBody?: string },
  ): Promise<{ status: number; body: string }>;
  /** Signs a token as the local Bot Framework issuer would; overrides replace claims and header. */
  token(overrides?: {
    claims?: Json;
    header?: Json;
    key?: 'good' | 'unknown' | 'hs256-public' | 'none';
  }): Promise<string>;
  close(): Promise<void>;
}
