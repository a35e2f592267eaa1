import { randomUUID } from 'node:crypto';
import { standardBursts } from '../../../src/domain/alert-bursts.ts';
import { createConnector } from '../../../src/teams/transport/connector.ts';
import { createInRoom } from '../../../src/teams/transport/in-room.ts';
import { createTell, type TellDeps } from '../../../src/teams/transport/tell.ts';
import type { Jobs } from '../../../src/workflow/job-ports.ts';
import type { Json, Store } from '../../../src/workflow/ports.ts';
import type { NewPost, Post } from '../../../src/workflow/post-ports.ts';
import type { Channel } from '../../../src/workflow/teams-ports.ts';
import { makePartner, newId } from '../../db/fixtures.ts';
import { botAppId } from '../../support/bot-issuer.ts';
import type { Asked, LocalServer, Reply } from '../../support/http-server.ts';
import { quietLog } from '../../support/quiet-log.ts';

const hour = 60 * 60_000;

/**
 * A clock that stands still, an hour behind the database's: what is put off by seconds is due again at once there, and a
 * test says when the time has come for the rest.
 */
export function stillClock(): { readonly now: () => Date; pass(ms: number): void } {
  let at = Date.now() - hour;
  return { now: () => new Date(at), pass: (ms) => (at += ms) };
}

export function openConnector(): TellDeps['connector'] {
  return createConnector({
    appId: botAppId,
    botToken: () => Promise.resolve('token-of-the-bot'),
    serviceUrlHosts: ['127.0.0.1'],
    timeoutMs: 60_000,
    now: () => new Date(),
  });
}

let lastJob = 0;

/** The job's handler over a real store and connector, by default for a job of its own; fixed posts show themselves. */
export function openTell(
  store: Store,
  overrides: Partial<TellDeps> = {},
): (payload: Jobs['tell'], job?: { readonly jobId: string }) => Promise<void> {
  const tell = createTell({
    posts: store.posts,
    claims: store.threadClaims,
    channels: store.channels,
    channelStates: store.channelStates,
    forgetChat: async (chat, why) => void (await store.people.forgetChat(chat, why)),
    bursts: standardBursts,
    connector: openConnector(),
    inRoom: createInRoom(store.callRoom, 30_000),
    draw: ({ content }) => Promise.resolve(content.kind === 'fixed' ? { activity: content.activity } : undefined),
    addJobs: (jobs) => store.posts.add([], jobs),
    now: stillClock().now,
    log: quietLog,
    random: () => 0.5,
    ...overrides,
  });
  return (payload, job = { jobId: String(++lastJob) }) => tell(payload, job);
}

export async function makeChannel(store: Store, serviceUrl: string): Promise<Channel> {
  const partner = await makePartner(store);
  const { channel } = await store.channels.install(
    {
      id: newId('channel'),
      partnerId: partner.id,
      tenantId: partner.tenantId,
      teamId: '19:team@thread.tacv2',
      teamsChannelId: `19:${randomUUID()}@thread.tacv2`,
      serviceUrl,
      language: 'en',
    },
    () => ({ posts: [], jobs: [] }),
  );
  return channel;
}

/** A card with a button, its text as given. */
export function card(text: string): Json {
  const content = {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text }],
    actions: [{ type: 'Action.Execute', title: 'Claim', verb: 'claim', data: { case: 'c' } }],
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

export function postIn(channel: Channel, text: string, more: Partial<NewPost> = {}): NewPost {
  return {
    id: newId('post'),
    partnerId: channel.partnerId,
    place: { kind: 'channel', channelId: channel.id },
    content: { kind: 'fixed', activity: card(text) },
    language: 'en',
    ...more,
  };
}

export interface Message {
  readonly id: string;
  readonly conversationId: string;
  /** Text of the card. */
  text: string;
  /** What the card's button carries. */
  data: unknown;
  updates: number;
}

/** A Teams that keeps the bot's messages, and does what a test plans for its next requests. */
export function teamsAt(server: LocalServer): {
  readonly messages: Message[];
  /** `done`: the message is posted or changed, but the answer is this one. */
  plan(...next: readonly (Reply | { readonly done: Reply } | 'well')[]): void;
} {
  const messages: Message[] = [];
  const planned: (Reply | { readonly done: Reply } | 'well')[] = [];
  let ids = 1_700_000_000_000;

  function act({ method, path, body }: Asked): Reply {
    const [, , , conversation, , activityId = ''] = path.split('/').map(decodeURIComponent);
    if (method === 'POST') {
      const id = String(++ids);
      const created = path.endsWith('/v3/conversations');
      const root = created
        ? `${String(pick(body, 'channelData', 'channel', 'id'))};messageid=${id}`
        : (conversation ?? '');
      messages.push({
        id,
        conversationId: root,
        updates: 0,

        ...shown(created ? pick(body, 'activity') : body),
      });
      return { status: 201, json: created ? { id: root, activityId: id } : { id } };
    }
    const at = messages.findIndex((m) => m.id === activityId && m.conversationId === conversation);
    const message = messages[at];
    if (message === undefined)
      return { status: 404, json: { error: { code: 'ActivityNotFoundInConversation', message: 'not there' } } };
    if (method === 'PUT') Object.assign(message, shown(body), { updates: message.updates + 1 });
    if (method === 'DELETE') messages.splice(at, 1);
    return { json: { id: activityId } };
  }

  server.always((asked) => {
    const plan = planned.shift() ?? 'well';
    if (plan === 'well') return act(asked);
    if (typeof plan === 'object' && 'done' in plan) {
      act(asked);
      return plan.done;
    }
    return plan;
  });
  return { messages, plan: (...next) => planned.push(...next) };
}

function shown(activity: unknown): { readonly text: string; readonly data: unknown } {
  const content = pick(activity, 'attachments', 0, 'content');
  return {
    text: String(pick(content, 'body', 0, 'text') ?? pick(activity, 'text')),
    data: pick(content, 'actions', 0, 'data'),
  };
}

/** The value at a path of a JSON value. */
export function pick(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (v, key) => (typeof v === 'object' && v !== null ? Reflect.get(v, key) : undefined),
    value,
  );
}

export function error(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, json: { error: { code, message: 'so it is' } } };
}

export async function byId(store: Store, post: NewPost): Promise<Post> {
  const found = await store.posts.byId(post.id);
  if (found === undefined) throw new Error('the post is not stored');
  return found;
}
