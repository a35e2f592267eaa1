import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CaseEvent } from '../../src/domain/events.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';
import { testDatabase } from '../support/database.ts';
import { startedAt } from '../support/samples.ts';
import { cardIn, changeOf, makeChannel, makePartner, openingOf } from './fixtures.ts';
import { postsOf } from './post-fixtures.ts';

const note: readonly CaseEvent[] = [{ type: 'noted', text: 'a note' }];

describe('posts of a case or a check', () => {
  const { database, store } = testDatabase();
  const { scene, only, sendAll, tellJobs, forgetJobs } = postsOf(database, store);

  it('of a new case come with it', async () => {
    const partner = await makePartner(store());
    const channel = await makeChannel(store(), partner);
    const opening = openingOf(partner);

    await store().cases.commit({ ...opening, posts: [cardIn(channel, opening.case.id)] });

    assert.deepEqual((await only(channel)).content, { kind: 'case', caseId: opening.case.id });
    assert.equal((await tellJobs()).length, 1);
  });

  it('that live are due again, once, after however many changes of their case, wherever they stand', async () => {
    const { channel, stored } = await scene();
    const other = await makeChannel(store(), await makePartner(store()));
    await store().posts.add([cardIn(channel, stored.case.id), cardIn(other, stored.case.id)], []);
    await sendAll(channel, 1);
    await sendAll(other, 1);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);

    const first = changeOf(stored, note);
    await store().cases.commit(first);
    await store().cases.commit(changeOf(first, note));

    assert.equal((await only(channel)).state, 'due');
    assert.equal((await only(other)).state, 'due');
    assert.equal((await tellJobs()).length, 2);
    await sendAll(channel, 3);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });

  it('are not due again after a command that was refused', async () => {
    const { channel, stored } = await scene();
    await store().posts.add([cardIn(channel, stored.case.id)], []);
    await sendAll(channel, 1);

    const answer = { kind: 'refused', refusal: { kind: 'not-owned' } } as const;
    await store().cases.commit({ ...changeOf(stored, []), key: randomUUID(), answer });

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
    assert.deepEqual(await tellJobs(), []);
  });

  it('stay due, with a job, when their case changed while they were sent', async () => {
    const { channel, stored } = await scene();
    await store().posts.add([cardIn(channel, stored.case.id)], []);
    const post = await only(channel);
    await store().posts.sending(post, 20);
    await store().cases.commit(changeOf(stored, note));
    await forgetJobs();

    await store().posts.sent(post.id, { conversationId: 'c', activityId: 'a' }, 1);

    const again = await only(channel);
    assert.deepEqual(again.sentTo, { conversationId: 'c', activityId: 'a' });
    assert.equal(again.attempt, 0);
    assert.equal((await tellJobs()).length, 1);
  });

  it('stay due when they were drawn from a state that was old already', async () => {
    const { channel, stored } = await scene();
    await store().cases.commit(changeOf(stored, note));
    const card = cardIn(channel, stored.case.id);
    await store().posts.add([card], []);

    await store().posts.sent(card.id, { conversationId: 'c', activityId: 'a' }, 1);
    await only(channel);
    await store().posts.sent(card.id, { conversationId: 'c', activityId: 'a' }, 2);

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });

  it('never rest on an old state, whatever overlaps', async () => {
    const { channel, stored } = await scene();
    await store().posts.add([cardIn(channel, stored.case.id)], []);
    await sendAll(channel, 1);
    let latest: Pick<StoredCase, 'case' | 'head'> = stored;

    for (let round = 0; round < 40; round++) {
      const next = changeOf(latest, note);
      const sendOne = async (): Promise<void> => {
        for (const post of await store().posts.due(channel.teamsChannelId, 10)) {
          const seq = (await store().cases.load(stored.case.id))?.case.seq;
          await store().posts.sending(post, 20);
          await store().posts.sent(post.id, { conversationId: 'c', activityId: 'a' }, seq);
        }
      };
      await Promise.all([store().cases.commit(next), sendOne(), sendOne()]);
      latest = next;
      const { rows } = await database().pool.query<{ state: string; shown_seq: number }>(
        'select state, shown_seq from posts where case_id = $1',
        [stored.case.id],
      );
      assert.ok(rows[0]?.state !== 'sent' || rows[0].shown_seq === latest.case.seq, 'shown, or still to be shown');
    }
  });

  it('of a check are due again when its facts are read, and when they are read while it is sent', async () => {
    const { channel, stored } = await scene();
    const card = cardIn(channel, stored.case.id);
    const check = {
      ...cardIn(channel, stored.case.id),
      content: { kind: 'check', caseId: stored.case.id, check: 'usage' },
    } as const;
    await store().posts.add([card, check], []);
    await sendAll(channel, 1);
    const facts = { check: 'usage', facts: { state: 'unavailable', why: 'not-ready' } } as const;

    await store().facts.save(stored.case.id, facts, startedAt, []);
    const due = await only(channel);
    await store().posts.sending(due, 20);
    await store().facts.save(stored.case.id, facts, startedAt, []);
    await store().posts.sent(due.id, { conversationId: 'c', activityId: 'a' }, 1);

    assert.deepEqual(due.content, check.content);
    assert.equal((await only(channel)).id, check.id);
    assert.equal((await tellJobs()).length, 1);
    await sendAll(channel, 1);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });
});
