import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import type { RoomMoment } from '../../src/workflow/sending-ports.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeChannel, makePartner, newId } from './fixtures.ts';

describe('room for calls that are no posts', () => {
  const { database, store, url } = testDatabase();
  const moments = async (key: string): Promise<readonly number[]> => {
    const { rows } = await database().pool.query<{ at: string }>(
      'select (extract(epoch from s) * 1000)::text as at from send_windows, unnest(sent || promised) as s where key = $1 order by s',
      [key],
    );
    return rows.map(({ at }) => Number(at));
  };
  /** At most `most` in any window shorter than `ms`. */
  const keeps = (list: readonly number[], most: number, ms: number) =>
    list.every((first, i) => (list[i + most] ?? Infinity) - first >= ms);

  it('is that of the tenant which posts have, whichever process asks', async () => {
    const partner = await makePartner(store());
    const { tenantId } = partner;
    const other = await openDatabase({ url: url(), log: quietLog, poolSize: 4 });
    const stores = [store(), createStore(other)];
    const channels = await Promise.all(Array.from({ length: 8 }, () => makeChannel(store(), partner)));
    const posts = channels.flatMap(({ id: channelId, partnerId, language }) =>
      Array.from({ length: 4 }, (): NewPost => {
        const place = { kind: 'channel', channelId } as const;
        const content = { kind: 'fixed', activity: { type: 'message', text: 'Hello' } } as const;
        return { id: newId('post'), partnerId, place, content, language };
      }),
    );
    await store().posts.add(posts, []);
    const due = (await Promise.all(channels.map((channel) => store().posts.due(channel.teamsChannelId, 10)))).flat();

    const [calls] = await Promise.all([
      Promise.all(
        Array.from({ length: 90 }, (_, i) =>
          (stores[i % 2] ?? store()).callRoom.take({ tenantId, about: `open:29:${i}` }, undefined, 0),
        ),
      ),
      Promise.all(due.map((post, i) => (stores[i % 2] ?? store()).posts.sending(post, 0))),
    ]);
    await other.close();
    const { rows } = await database().pool.query<{ slot_at: Date }>('select slot_at from posts');

    const taken = [...calls.map(({ moment }) => Date.parse(moment)), ...rows.map((row) => row.slot_at.getTime())];
    assert.deepEqual([calls.length, rows.length], [90, 32]);
    // Less a millisecond for what is lost by reading a moment as one.
    assert.ok(
      keeps(
        taken.toSorted((a, b) => a - b),
        50,
        1029,
      ),
    );
  });

  it('is that of a conversation or person, too', async () => {
    const tenantId = randomUUID();
    const about = `members:${randomUUID()}`;

    await Promise.all(Array.from({ length: 20 }, () => store().callRoom.take({ tenantId, about }, undefined, 0)));

    const taken = await moments(`thread:${about}`);
    assert.ok(taken.length === 20 && keeps(taken, 7, 1030) && keeps(taken, 8, 2030));
  });

  it('is there again for others where it is given back', async () => {
    const call = { tenantId: randomUUID(), about: `open:${randomUUID()}` };
    const { callRoom } = store();
    const given: RoomMoment[] = [];
    for (let i = 0; i < 9; i++) given.push((await callRoom.take(call, undefined, 0)).moment);
    const last = given.at(-1);
    assert.ok(last);

    await callRoom.giveBack(call, last);

    assert.equal((await moments(`tenant:${call.tenantId}`)).length, 8);
    assert.equal((await moments(`thread:${call.about}`)).length, 8);
    assert.equal((await callRoom.take(call, undefined, 0)).moment, last);
  });

  it('is counted from an answer that came late', async () => {
    const call = { tenantId: randomUUID(), about: `open:${randomUUID()}` };
    const { moment } = await store().callRoom.take(call, undefined, 0);
    const [before = 0] = await moments(`tenant:${call.tenantId}`);
    await database().pool.query('select pg_sleep(0.1)');

    await store().callRoom.answered(call, moment);

    const after = await moments(`tenant:${call.tenantId}`);
    assert.ok(after.length === 1 && (after[0] ?? 0) - before >= 100);
  });
});
