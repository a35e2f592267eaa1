import assert from 'node:assert/strict';
import { createAdopt, type SeenMessage } from '../../../src/teams/transport/adopt.ts';
import { readMark } from '../../../src/teams/transport/mark.ts';
import type { NewPost } from '../../../src/workflow/post-ports.ts';
import type { Channel } from '../../../src/workflow/teams-ports.ts';
import { testDatabase } from '../../support/database.ts';
import { localServer } from '../../support/http-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { byId, error, type Message, makeChannel, openConnector, openTell, postIn, teamsAt } from './scene.ts';

describe('Adopting a message that may be there twice', () => {
  const { store } = testDatabase();
  const server = localServer();
  let teams: ReturnType<typeof teamsAt>;
  let channel: Channel;

  beforeEach(async () => {
    teams = teamsAt(server);
    channel = await makeChannel(store(), server.url);
  });

  /** Posted twice, as the first answer was lost; the second is on record. */
  async function postedTwice(): Promise<{ readonly post: NewPost; readonly first: Message; readonly second: Message }> {
    const post = postIn(channel, 'a case');
    await store().posts.add([post], []);
    teams.plan({ done: error(502, 'ServiceError') });
    const tell = openTell(store());
    await tell({ thread: channel.teamsChannelId });
    await tell({ thread: channel.teamsChannelId });
    const [first, second] = teams.messages;
    assert.ok(first && second && teams.messages.length === 2);
    return { post, first, second };
  }
  const seen = ({ conversationId, id }: Message, more: Partial<SeenMessage> = {}): SeenMessage => ({
    conversationId,
    activityId: id,
    serviceUrl: server.url,
    tenantId: channel.tenantId,
    ...more,
  });
  const adopt = (postId: NewPost['id'], message: SeenMessage) =>
    createAdopt({ posts: store().posts, connector: openConnector(), log: quietLog })(postId, message);

  it('deletes the one that is not on record when somebody clicks on it', async () => {
    const { post, first, second } = await postedTwice();

    const mark = readMark(first.data);
    const adopted = await adopt(post.id, seen(first));

    assert.equal(mark?.postId, post.id);
    assert.equal(adopted, 'removed');
    assert.deepEqual(teams.messages, [second]);
  });

  it('leaves the one on record alone', async () => {
    const { post, second } = await postedTwice();

    const adopted = await adopt(post.id, seen(second));

    assert.equal(adopted, 'known');
    assert.equal(teams.messages.length, 2);
  });

  it('takes the one that is seen where none is on record, and posts no other', async () => {
    const post = postIn(channel, 'a case');
    await store().posts.add([post], []);
    teams.plan({ done: error(502, 'ServiceError') });
    const tell = openTell(store());
    await tell({ thread: channel.teamsChannelId });
    const [only] = teams.messages;
    assert.ok(only);

    const adopted = await adopt(post.id, seen(only));
    await tell({ thread: channel.teamsChannelId });

    assert.equal(adopted, 'taken');
    assert.equal((await byId(store(), post)).sentTo?.activityId, only.id);
    assert.equal(teams.messages.length, 1);
  });

  it('says so where the duplicate cannot be deleted now', async () => {
    const { post, first } = await postedTwice();
    teams.plan(error(429, 'Throttled', { 'retry-after': '5' }));

    assert.equal(await adopt(post.id, seen(first)), 'left');
  });

  it('deletes nothing while the post is being sent, as it may be what is on its way', async () => {
    const { post, first } = await postedTwice();
    await store().posts.sending(await byId(store(), post), 20);

    const adopted = await adopt(post.id, seen(first));

    assert.equal(adopted, 'left');
    assert.equal(teams.messages.length, 2);
  });

  it('deletes nothing that is the message of another post, whatever a client says', async () => {
    const { post } = await postedTwice();
    const other = postIn(channel, 'another case');
    await store().posts.add([other], []);
    await openTell(store())({ thread: channel.teamsChannelId });
    const message = teams.messages.find(({ text }) => text === 'another case');
    assert.ok(message);

    const adopted = await adopt(post.id, seen(message));

    assert.equal(adopted, 'known');
    assert.equal(teams.messages.length, 3);
  });

  it('believes no mark of another tenant, of another conversation, or of a post that was never sent', async () => {
    const { post, first } = await postedTwice();
    const unsent = postIn(channel, 'not yet');
    await store().posts.add([unsent], []);

    const adopted = [
      await adopt(post.id, seen(first, { tenantId: '22222222-aaaa-4bbb-8ccc-000000000002' })),
      await adopt(post.id, seen(first, { conversationId: '19:elsewhere@thread.tacv2;messageid=1' })),
      await adopt(unsent.id, seen(first)),
      await adopt(`post_${'0'.repeat(32)}`, seen(first)),
    ];

    assert.deepEqual(adopted, ['foreign', 'foreign', 'foreign', 'foreign']);
    assert.equal(teams.messages.length, 2);
  });
});

describe('The mark of a message', () => {
  const postId = `post_${'a'.repeat(32)}`;

  it('is read from the data of a click', () => {
    assert.deepEqual(readMark({ case: 'c', post: { id: postId, attempt: 2 } }), { postId, attempt: 2 });
  });

  for (const data of [
    undefined,
    null,
    'post',
    [],
    {},
    { post: postId },
    { post: { id: 'post_1', attempt: 1 } },
    { post: { id: postId } },
    { post: { id: postId, attempt: '1' } },
    { post: { id: postId, attempt: 0 } },
  ]) {
    it(`is none in ${JSON.stringify(data)}`, () => {
      assert.equal(readMark(data), undefined);
    });
  }
});
