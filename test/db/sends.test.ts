import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { Post } from '../../src/workflow/post-ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeChannel, makePartner } from './fixtures.ts';
import { fixed } from './post-fixtures.ts';

describe('sends of many channels at once', () => {
  const { database, store, url } = testDatabase();

  /** Channels of one partner, each with so many messages that are due. */
  async function busy(channels: number, messages: number): Promise<readonly Channel[]> {
    const partner = await makePartner(store());
    const made = await Promise.all(Array.from({ length: channels }, () => makeChannel(store(), partner)));
    for (const channel of made)
      for (let i = 1; i <= messages; i++) await store().posts.add([fixed(channel, `message ${i}`)], []);
    return made;
  }

  const sentTo = ({ thread }: Post, activityId: string) => ({ conversationId: thread, activityId });

  it('find for each channel what is due there, in its order, and no more than was asked for', async () => {
    const channels = await busy(12, 3);
    const empty = await makeChannel(store(), await makePartner(store()));
    const limits = [...channels, empty].map((_, i) => (i % 3) + 1);

    const found = await Promise.all(
      [...channels, empty].map(({ teamsChannelId }, i) => store().posts.due(teamsChannelId, limits[i] ?? 0)),
    );

    const texts = (posts: readonly Post[]) =>
      posts.map(({ content }) => JSON.stringify(content).match(/message \d/)?.[0]);
    const threads = (posts: readonly Post[]) => [...new Set(posts.map(({ thread }) => thread))];
    for (const [i, { teamsChannelId }] of channels.entries()) {
      assert.deepEqual(threads(found[i] ?? []), [teamsChannelId]);
      assert.deepEqual(texts(found[i] ?? []), ['message 1', 'message 2', 'message 3'].slice(0, limits[i]));
    }
    assert.deepEqual(found.at(-1), []);
  });

  it('keep the limit of their tenant across processes, and none is sent twice or left over', async () => {
    const other = await openDatabase({ url: url(), log: quietLog });
    const channels = await busy(80, 1);
    const [here, there] = [store().posts, createStore(other).posts];
    const due = (await Promise.all(channels.map(({ teamsChannelId }) => here.due(teamsChannelId, 1)))).flat();
    const patience = 20;

    const waits = await Promise.all(
      due.map(async (post, i) => (await (i % 2 === 0 ? here : there).sending(post, patience)).waitMs),
    );
    const begun = due.filter((_, i) => (waits[i] ?? 0) <= patience);
    await Promise.all(
      begun.map((post, i) => (i % 2 === 0 ? there : here).sent(post.id, sentTo(post, post.id), undefined)),
    );
    await other.close();

    const { rows } = await database().pool.query<{ state: string; sent_activity_id: string | null; id: string }>(
      'select id, state, sent_activity_id from posts where id = any($1)',
      [due.map(({ id }) => id)],
    );
    const sent = rows.filter(({ state }) => state === 'sent');
    assert.ok(begun.length >= 1 && begun.length <= 50, `${begun.length} in the first window`);
    assert.deepEqual(sent.map(({ id }) => id).toSorted(), begun.map(({ id }) => id).toSorted());
    assert.ok(sent.every(({ id, sent_activity_id }) => id === sent_activity_id));
    assert.ok(rows.every(({ state }) => state === 'sent' || state === 'due'));
  });

  it('fail for the one whose answer cannot be stored, and for no other', async () => {
    const channels = await busy(5, 1);
    const due = (await Promise.all(channels.map(({ teamsChannelId }) => store().posts.due(teamsChannelId, 1)))).flat();
    await Promise.all(due.map((post) => store().posts.sending(post, 20)));

    const noInteger = 2 ** 40;
    const ended = await Promise.allSettled(
      due.map((post, i) => store().posts.sent(post.id, sentTo(post, post.id), i === 2 ? noInteger : undefined)),
    );

    assert.deepEqual(
      ended.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    const states = await Promise.all(due.map(async ({ id }) => (await store().posts.byId(id))?.state));
    assert.deepEqual(states, ['sent', 'sent', 'sending', 'sent', 'sent']);
  });

  it('say of a post that is not there that it cannot be sent, and begin the others once', async () => {
    const channels = await busy(3, 1);
    const due = (await Promise.all(channels.map(({ teamsChannelId }) => store().posts.due(teamsChannelId, 1)))).flat();
    const [first] = due;
    assert.ok(first);
    const gone: Post = { ...first, id: 'post_00000000-0000-4000-8000-000000000000' };

    const begun = await Promise.allSettled([...due, gone].map((post) => store().posts.sending(post, 20)));

    assert.deepEqual(
      begun.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'fulfilled', 'rejected'],
    );
    const attempts = await Promise.all(due.map(async ({ id }) => (await store().posts.byId(id))?.attempt));
    assert.deepEqual(attempts, [1, 1, 1]);
  });
});
