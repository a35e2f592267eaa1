import assert from 'node:assert/strict';
import { readMark } from '../../../src/teams/transport/mark.ts';
import type { Channel } from '../../../src/workflow/teams-ports.ts';
import { testDatabase } from '../../support/database.ts';
import { localServer } from '../../support/http-server.ts';
import { swaggerCheck } from '../../support/swagger.ts';
import { byId, card, makeChannel, openTell, pick, postIn, teamsAt } from './scene.ts';

describe('Telling', () => {
  const { database, store } = testDatabase();
  const server = localServer();
  const check = swaggerCheck('botframework-channel.json', ['Activity', 'ConversationParameters', 'Attachment']);
  let teams: ReturnType<typeof teamsAt>;
  let channel: Channel;

  beforeEach(async () => {
    teams = teamsAt(server);
    channel = await makeChannel(store(), server.url);
  });
  afterEach("everything sent fits the connector's description of itself", () => {
    for (const { path, body } of server.asked.filter((asked) => asked.body !== undefined))
      assert.deepEqual(check(path.endsWith('/v3/conversations') ? 'ConversationParameters' : 'Activity', body), []);
  });

  interface TellJob {
    readonly key: string;
    readonly run_at: Date;
    readonly priority: number;
  }
  async function jobs(): Promise<readonly TellJob[]> {
    const { rows } = await database().pool.query<TellJob>(
      'select key, run_at, priority from graphile_worker.jobs where key like $1',
      [`%${channel.teamsChannelId}%`],
    );
    return rows;
  }

  it('opens a thread for a post in a channel, and remembers where it is', async () => {
    const post = postIn(channel, 'a case');
    await store().posts.add([post], []);

    await openTell(store())({ thread: channel.teamsChannelId });

    const [message] = teams.messages;
    const stored = await byId(store(), post);
    assert.equal(teams.messages.length, 1);
    assert.equal(stored.state, 'sent');
    assert.deepEqual(stored.sentTo, { conversationId: message?.conversationId, activityId: message?.id });
  });

  it('replies in a thread and in a 1:1 chat', async () => {
    for (const conversationId of [`${channel.teamsChannelId};messageid=1`, 'a:chat']) {
      const place = {
        kind: 'conversation',
        conversationId,
        serviceUrl: server.url,
        tenantId: channel.tenantId,
      } as const;
      const content = { kind: 'fixed', activity: { type: 'message', text: 'hello' } } as const;
      await store().posts.add([postIn(channel, '', { place, content })], []);
    }

    await openTell(store())({ thread: channel.teamsChannelId });
    await openTell(store())({ thread: 'a:chat' });

    assert.deepEqual(
      teams.messages.map(({ conversationId, text }) => [conversationId, text]),
      [
        [`${channel.teamsChannelId};messageid=1`, 'hello'],
        ['a:chat', 'hello'],
      ],
    );
  });

  it('says in the data of each button of which post and try the message is', async () => {
    const post = postIn(channel, 'a case');
    await store().posts.add([post], []);

    await openTell(store())({ thread: channel.teamsChannelId });

    assert.deepEqual(teams.messages[0]?.data, { case: 'c', post: { id: post.id, attempt: 1 } });
    assert.deepEqual(readMark(teams.messages[0]?.data), { postId: post.id, attempt: 1 });
  });

  it('sends the oldest first', async () => {
    const texts = ['1', '2', '3', '4', '5'];
    for (const text of texts) await store().posts.add([postIn(channel, text)], []);

    await openTell(store())({ thread: channel.teamsChannelId });

    assert.deepEqual(
      teams.messages.map(({ text }) => text),
      texts,
    );
  });

  it('sends nothing twice, however often it is asked', async () => {
    await store().posts.add([postIn(channel, 'a case')], []);
    const tell = openTell(store());

    for (let i = 0; i < 3; i++) await tell({ thread: channel.teamsChannelId });

    assert.equal(server.asked.length, 1);
  });

  it('comes again just before the moment that the limits of Teams give, ahead of all others, and holds no worker until then', async () => {
    await store().posts.add(
      Array.from({ length: 9 }, (_, i) => postIn(channel, String(i))),
      [],
    );
    const now = new Date();
    const tell = openTell(store(), { now: () => now });

    await tell({ thread: channel.teamsChannelId });

    const again = (await jobs()).find(({ key }) => key === `tell:${channel.teamsChannelId}:slot`);
    assert.equal(teams.messages.length, 7);
    const { rows } = await database().pool.query<{ slot_at: Date }>(
      'select slot_at from posts where thread = $1 and slot_at is not null',
      [channel.teamsChannelId],
    );
    const [waiting, ...others] = rows;
    assert.ok(again !== undefined && waiting !== undefined && others.length === 0);
    assert.equal(again.priority, -1);
    assert.ok(again.run_at > now && again.run_at < waiting.slot_at);
  });

  it('draws what has to wait once its moment has come, where others of the tenant wait already', async () => {
    const tenant = `tenant:${channel.tenantId}`;
    await database().pool.query(
      `insert into send_windows select $1, array_agg(now() + interval '1.03 s' * (i / 50)) from generate_series(0, 2999) as i`,
      [tenant],
    );
    const chats = ['a:first', 'a:second'].map((conversationId) => {
      const place = {
        kind: 'conversation',
        conversationId: `${conversationId} ${channel.id}`,
        serviceUrl: server.url,
        tenantId: channel.tenantId,
      } as const;
      return postIn(channel, conversationId, { place });
    });
    await store().posts.add(chats, []);
    const drawn: string[] = [];
    const now = new Date();
    const tell = openTell(store(), {
      now: () => now,
      draw: ({ id, content }) => {
        drawn.push(id);
        return Promise.resolve(content.kind === 'fixed' ? { activity: content.activity } : undefined);
      },
    });
    const threads = ['a:first', 'a:second'].map((name) => `${name} ${channel.id}`);

    for (const thread of threads) await tell({ thread });
    const before = [...drawn];
    await database().pool.query("update send_windows set sent = '{}' where key = $1", [tenant]);
    await database().pool.query('update posts set slot_at = now() where id = any($1)', [chats.map(({ id }) => id)]);
    for (const thread of threads) await tell({ thread });

    const [first, second] = chats.map(({ id }) => id);
    assert.deepEqual(before, [first]);
    assert.deepEqual(drawn, [first, first, second]);
    assert.deepEqual(
      teams.messages.map(({ text }) => text),
      ['a:first', 'a:second'],
    );
  });

  it('updates a card that lives in place', async () => {
    const { post, tell } = await livingCard();

    const stored = await byId(store(), post);
    await redraw(post.id);
    await tell({ thread: channel.teamsChannelId });

    assert.deepEqual(
      teams.messages.map(({ id, text, updates }) => ({ id, text, updates })),
      [{ id: stored.sentTo?.activityId, text: 'version 2', updates: 1 }],
    );
  });

  it('posts a card anew that is not there any more, as a new thread, and updates that from then on', async () => {
    const { post, tell } = await livingCard();
    const before = await byId(store(), post);
    teams.messages.splice(0);

    await redraw(post.id);
    await tell({ thread: channel.teamsChannelId });
    await redraw(post.id);
    await tell({ thread: channel.teamsChannelId });

    const after = await byId(store(), post);
    assert.notDeepEqual(after.sentTo, before.sentTo);
    assert.deepEqual(
      teams.messages.map(({ id, text, updates }) => ({ id, text, updates })),
      [{ id: after.sentTo?.activityId, text: 'version 3', updates: 1 }],
    );
  });

  it('goes on with the others where one cannot be drawn, and tries that one later', async () => {
    const [bad, good] = [postIn(channel, 'bad'), postIn(channel, 'good')];
    await store().posts.add([bad, good], []);
    const draw = ({ id }: { id: string }) =>
      id === bad.id ? Promise.reject(new Error('a bug')) : Promise.resolve({ activity: card('good') });

    await openTell(store(), { draw, now: () => new Date() })({ thread: channel.teamsChannelId });

    assert.deepEqual(
      teams.messages.map(({ text }) => text),
      ['good'],
    );
    assert.equal((await byId(store(), bad)).state, 'due');
  });

  it('does not send text and card in one activity, which Teams would split', async () => {
    const both = postIn(channel, 'both');
    await store().posts.add([both], []);

    await openTell(store(), { draw: async () => ({ activity: { ...Object(card('x')), text: 'y' } }) })({
      thread: channel.teamsChannelId,
    });

    assert.equal(server.asked.length, 0);
  });

  it('gives up what has nothing to show any more', async () => {
    const post = postIn(channel, 'gone');
    await store().posts.add([post], []);

    await openTell(store(), { draw: () => Promise.resolve(undefined) })({ thread: channel.teamsChannelId });

    assert.equal((await byId(store(), post)).state, 'failed');
    assert.equal(server.asked.length, 0);
  });

  /** A post that shows a number which grows with each drawing. */
  async function livingCard() {
    const post = postIn(channel, 'a case');
    await store().posts.add([post], []);
    let version = 0;
    const tell = openTell(store(), { draw: () => Promise.resolve({ activity: card(`version ${++version}`) }) });
    await tell({ thread: channel.teamsChannelId });
    assert.equal(pick(teams.messages, 0, 'text'), 'version 1');
    return { post, tell };
  }

  async function redraw(postId: string): Promise<void> {
    await database().pool.query("update posts set state = 'due', due_at = now() where id = $1", [postId]);
  }
});
