import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { CaseId } from '../../src/domain/ids.ts';
import { alertKey } from '../../src/workflow/card-missing.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';
import type { NewPost, Post } from '../../src/workflow/post-ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { cardIn, changeOf, makeCase, makeChannel, makePartner, newId } from './fixtures.ts';
import { postsOf } from './post-fixtures.ts';

const bursts = { cards: 3, minutes: 10 };

describe('alerts of a burst', () => {
  const { database, store, url } = testDatabase();
  const { forgetJobs, tellJobs } = postsOf(database, store);

  /** Cases that open one after another, with an alert each that waits in the channel. */
  async function alerts(channel: Channel, count: number): Promise<readonly StoredCase[]> {
    const partner = await store().partners.byId(channel.partnerId);
    assert.ok(partner);
    const cases: StoredCase[] = [];
    for (let i = 0; i < count; i++) {
      const stored = await makeCase(store(), partner);
      await store().posts.add([alertOf(channel, stored.case.id)], []);
      cases.push(stored);
    }
    return cases;
  }

  function alertOf(channel: Channel, caseId: CaseId, failed = 0): NewPost {
    return { ...cardIn(channel, caseId), dedupeKey: alertKey(caseId, channel.id, failed) };
  }

  const due = (channel: Channel) => store().posts.due(channel.teamsChannelId, 50, bursts);

  async function send(posts: readonly Post[]): Promise<void> {
    for (const post of posts) {
      await store().posts.sending(post, 60_000);
      const conversationId = `${post.thread};messageid=${post.id}`;
      await store().posts.sent(
        post.id,
        { conversationId, activityId: post.id },
        post.content.kind === 'list' ? undefined : 1,
      );
    }
  }

  async function scene(count: number) {
    const channel = await makeChannel(store(), await makePartner(store()));
    return { channel, cases: await alerts(channel, count) };
  }

  const kinds = (posts: readonly Post[]) => posts.map(({ content }) => content.kind);
  const listIn = (posts: readonly Post[]) => {
    const list = posts.find(({ content }) => content.kind === 'list');
    assert.ok(list);
    return list;
  };
  const numbersOf = (cases: readonly StoredCase[]) => cases.map((one) => one.case.number);
  const read = (list: Post, offset = 0, limit = 100) => store().alertLists.read(list.id, { offset, limit });
  const age = (channel: Channel, minutes: number) =>
    database().pool.query('update posts set alerted_at = alerted_at - make_interval(mins => $2) where thread = $1', [
      channel.teamsChannelId,
      minutes,
    ]);

  it('have cards of their own as many as may, and one list together', async () => {
    const { channel, cases } = await scene(8);

    const posts = await due(channel);

    assert.deepEqual(kinds(posts), ['case', 'case', 'case', 'list']);
    const list = await read(listIn(posts));
    assert.deepEqual(
      list?.rows.map(({ number }) => number),
      numbersOf(cases).slice(3),
    );
    assert.deepEqual([list?.total, list?.undecided, list?.channelId], [5, 5, channel.id]);
    assert.ok(list?.rows.every(({ hasCard }) => !hasCard));
  });

  it('are no burst as long as they are few, at once and one after another', async () => {
    const { channel } = await scene(2);
    const first = await due(channel);
    await send(first);
    await alerts(channel, 1);

    const second = await due(channel);

    assert.deepEqual([kinds(first), kinds(second)], [['case', 'case'], ['case']]);
  });

  it('that come one after another fill the list, and a later one alone has its own card again', async () => {
    const { channel } = await scene(3);
    await send(await due(channel));
    const listed = await alerts(channel, 1);
    const begun = await due(channel);
    await send(begun);
    const more = await alerts(channel, 2);
    await due(channel);

    const list = await read(listIn(begun));
    await age(channel, 11);
    await alerts(channel, 1);
    const later = await due(channel);

    assert.deepEqual(
      list?.rows.map(({ number }) => number),
      numbersOf([...listed, ...more]),
    );
    assert.deepEqual(kinds(later), ['case']);
  });

  it('of another burst begin another list', async () => {
    const { channel } = await scene(4);
    const first = listIn(await due(channel));
    await send(await due(channel));
    await age(channel, 11);
    await alerts(channel, 5);

    const second = listIn(await due(channel));

    assert.notEqual(second.id, first.id);
    assert.deepEqual([(await read(first))?.total, (await read(second))?.total], [1, 2]);
  });

  it('are listed once where two processes look at the channel at once', async () => {
    const { channel, cases } = await scene(12);
    const other = await openDatabase({ url: url(), log: quietLog });
    const there = createStore(other);

    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (i % 2 === 0 ? store() : there).posts.due(channel.teamsChannelId, 50, bursts),
      ),
    );

    await other.close();
    const posts = await due(channel);
    assert.deepEqual(kinds(posts), ['case', 'case', 'case', 'list']);
    const list = await read(listIn(posts));
    assert.equal(list?.total, cases.length - bursts.cards);
  });

  it('leave what may be posted already, and what is no alert, alone', async () => {
    const { channel, cases } = await scene(6);
    const [one] = await store().posts.due(channel.teamsChannelId, 1);
    assert.ok(one && cases[0]);
    await store().posts.sending(one, 60_000);
    await store().posts.later(one.id, new Date().toISOString(), 'perhaps');
    await store().posts.add([cardIn(channel, cases[0].case.id)], []);

    const posts = await due(channel);

    assert.equal(kinds(posts).filter((kind) => kind === 'case').length, 1 + bursts.cards + 1);
    assert.ok(posts.some(({ id }) => id === one.id));
  });

  it('are counted as shown: nothing gives them further cards, until their list cannot be posted', async () => {
    const { channel, cases } = await scene(5);
    const posts = await due(channel);
    await send(posts.filter(({ content }) => content.kind === 'case'));
    const before = await store().cases.uncarded(100, channel.partnerId);

    await store().posts.failed(listIn(posts).id, 'too-big', 'it is too big');

    assert.deepEqual(before, []);
    const after = await store().cases.uncarded(100, channel.partnerId);
    assert.deepEqual(
      new Set(after.map(({ caseId }) => caseId)),
      new Set(cases.slice(3).map((stored) => stored.case.id)),
    );
  });

  it('get a card when one is asked for, once, and stay on the list', async () => {
    const { channel, cases } = await scene(5);
    const posts = await due(channel);
    const list = listIn(posts);
    await send(posts);
    await forgetJobs();
    const asked = cases[4]?.case.id ?? newId('case');

    const given = await Promise.all([1, 2, 3].map(() => store().alertLists.giveCard(list.id, asked)));

    assert.equal(given.filter(Boolean).length, 1);
    assert.deepEqual(kinds(await due(channel)), ['case']);
    const shown = await read(list);
    assert.deepEqual(
      shown?.rows.map(({ hasCard }) => hasCard),
      [false, true],
    );
    assert.deepEqual(
      (await tellJobs()).map(({ key }) => key),
      [`tell:${channel.teamsChannelId}`, `tell:${channel.teamsChannelId}:${list.id}`],
    );
    assert.equal(await store().alertLists.giveCard(list.id, newId('case')), false);
    assert.equal(await store().alertLists.giveCard(newId('post'), asked), false);
  });

  it('get a card when a person works on them, and the list is drawn again for whatever happens to them', async () => {
    const { channel, cases } = await scene(6);
    const posts = await due(channel);
    const list = listIn(posts);
    await send(posts);
    const [, , , worked, touched] = cases;
    assert.ok(worked && touched);

    await store().cases.commit(changeOf(worked, [{ type: 'noted', text: 'mine' }]));
    const afterPerson = kinds(await due(channel));
    await database().pool.query("update posts set due_at = now() where kind = 'list'");

    assert.deepEqual(afterPerson, ['case']);
    assert.deepEqual(kinds(await due(channel)), ['list', 'case'].toSorted());
    assert.deepEqual(
      (await read(list))?.rows.map(({ hasCard }) => hasCard),
      [true, false, false],
    );
  });

  it('have their reminders on the list until they have cards', async () => {
    const { channel, cases } = await scene(5);
    const posts = await due(channel);
    const list = listIn(posts);
    const listed = cases[4]?.case.id ?? newId('case');
    const before = await store().posts.cardsOf(listed);
    await send(posts);
    const onList = await store().posts.cardsOf(listed);
    await store().alertLists.giveCard(list.id, listed);
    await send(await due(channel));

    const own = await store().posts.cardsOf(listed);

    assert.deepEqual(
      [before, onList, own].map((cards) => cards.map(({ content }) => content)),
      [[], [{ kind: 'list' }], [{ kind: 'case', caseId: listed }]],
    );
  });

  it('are read page by page, undecided ones first', async () => {
    const { channel, cases } = await scene(9);
    const list = listIn(await due(channel));
    const [decided] = cases.slice(3);
    assert.ok(decided);
    await store().cases.commit(changeOf(decided, [{ type: 'decided', verdict: 'ignore', reason: 'old', skipped: [] }]));

    const pages = await Promise.all([0, 4, 8].map((offset) => read(list, offset, 4)));

    assert.deepEqual(
      pages.map((page) => page?.rows.map(({ number }) => number)),
      [numbersOf(cases.slice(4, 8)), numbersOf([...cases.slice(8), decided]), []],
    );
    assert.deepEqual([pages[0]?.total, pages[0]?.undecided], [6, 5]);
  });
});
