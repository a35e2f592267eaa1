import assert from 'node:assert/strict';
import type { NewPost } from '../../../src/workflow/post-ports.ts';
import type { Channel } from '../../../src/workflow/teams-ports.ts';
import { testDatabase } from '../../support/database.ts';
import { localServer } from '../../support/http-server.ts';
import { byId, card, error, makeChannel, openTell, postIn, stillClock, teamsAt } from './scene.ts';

const draw = (_: unknown, shrink?: 'smaller') => Promise.resolve({ activity: card(shrink ?? 'full') });

describe('Telling when Teams does not take it', () => {
  const { store } = testDatabase();
  const server = localServer();
  let teams: ReturnType<typeof teamsAt>;
  let channel: Channel;
  let clock: ReturnType<typeof stillClock>;
  let tell: ReturnType<typeof openTell>;

  beforeEach(async () => {
    teams = teamsAt(server);
    channel = await makeChannel(store(), server.url);
    clock = stillClock();
    tell = openTell(store(), { now: clock.now });
  });

  async function add(...texts: readonly string[]): Promise<readonly NewPost[]> {
    const posts = texts.map((text) => postIn(channel, text));
    for (const post of posts) await store().posts.add([post], []);
    return posts;
  }
  const run = () => tell({ thread: channel.teamsChannelId });
  const texts = () => teams.messages.map(({ text }) => text);
  const states = (posts: readonly NewPost[]) =>
    Promise.all(posts.map(async (post) => (await byId(store(), post)).state));

  it('leaves a conversation alone as long as it asks for, then sends all in their order', async () => {
    await add('1', '2', '3');
    teams.plan('well', error(429, 'Throttled', { 'retry-after': '30' }));

    await run();
    await add('4');
    await run();
    const before = texts();
    clock.pass(31_000);
    await run();

    assert.deepEqual(before, ['1']);
    assert.equal(server.asked.length, 5);
    assert.deepEqual(texts(), ['1', '2', '3', '4']);
  });

  it('waits 1, 2, 4 seconds where a conversation does not say how long', async () => {
    const [post] = await add('1');
    assert.ok(post);
    teams.plan(error(429, 'Throttled'), error(429, 'Throttled'), error(429, 'Throttled'));

    const counts: number[] = [];
    for (const ms of [0, 900, 200, 1900, 200, 3900, 200]) {
      clock.pass(ms);
      await run();
      counts.push(server.asked.length);
    }

    assert.deepEqual(counts, [1, 1, 2, 2, 3, 3, 4]);
    assert.deepEqual(await states([post]), ['sent']);
  });

  it('comes back after a clash in the conversation, and posts once', async () => {
    await add('1');
    teams.plan(error(412, 'PreconditionFailed'));

    await run();
    clock.pass(2000);
    await run();

    assert.deepEqual(texts(), ['1']);
  });

  it('keeps everything while its own token is refused, or nobody listens', async () => {
    const posts = await add('1', '2');
    teams.plan(error(401, 'BotNotRegistered'));

    await run();
    const waiting = await states(posts);
    clock.pass(2000);
    await run();

    assert.deepEqual(waiting, ['due', 'due']);
    assert.deepEqual(texts(), ['1', '2']);
  });

  for (const [name, lost] of [
    ['502', error(502, 'ServiceError')],
    ['connection reset', 'reset'],
  ] as const) {
    it(`posts again what may not have been posted (${name}), with the next number of the try`, async () => {
      const [post] = await add('1');
      teams.plan({ done: lost });

      await run();
      await run();

      assert.deepEqual(
        teams.messages.map(({ text, data }) => [text, data]),
        [
          ['1', { case: 'c', post: { id: post?.id, attempt: 1 } }],
          ['1', { case: 'c', post: { id: post?.id, attempt: 2 } }],
        ],
      );
    });
  }

  it('does not hold up the others for one that may not have been posted', async () => {
    await add('1', '2');
    teams.plan(error(500, 'ServiceError'));

    await run();

    assert.deepEqual(texts(), ['2']);
  });

  it('repeats an update that may not have been made, and posts nothing new', async () => {
    // Only what lives is sent again, and that is drawn each time.
    const living = { activity: { type: 'message', text: '1' } };
    tell = openTell(store(), { now: clock.now, draw: () => Promise.resolve(living) });
    const [post] = await add('1');
    assert.ok(post);
    await run();
    await store().posts.later(post.id, new Date(0).toISOString(), 'as if its case had changed');
    teams.plan({ done: error(502, 'ServiceError') });

    await run();
    await run();

    assert.deepEqual(
      teams.messages.map(({ text, updates }) => [text, updates]),
      [['1', 2]],
    );
    assert.deepEqual(await states([post]), ['sent']);
  });

  for (const [code, status, state] of [
    ['BotNotInConversationRoster', 403, 'removed'],
    ['BotDisabledByAdmin', 403, 'blocked'],
    ['ConversationNotFound', 404, 'gone'],
    ['NotEnoughPermissions', 403, 'refused'],
  ] as const) {
    it(`stops at once for a channel that answers ${code}, and sends what waited once the bot is added again`, async () => {
      const posts = await add('1', '2', '3');
      teams.plan(error(status, code));

      await run();
      await add('4');
      await run();
      const stopped = { asked: server.asked.length, state: (await store().channels.byId(channel.id))?.state };
      const { id: _id, state: _state, ...same } = channel;
      await store().channels.install({ ...same, id: channel.id }, () => ({ posts: [], jobs: [] }));
      await run();

      assert.deepEqual(stopped, { asked: 1, state });
      assert.deepEqual(await states(posts), ['sent', 'sent', 'sent']);
      assert.equal((await store().deadLetters.count(channel.partnerId)).total, 0);
      assert.deepEqual(texts(), ['1', '2', '3', '4']);
    });
  }

  it('does not take a thread that is gone for a channel that is gone', async () => {
    const conversationId = `${channel.teamsChannelId};messageid=1`;
    const reply = postIn(channel, 'reply', {
      place: { kind: 'conversation', conversationId, serviceUrl: server.url, tenantId: channel.tenantId },
    });
    await store().posts.add([reply], []);
    await add('news');
    teams.plan(error(404, 'ConversationNotFound'));

    await run();

    assert.deepEqual(await states([reply]), ['failed']);
    assert.deepEqual(texts(), ['news']);
    assert.equal((await store().channels.byId(channel.id))?.state, 'ready');
  });

  it('gives up one message to a person who blocked the bot', async () => {
    const chat = postIn(channel, 'hello', {
      place: { kind: 'conversation', conversationId: 'a:blocked', serviceUrl: server.url, tenantId: channel.tenantId },
    });
    await store().posts.add([chat], []);
    teams.plan(error(403, 'ConversationBlockedByUser'));

    await tell({ thread: 'a:blocked' });

    assert.deepEqual(await states([chat]), ['failed']);
  });

  describe('because it is too big', () => {
    it('draws it smaller', async () => {
      await add('1');
      teams.plan(error(413, 'MessageSizeTooBig'));

      await openTell(store(), { draw })({ thread: channel.teamsChannelId });

      assert.deepEqual(texts(), ['smaller']);
    });

    it('gives it up where that is too big as well, and goes on', async () => {
      const [first] = await add('1', '2');
      assert.ok(first);
      teams.plan(error(413, 'MessageSizeTooBig'), error(413, 'MessageSizeTooBig'));

      await openTell(store(), { draw })({ thread: channel.teamsChannelId });

      assert.deepEqual(await states([first]), ['failed']);
      assert.deepEqual(texts(), ['full']);
    });
  });

  it('gives up what Teams refuses, and goes on', async () => {
    const [first] = await add('1', '2');
    assert.ok(first);
    teams.plan(error(400, 'BadArgument'));

    await run();

    assert.deepEqual(await states([first]), ['failed']);
    assert.deepEqual(texts(), ['2']);
  });

  it('posts again what a crash left between sending and writing it down', async () => {
    const [post] = await add('1');
    assert.ok(post);
    const dies = { ...store().posts, sent: () => Promise.reject(new Error('the process was killed')) };
    await assert.rejects(openTell(store(), { posts: dies })({ thread: channel.teamsChannelId }));
    const left = await byId(store(), post);

    await run();

    assert.deepEqual([left.state, left.sentTo], ['sending', undefined]);
    assert.equal(teams.messages.length, 2);
    assert.equal((await byId(store(), post)).sentTo?.activityId, teams.messages[1]?.id);
  });
});
