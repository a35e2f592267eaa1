import type { AlertBursts } from '../../domain/alert-bursts.ts';
import type { Job, Jobs } from '../../workflow/job-ports.ts';
import type { Json, Log } from '../../workflow/ports.ts';
import type { Post, PostStore } from '../../workflow/post-ports.ts';
import type { ChannelStates, ThreadClaims } from '../../workflow/sending-ports.ts';
import type { ChannelStore } from '../../workflow/teams-ports.ts';
import type { Connector, OutgoingActivity, Sent } from './connector.ts';
import { ConnectorError } from './connector-error.ts';
import type { InRoom } from './in-room.ts';
import { mark } from './mark.ts';
import { outgoing, roomOf, sendPost } from './send-post.ts';
import { waitAfter } from './wait-after.ts';

/** What a post shows now. `shownSeq`: the case's seq that it was drawn from, for posts that live. */
export interface Drawn {
  readonly activity: Json;
  readonly shownSeq?: number;
}

export type Tell = (payload: Jobs['tell'], job: { readonly jobId: string }) => Promise<void>;

export interface TellDeps {
  readonly posts: Pick<PostStore, 'due' | 'sending' | 'sent' | 'failed' | 'held' | 'later'>;
  readonly claims: ThreadClaims;
  readonly channels: Pick<ChannelStore, 'byTeamsId'>;
  readonly channelStates: Pick<ChannelStates, 'close'>;
  /** A 1:1 chat takes nothing any more. */
  readonly forgetChat: (
    chat: { readonly tenantId: string; readonly conversationId: string },
    why: 'closed' | 'gone',
  ) => Promise<void>;
  readonly bursts: AlertBursts;
  readonly connector: Connector;
  /** For what is requested a second time: a post has room for one request. */
  readonly inRoom: InRoom;
  /** Undefined where there is nothing to show any more. `smaller` is asked for after Teams found it too big. */
  readonly draw: (post: Post, shrink?: 'smaller') => Promise<Drawn | undefined>;
  readonly addJobs: (jobs: readonly Job[]) => Promise<void>;
  /** The true time: moments of sending are counted from it. */
  readonly now: () => Date;
  readonly log: Log;
  /** In [0, 1), for the spread of waiting times. */
  readonly random?: () => number;
}

/** What a failure in a channel says of it. */
const closedStates = {
  'not-in-roster': 'removed',
  blocked: 'blocked',
  gone: 'gone',
  archived: 'archived',
  private: 'private',
  forbidden: 'refused',
} as const;

/** What becomes of the posts behind one that was dealt with. */
type Then =
  | { readonly kind: 'next' }
  /** The limits of Teams give no room before that moment. */
  | { readonly kind: 'wait'; readonly at: Date }
  /** The conversation takes nothing before that moment. */
  | { readonly kind: 'pause'; readonly at: string; readonly error: string }
  /** The channel takes nothing any more. */
  | { readonly kind: 'close'; readonly why: keyof typeof closedStates; readonly error: string };

const next: Then = { kind: 'next' };
const batch = 50;
/** Milliseconds that a worker waits itself, rather than come again. */
const shortWait = 50;
/** Milliseconds that a job comes before its moment: it may begin a little late, and what is late makes others late. */
const ahead = 35;
/** Before those that are still to ask for a moment. */
const punctual = -1;
/** A moment is only reserved. */
const noPatience = -1;

/**
 * The handler of the job `tell`: sends what is due in one conversation, oldest first. It relies on its claim for being
 * alone in its conversation, and on nothing else: a crash anywhere leaves posts that are due or "perhaps posted", and
 * the latter are posted again, as nothing may be lost; adopt.ts clears up duplicates.
 */
export function createTell(deps: TellDeps): Tell {
  const tellDue = createTellDue(deps);
  return async ({ thread }, { jobId }) => {
    if (!(await deps.claims.claim(thread, jobId))) return;
    try {
      await tellDue(thread);
    } finally {
      await deps.claims.release(thread, jobId);
    }
  };
}

/** Sends what is due in a conversation in which nobody else sends meanwhile. */
function createTellDue(deps: TellDeps): (thread: string) => Promise<void> {
  const paused = new Map<string, { readonly at: string; readonly error: string }>();
  const reserve = createReserve(deps);

  return async (thread) => {
    const due = await deps.posts.due(thread, batch, deps.bursts);
    const pause = paused.get(thread);
    if (pause !== undefined && Date.parse(pause.at) > deps.now().getTime()) return putOff(deps, due, pause);
    paused.delete(thread);

    for (const [i, post] of due.entries()) {
      const then = await tellOne(deps, reserve, post);
      if (then.kind === 'wait') return deps.addJobs([{ ...tellJob(thread, then.at), priority: punctual }]);
      if (then.kind === 'pause') {
        paused.set(thread, then);
        return putOff(deps, due.slice(i + 1), then);
      }
      if (then.kind === 'close') return close(deps, post, then);
    }
    if (due.length === batch) await deps.addJobs([tellJob(thread, deps.now())]);
  };
}

/** Puts posts off together, so that they keep their order. */
async function putOff(deps: TellDeps, posts: readonly Post[], { at, error }: { at: string; error: string }) {
  for (const post of posts) await deps.posts.later(post.id, at, error);
}

/** Its key is its own: the jobs that come with new posts neither replace it nor are put off by it. */
function tellJob(thread: string, at: Date): Job {
  return {
    name: 'tell',
    payload: { thread },
    key: `tell:${thread}:slot`,
    runAt: at.toISOString(),
  };
}

interface Reserve {
  /** Whether the tenant of a post that has no moment yet had to wait just now: it will, too, most likely. */
  isLikelyToWait(post: Post): boolean;
  /** Milliseconds until a post may be sent; up to `patienceMs` it is being sent from now on. */
  moment(post: Post, patienceMs: number): Promise<number>;
}

function createReserve({ posts, now }: Pick<TellDeps, 'posts' | 'now'>): Reserve {
  /** By tenant, until when its windows are full. */
  const fullUntil = new Map<string, number>();
  return {
    isLikelyToWait: ({ tenantId, slotAt }) => {
      if (slotAt !== undefined) return false;
      if ((fullUntil.get(tenantId) ?? 0) > now().getTime()) return true;
      fullUntil.delete(tenantId);
      return false;
    },
    moment: async (post, patienceMs) => {
      const { waitMs } = await posts.sending(post, patienceMs);
      if (waitMs > shortWait) fullUntil.set(post.tenantId, now().getTime() + waitMs);
      return waitMs;
    },
  };
}

/**
 * Draws first, so that nothing comes between the moment that is reserved and the request. Whoever is likely to wait asks
 * before that, as what is drawn now would have to be drawn again then.
 */
async function tellOne(deps: TellDeps, reserve: Reserve, post: Post): Promise<Then> {
  const wait = (ms: number): Then => ({ kind: 'wait', at: new Date(deps.now().getTime() + ms - ahead) });
  if (reserve.isLikelyToWait(post)) {
    const firstMs = await reserve.moment(post, noPatience);
    if (firstMs > shortWait) return wait(firstMs);
  }
  const drawn = await drawPost(deps, post);
  if (drawn === undefined) return next;
  const waitMs = await reserve.moment(post, shortWait);
  if (waitMs > shortWait) return wait(waitMs);
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  try {
    const { sentTo, shownSeq } = await send(deps, post, drawn);
    await deps.posts.sent(post.id, sentTo, shownSeq);
    return next;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return decide(deps, post, error);
  }
}

interface Ready {
  readonly activity: OutgoingActivity;
  readonly shownSeq: number | undefined;
}

/** A card that cannot be drawn now must not keep those behind it waiting. */
async function drawPost(deps: TellDeps, post: Post): Promise<Ready | undefined> {
  try {
    const ready = await makeReady(deps, post);
    if (ready === undefined) await deps.posts.failed(post.id, 'nothing', 'there is nothing to show any more');
    return ready;
  } catch (err) {
    deps.log.error({ err, post: post.id }, 'could not draw a message');
    await deps.posts.later(post.id, new Date(deps.now().getTime() + 60_000).toISOString(), 'could not be drawn');
    return undefined;
  }
}

async function makeReady(deps: TellDeps, post: Post, shrink?: 'smaller'): Promise<Ready | undefined> {
  const drawn = await deps.draw(post, shrink);
  if (drawn === undefined) return undefined;
  const activity = outgoing(mark(drawn.activity, { postId: post.id, attempt: post.attempt + 1 }));
  return { activity, shownSeq: drawn.shownSeq };
}

async function send(
  deps: TellDeps,
  post: Post,
  ready: Ready,
): Promise<{ readonly sentTo: Sent; readonly shownSeq: number | undefined }> {
  try {
    return { sentTo: await sendPost(deps, post, ready.activity), shownSeq: ready.shownSeq };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'too-big') throw error;
    const smaller = await makeReady(deps, post, 'smaller').catch((err: unknown) => {
      deps.log.error({ err, post: post.id }, 'could not draw a message smaller');
    });
    if (!smaller) throw error;
    const sentTo = await deps.inRoom(roomOf(post), () => sendPost(deps, post, smaller.activity));
    return { sentTo, shownSeq: smaller.shownSeq };
  }
}

async function decide(deps: TellDeps, post: Post, error: ConnectorError): Promise<Then> {
  const said = { err: error, post: post.id, attempt: post.attempt + 1 };
  const inChannel = post.teamsChannelId !== undefined;
  switch (error.kind) {
    case 'throttled':
    case 'busy':
    case 'unauthorized': {
      deps.log[error.kind === 'unauthorized' ? 'error' : 'warn'](said, 'a conversation takes no message now');
      const pause = { kind: 'pause', at: waitAfter(deps, post, error), error: error.message } as const;
      await deps.posts.later(post.id, pause.at, error.message);
      return pause;
    }
    case 'unsure':
      deps.log.warn(said, 'a message may or may not have been posted, and is sent again');
      await deps.posts.later(post.id, waitAfter(deps, post, error), error.message);
      return next;
    case 'not-in-roster':
    case 'blocked':
    case 'archived':
    case 'private':
    case 'forbidden':
    case 'gone': {
      // A thread that is gone says nothing of its channel.
      if (inChannel && (error.kind !== 'gone' || post.place.kind === 'channel'))
        return { kind: 'close', why: error.kind, error: error.message };
      await forgetClosed(deps, post, error.kind);
      break;
    }
    case 'too-big':
    case 'refused':
      break;
  }
  deps.log.error(said, 'a message could not be posted');
  await deps.posts.failed(post.id, error.kind, error.message);
  return next;
}

/** As channels are closed; what was to be said in a 1:1 chat is not kept for it. */
async function forgetClosed(deps: TellDeps, post: Post, kind: keyof typeof closedStates): Promise<void> {
  if (post.teamsChannelId !== undefined) return;
  const chat = { tenantId: post.tenantId, conversationId: post.thread };
  if (kind === 'not-in-roster' || kind === 'blocked') await deps.forgetChat(chat, 'closed');
  else if (kind === 'gone') await deps.forgetChat(chat, 'gone');
}

/** What waits there is kept until the channel opens again. */
async function close(deps: TellDeps, post: Post, { why, error }: Extract<Then, { kind: 'close' }>): Promise<void> {
  const channel = await deps.channels.byTeamsId(post.tenantId, post.teamsChannelId ?? post.thread);
  const state = closedStates[why];
  deps.log.error({ channel: channel?.id, state, why: error }, 'a channel takes no messages any more');
  await deps.posts.held(post.id, error);
  if (channel !== undefined) await deps.channelStates.close({ channelId: channel.id }, state);
}
