import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { hour, minute } from '../../src/domain/clocks.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { raisedPosts } from '../../src/teams/alarm-posts.ts';
import type { Post } from '../../src/workflow/post-ports.ts';
import { makeChannel } from '../db/fixtures.ts';
import { workshop } from '../support/workshop.ts';
import { alarmsIn, kinds, useWatching } from './watching.ts';

describe('alarms', () => {
  const { db, look, open, send, workshop: w } = useWatching();

  describe('that goes on', () => {
    const fail = (why: 'mfa' | 'unreachable') => {
      w().source.onRead = () => {
        throw new OutsideError('no answer', { why });
      };
    };
    const failed = async (times: number) => {
      for (let i = 0; i < times; i++) await w().poll();
    };

    it('shows what is so by now on the same card, and adds nothing; is not touched while that is the same', async () => {
      await w().poll();
      fail('mfa');
      await failed(5);
      await look();
      const [raised] = await send();
      await look();
      const same = await send();
      await failed(2);
      fail('unreachable');
      await failed(1);
      w().clock.move(minute);

      await Promise.all([look(), look(), look()]);

      const [card, ...others] = await send();
      assert.deepEqual(same, []);
      assert.deepEqual([card?.id, card?.isUpdate, others], [raised?.id, true, []]);
      assert.match(card?.text ?? '', /The last 8 looks/);
      assert.deepEqual(
        (await open()).map(({ facts }) => facts),
        [{ since: '2026-03-02T08:00:00.000Z', count: 8, sourceTrouble: 'unreachable' }],
      );
      await look();
      assert.deepEqual(await send(), []);
    });

    it('is sent once, with what is so then, where its card could not be posted yet', async () => {
      await w().poll();
      fail('mfa');
      await failed(5);
      await look();
      await failed(1);
      await look();
      await failed(1);
      await look();

      const [card, ...others] = await send();

      assert.deepEqual(others, []);
      assert.match(card?.text ?? '', /The last 7 looks/);
      assert.deepEqual(await send(), []);
    });

    it('is shown as it is by now in a channel that came meanwhile', async () => {
      await w().poll();
      fail('mfa');
      await failed(5);
      await look();
      await failed(4);
      const fresh = await makeChannel(db.store(), w().partner);

      await look();

      assert.match((await send(fresh))[0]?.text ?? '', /The last 9 looks/);
    });

    it('says since when it was first so, whatever a source that never answered says', async () => {
      fail('mfa');
      await failed(5);
      await look();
      const [raised] = await open();
      w().clock.move(10 * minute);
      await failed(1);

      await look();

      const [still] = await open();
      assert.equal(still?.facts.count, 6);
      assert.equal(still?.facts.since, raised?.facts.since);
    });

    it('neither changes nor comes back once another process has ended it', async () => {
      await w().poll();
      fail('mfa');
      await failed(5);
      await look();
      await send();
      const [alarm] = await open();
      assert.ok(alarm);
      const cards = await db.store().alarms.cards(alarm);
      w().source.onRead = () => undefined;
      await w().poll();
      await look();
      await send();

      const late = cards.map(({ postId }) => ({ postId, activity: { type: 'message', text: 'late' } }));
      assert.equal(await db.store().alarms.change(alarm, { ...alarm.facts, count: 99 }, late), false);

      assert.deepEqual(await send(), []);
      assert.deepEqual(await open(), []);
    });
  });

  it('leaves no card as it was in a channel that came while another process drew the others', async () => {
    await w().poll();
    w().source.onRead = () => {
      throw new OutsideError('it said mfa', { why: 'mfa' });
    };
    for (let i = 0; i < 5; i++) await w().poll();
    await look();
    const [alarm] = await open();
    assert.ok(alarm);
    const { alarms } = db.store();
    const known = await alarms.cards(alarm);
    const drawn = known.map(({ postId }) => ({ postId, activity: { type: 'message', text: 'drawn' } }));
    const fresh = await makeChannel(db.store(), w().partner);
    await look();

    const changed = await alarms.change(alarm, { ...alarm.facts, count: 9 }, drawn);
    const ended = await alarms.clear(alarm, w().clock.iso(), { cards: drawn, posts: [] });
    w().source.onRead = () => undefined;
    await w().poll();
    await look();
    const [late] = await raisedPosts({ store: db.store(), newId: w().deps.newId }, w().partner, alarm, [fresh]);
    assert.ok(late);
    const said = await alarms.sayAlso(alarm, [{ ...late, dedupeKey: randomUUID() }]);

    assert.deepEqual([changed, ended, said], [false, false, false]);
    assert.deepEqual(await open(), []);
    assert.deepEqual(
      (await send(fresh)).map(({ text }) => text.startsWith('All clear.')),
      [true],
    );
  });

  it('stays with its partner: no other is told or shown any of it', async () => {
    const other = await workshop(db);
    await w().receive(w().alert());
    w().clock.move(hour);

    await look();
    await look(other);

    assert.equal((await open()).length, 1);
    assert.deepEqual(await open(other), []);
    assert.deepEqual(await send(other.channel), []);
  });

  it('is told in the default channel alone where a partner has one', async () => {
    const second = await makeChannel(db.store(), w().partner);
    await w().receive(w().alert());
    w().clock.move(hour);
    await look(w(), { routing: { rules: [], defaultChannelId: second.id } });

    assert.equal(alarmsIn(await send(second)).length, 1);
    assert.deepEqual(alarmsIn(await send()), []);
  });

  it('is a row where there is no channel, and is told in the first that comes, but for missing cards', async () => {
    await w().receive(w().alert());
    await send();
    await w().ask(w().people.ada, { type: 'decide', verdict: 'fraud', reason: 'Because' });
    await w().receive(w().alert(1, { subscriptionId: randomUUID() }));
    await db.store().channels.setState(w().channel.id, 'gone');
    w().clock.move(hour);
    await look();
    const raised = await open();
    const fresh = await makeChannel(db.store(), w().partner);

    await look();
    await look();

    assert.deepEqual(kinds(raised).toSorted(), ['not-carded', 'not-reported']);
    const said = alarmsIn(await send(fresh));
    assert.equal(said.length, 1);
    assert.match(said[0]?.text ?? '', /A decision has not reached Partner Center/);
  });

  it('ends as it is even where its card is just being posted', async () => {
    await w().receive(w().alert());
    w().clock.move(hour);
    await look();
    const due = await db.store().posts.due(w().channel.teamsChannelId, 10);
    const card = due.find(({ content }) => content.kind === 'fixed');
    assert.ok(card);
    for (const post of due) await db.store().posts.sending(post, 60_000);
    const sentTo = (post: Post) => ({ conversationId: `c;messageid=${post.id}`, activityId: post.id });
    for (const post of due.filter(({ id }) => id !== card.id))
      await db.store().posts.sent(post.id, sentTo(post), 1_000_000);
    await look();
    assert.deepEqual(await open(), []);

    await db.store().posts.sent(card.id, sentTo(card), undefined);

    const [again] = alarmsIn(await send());
    assert.deepEqual([again?.id, again?.isUpdate], [card.id, true]);
    assert.match(again?.text ?? '', /^All clear\./);
    assert.deepEqual(await send(), []);
  });
});
