import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { CheckName } from '../domain/case.ts';
import type { CaseId, ChannelId, PartnerId, PlanId, PostId } from '../domain/ids.ts';
import type { Language } from '../domain/partner.ts';
import type { Job } from './job-ports.ts';
import type { Json } from './ports.ts';
import type { PostFailure } from './sending-ports.ts';

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
