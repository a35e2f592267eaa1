import assert from 'node:assert/strict';
import { createInRoom } from '../../../src/teams/transport/in-room.ts';
import type { Channel } from '../../../src/workflow/teams-ports.ts';
import { testDatabase } from '../../support/database.ts';
import { localServer } from '../../support/http-server.ts';
import { byId, card, error, makeChannel, openTell, postIn, teamsAt } from './scene.ts';

const draw = (_: unknown, shrink?: 'smaller') => Promise.resolve({ activity: card(shrink ?? 'full') });

describe('Telling what takes a second request', () => {
  const { database, store } = testDatabase();
  const server = localServer();
  let teams: ReturnType<typeof teamsAt>;
  let channel: Channel;

  beforeEach(async () => {
    teams = teamsAt(server);
    channel = await makeChannel(store(), server.url);
  });

  const asked = () => server.asked.length;
  async function counted(): Promise<number | undefined> {
    const { rows } = await database().pool.query<{ count: number }>(
      'select cardinality(sent) as count from send_windows where key = $1',
      [`thread:${channel.teamsChannelId}`],
    );
    return rows[0]?.count;
  }
  async function posted() {
    const post = postIn(channel, 'full');
    await store().posts.add([post], []);
    return post;
  }

  it('keeps room for both where the first was too big', async () => {
    await posted();
    teams.plan(error(413, 'MessageSizeTooBig'));

    await openTell(store(), { draw })({ thread: channel.teamsChannelId });

    assert.deepEqual([asked(), await counted()], [2, 2]);
    assert.deepEqual(
      teams.messages.map(({ text }) => text),
      ['smaller'],
    );
  });

  it('keeps room for both where the message to be changed is gone', async () => {
    const post = await posted();
    const tell = openTell(store(), { draw });
    await tell({ thread: channel.teamsChannelId });
    teams.messages.splice(0);
    await store().posts.later(post.id, new Date(0).toISOString(), 'as if its case had changed');

    await tell({ thread: channel.teamsChannelId });

    assert.deepEqual([asked(), await counted()], [3, 3]);
    assert.equal(teams.messages.length, 1);
  });

  it('comes again later where there is no room for the second, and asks nothing more of Teams until then', async () => {
    const post = await posted();
    teams.plan(error(413, 'MessageSizeTooBig'), 'well');
    await database().pool.query('insert into send_windows (key, sent) values ($1, array_fill(now(), array[6]))', [
      `thread:${channel.teamsChannelId}`,
    ]);
    const tell = openTell(store(), { draw, inRoom: createInRoom(store().callRoom, 0) });

    await tell({ thread: channel.teamsChannelId });

    const { state, sentTo } = await byId(store(), post);
    assert.deepEqual([asked(), teams.messages.length, state, sentTo], [1, 0, 'due', undefined]);
  });
});
