import type { ClosedState } from '../domain/channel-state.ts';
import type { CaseId, ChannelId, PartnerId, PostId } from '../domain/ids.ts';
import type { OutsideError } from '../domain/outside.ts';
import type { CaseSummary, Counted } from './case-ports.ts';
import type { JobName } from './job-ports.ts';
import type { NewPost, PostContent } from './post-ports.ts';
import type { Channel } from './teams-ports.ts';

/** A case on a list of alerts. */
export interface ListedCase extends CaseSummary {
  /** Whether it has a card of its own besides. */
  readonly hasCard: boolean;
}

/** A card that alerts of a burst share in a channel. */
export interface AlertList {
  readonly partnerId: PartnerId;
  readonly channelId: ChannelId;
  /** Cases on it. */
  readonly total: number;
  /** Of these, those that nobody has decided and that are open. */
  readonly undecided: number;
  /** When the first came on it, ISO 8601. */
  readonly since: string;
  /** Undecided ones first, by deadline. */
  readonly rows: readonly ListedCase[];
  /** Teams ids of everybody of the partner's tenant whom the bot has met, at most 60. */
  readonly teamsIds: readonly string[];
}

export interface AlertListStore {
  /** A list and some of its rows; undefined where there is none of that id. */
  read(listId: PostId, page: { readonly offset: number; readonly limit: number }): Promise<AlertList | undefined>;
  /** The list in a channel that a case is on without a card of its own. */
  listOf(caseId: CaseId, channelId: ChannelId): Promise<PostId | undefined>;
  /** Gives a case on a list a card of its own in the list's channel; false where it has one, or is not on the list. */
  giveCard(listId: PostId, caseId: CaseId): Promise<boolean>;
}

/** Why a message was given up, by what the connector said (connector-error.ts); `nothing`: there is nothing to show any more. */
export type PostFailure =
  | 'too-big'
  | 'refused'
  | 'forbidden'
  | 'gone'
  | 'blocked'
  | 'not-in-roster'
  | 'archived'
  | 'private'
  | 'nothing';

/** Of a message or of a job (`job_` and the number of its row). */
export type LetterId = PostId | `job_${number}`;

/** A message or job that failed for good: nobody tries it again unless a person asks for it. */
export interface DeadLetter {
  readonly id: LetterId;
  readonly what: Exclude<PostContent['kind'], 'list'> | JobName;
  /** `fault`: something that nobody foresaw, which only the log tells. */
  readonly why: Exclude<PostFailure, 'nothing'> | OutsideError['why'] | 'fault';
  /** ISO 8601. */
  readonly failedAt: string;
  readonly caseNumber?: number;
  /** Where a message was meant for. */
  readonly place?:
    | { readonly kind: 'chat' }
    | {
        readonly kind: 'channel';
        readonly teamName?: string;
        readonly channelName?: string;
        readonly isGeneral?: boolean;
      };
}

export type WhichLetters =
  | { readonly kind: 'all' }
  | { readonly kind: 'case'; readonly caseId: CaseId }
  | { readonly kind: 'one'; readonly id: LetterId };

/** A partner's dead letters; those of another are not there for it. */
export interface DeadLetterStore {
  /** Newest first. */
  list(partnerId: PartnerId, page: { readonly offset: number; readonly limit: number }): Promise<readonly DeadLetter[]>;
  count(partnerId: PartnerId): Promise<Counted>;
  /** Has them tried again, each once however many ask at once. Answers how many. */
  retry(partnerId: PartnerId, which: WhichLetters): Promise<number>;
}

/** A call to Teams that is no post: what it counts for (facts/teams.md 1.1). */
export interface CountedCall {
  readonly tenantId: string;
  /** What Teams counts such calls by, beside the tenant: `members:` and a conversation, `channels:` and a team, `open:` and a person, or a conversation. */
  readonly about: string;
}

/** Who sends in a thread: one job at a time, for as long as it runs (docs/decisions/0028-thread-claims.md). */
export interface ThreadClaims {
  /** Whether the job may send in the thread now. Where another one does, a job comes for it again once that one is done. */
  claim(thread: string, jobId: string): Promise<boolean>;
  release(thread: string, jobId: string): Promise<void>;
}

/** A moment at which one call may go out, as the room knows it. */
export type RoomMoment = string & { readonly roomMoment: unique symbol };

/** Room for calls within the limits of Teams, for all processes together with what is posted. */
export interface CallRoom {
  /**
   * Reserves a moment for one call. Who comes at the moment they were given comes with it again, and may go once `waitMs`
   * is no more than `patienceMs`: what others sent late meanwhile is looked at (docs/decisions/0002-send-limiter.md).
   */
  take(
    call: CountedCall,
    given: RoomMoment | undefined,
    patienceMs: number,
  ): Promise<{ readonly moment: RoomMoment; readonly waitMs: number }>;
  /** A moment that is not made use of. */
  giveBack(call: CountedCall, moment: RoomMoment): Promise<void>;
  /** Counts the call from its answer where that came late. */
  answered(call: CountedCall, moment: RoomMoment): Promise<void>;
}

/** One channel, or those of a team or of a partner. */
export type WhichChannels =
  | { readonly channelId: ChannelId }
  | { readonly tenantId: string; readonly teamId: string }
  | { readonly partnerId: PartnerId };

/** Which channels can be posted to. What is due in the others waits. */
export interface ChannelStates {
  /** Closes them, with the job that says so and has another take over, for those that were ready. Answers which were. */
  close(which: WhichChannels, state: ClosedState): Promise<readonly ChannelId[]>;
  /**
   * Opens those that are in one of these states: the greeting and what has waited is sent, less what is of no use any more.
   * Answers which were opened.
   */
  reopen(
    which: WhichChannels,
    from: readonly ClosedState[],
    hello: (channel: Channel) => NewPost,
  ): Promise<readonly Channel[]>;
  /** Has fixed messages that wait for one channel sent in another. */
  moveWaiting(from: ChannelId, to: ChannelId): Promise<void>;
}
