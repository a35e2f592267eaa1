import type { CheckName } from '../domain/case.ts';
import type { ClosedState } from '../domain/channel-state.ts';
import type { CaseId, ChannelId, MailId, PartnerId, PlanId } from '../domain/ids.ts';
import type { Language } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import type { SupportKind } from '../domain/support.ts';
import type { GroupAsked } from './change-role-groups.ts';
import type { Job } from './job-ports.ts';
import type { NewPost } from './post-ports.ts';

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
  /** The bot was removed from their 1:1 chat, or blocked in it: it takes nothing before they write there, or add the bot, again. */
  readonly chatClosed?: true;
  readonly language?: Language;
}

export interface ChannelStore {
  /**
   * Remembers a channel at installation; answers it, and whether it was not known, or in another state, before. One that is
   * known to be `private` gets no welcome: it is closed from the first, with the job that says so.
   */
  install(
    channel: Omit<Channel, 'id' | 'state'> & { readonly id: ChannelId; readonly state?: 'private' },
    welcome: (channel: Channel) => { readonly posts: readonly NewPost[]; readonly jobs: readonly Job[] },
  ): Promise<{ readonly channel: Channel; readonly fresh: boolean }>;
  ofPartner(partnerId: PartnerId): Promise<readonly Channel[]>;
  byTeamsId(tenantId: string, teamsChannelId: string): Promise<Channel | undefined>;
  /** Whether a team is known as another tenant's: people of several meet in shared channels. */
  isTeamOfOthers(tenantId: string, teamId: string): Promise<boolean>;
  byId(channelId: ChannelId): Promise<Channel | undefined>;
  setState(channelId: ChannelId, state: Channel['state']): Promise<void>;
  /** Keeps what a channel, or a team, is called from now on; of one that is not known nothing. */
  rename(
    tenantId: string,
    named: { readonly what: 'channel' | 'team'; readonly id: string; readonly name: string },
  ): Promise<void>;
  /** Service URL changes with Teams' own moves: the last one seen is used. */
  setServiceUrl(channelId: ChannelId, serviceUrl: string): Promise<void>;
}

export interface PeopleStore {
  /** Adds what is new of a person; a 1:1 chat that they are seen in is open. */
  see(person: TeamsPerson): Promise<TeamsPerson>;
  /**
   * Forgets a 1:1 chat, so that what was asked for there is asked anew; answers whose it was. `closed`: nor is one begun by
   * the bot; `gone`: there may be another.
   */
  forgetChat(
    chat: { readonly tenantId: string; readonly conversationId: string },
    why: 'closed' | 'gone',
  ): Promise<readonly TeamsPerson[]>;
  find(tenantId: string, objectId: string): Promise<TeamsPerson | undefined>;
  findByName(tenantId: string, name: string): Promise<readonly TeamsPerson[]>;
  /** Of the people of a tenant whom the bot has met, so many as it met last (by day), by name. */
  ofTenant(tenantId: string, most: number): Promise<readonly TeamsPerson[]>;
  setLanguage(tenantId: string, objectId: string, language: Language): Promise<void>;
}

/** What a question about a case asks. `askedOn` is the id of the message that it answers: the same one, delivered again, is no answer to it. */
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

/** Whether the groups of a role shall be changed so, of settings that had this revision. */
export interface GroupAsk extends GroupAsked {
  readonly kind: 'group';
  readonly askedOn?: string;
  readonly revision: number;
}

/** What a question is about: a case, or the settings. */
export type AskedAbout =
  | { readonly caseId: CaseId; readonly ask: Ask }
  | { readonly caseId?: undefined; readonly ask: GroupAsk };

/** A question that the bot asked one person, answerable in plain words. */
export type Question = AskedAbout & {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly expiresAt: string;
};
export type CaseQuestion = Extract<Question, { readonly caseId: CaseId }>;

export interface QuestionStore {
  /** One question per person and conversation: a new one replaces the old. */
  ask(question: Question): Promise<void>;
  pending(conversationId: string, tenantId: string, objectId: string, now: string): Promise<Question | undefined>;
  answered(conversationId: string, tenantId: string, objectId: string): Promise<void>;
}
