import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CaseEvent } from '../../src/domain/events.ts';
import type { CaseId } from '../../src/domain/ids.ts';
import type { Channel, NewPost, Post, StoredCase } from '../../src/workflow/ports.ts';
import { testDatabase } from '../support/database.ts';
import { startedAt } from '../support/samples.ts';
import { cardIn, changeOf, makeCase, makeChannel, makePartner, newId, openingOf } from './fixtures.ts';

const note: readonly CaseEvent[] = [{ type: 'noted', text: 'a note' }];

function fixed(channel: Channel, text: string, more: Partial<NewPost> = {}): NewPost {
  return {
    ...cardIn(channel, newId('case')),
    content: { kind: 'fixed', activity: { type: 'message', text } },
    ...more,
  };
}

describe('the store of posts', () => {
  const { database, store } = testDatabase();

  async function tellJobs(): Promise<{ key: string; queue_name: string; payload: unknown; run_at: Date }[]> {
    const { rows } = await database().pool.query(
      `select j.key, q.queue_name, j.payload, j.run_at from graphile_worker._private_jobs j
       join graphile_worker._private_job_queues q on q.id = j.job_queue_id order by j.key`,
    );
    return rows;
  }

  async function forgetJobs(): Promise<void> {
    await database().pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
  }

  async function scene(): Promise<{ channel: Channel; stored: StoredCase }> {
    const partner = await makePartner(store());
    return { channel: await makeChannel(store(), partner), stored: await makeCase(store(), partner) };
  }

  async function only(channel: Channel): Promise<Post> {
    const [post, ...others] = await store().posts.due(channel.teamsChannelId, 10);
    if (post === undefined || others.length > 0) throw new Error('there is not exactly one post due');
    return post;
  }

  async function sendAll(channel: Channel, seq: number): Promise<void> {
    for (const post of await store().posts.due(channel.teamsChannelId, 10)) {
      await store().posts.sending(post);
      const conversationId = `${channel.teamsChannelId};messageid=${post.id}`;
      await store().posts.sent(post.id, { conversationId, activityId: post.id }, seq);
    }
    await forgetJobs();
  }

  beforeEach(forgetJobs);

  it('come with the job that sends them, one for each conversation', async () => {
    const { channel } = await scene();
    const chat: NewPost['place'] = {
      kind: 'conversation',
      conversationId: `a:${randomUUID()}`,
      serviceUrl: 'https://smba.example/emea/',
      tenantId: channel.tenantId,
    };

    await store().posts.add([fixed(channel, '1'), fixed(channel, '2'), fixed(channel, '3', { place: chat })], []);

    const threads = [channel.teamsChannelId, chat.conversationId].toSorted((a, b) => (a < b ? -1 : 1));
    assert.deepEqual(
      (await tellJobs()).map(({ key, queue_name, payload }) => ({ key, queue_name, payload })),
      threads.map((thread) => ({ key: `tell:${thread}`, queue_name: `thread:${thread}`, payload: { thread } })),
    );
  });

  it('know where they go: the channel as it is now, or the conversation without its message', async () => {
    const { channel } = await scene();
    const conversationId = `${channel.teamsChannelId};messageid=123`;
    const answer = fixed(channel, 'answer', {
      place: { kind: 'conversation', conversationId, serviceUrl: 'https://old.example/', tenantId: channel.tenantId },
    });
    await store().posts.add([fixed(channel, 'news'), answer], []);
    await store().channels.setServiceUrl(channel.id, 'https://new.example/');

    const posts = await store().posts.due(channel.teamsChannelId, 10);

    assert.deepEqual(
      posts.map(({ thread, serviceUrl, teamsChannelId, tenantId, place }) => ({
        thread,
        serviceUrl,
        teamsChannelId,
        tenantId,
        place,
      })),
      [
        {
          thread: channel.teamsChannelId,
          serviceUrl: 'https://new.example/',
          teamsChannelId: channel.teamsChannelId,
          tenantId: channel.tenantId,
          place: { kind: 'channel', channelId: channel.id },
        },
        {
          thread: channel.teamsChannelId,
          serviceUrl: 'https://new.example/',
          teamsChannelId: channel.teamsChannelId,
          tenantId: channel.tenantId,
          place: {
            kind: 'conversation',
            conversationId,
            serviceUrl: 'https://new.example/',
            tenantId: channel.tenantId,
          },
        },
      ],
    );
  });

  it('are made once for one key, also when many make them at once', async () => {
    const { channel } = await scene();

    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        store().posts.add([fixed(channel, `${i}`, { dedupeKey: 'welcome' + channel.id })], []),
      ),
    );

    await only(channel);
  });

  it('are due oldest first, and no more of them than asked for', async () => {
    const { channel } = await scene();
    const posts = ['1', '2', '3'].map((text) => fixed(channel, text));
    for (const post of posts) await store().posts.add([post], []);

    const due = await store().posts.due(channel.teamsChannelId, 2);

    assert.deepEqual(
      due.map((post) => post.id),
      posts.slice(0, 2).map((post) => post.id),
    );
  });

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
    await store().posts.sending(post);
    await store().cases.commit(changeOf(stored, note));
    await forgetJobs();

    await store().posts.sent(post.id, { conversationId: 'c', activityId: 'a' }, 1);

    const again = await only(channel);
    assert.deepEqual(again.sentTo, { conversationId: 'c', activityId: 'a' });
    assert.equal(again.attempt, 0);
    assert.equal((await tellJobs()).length, 1);
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
          await store().posts.sending(post);
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
    await store().posts.sending(due);
    await store().facts.save(stored.case.id, facts, startedAt, []);
    await store().posts.sent(due.id, { conversationId: 'c', activityId: 'a' }, 1);

    assert.deepEqual(due.content, check.content);
    assert.equal((await only(channel)).id, check.id);
    assert.equal((await tellJobs()).length, 1);
  });

  it('whose sending began and did not end are due, and say so', async () => {
    const { channel } = await scene();
    await store().posts.add([fixed(channel, 'half')], []);
    await store().posts.sending(await only(channel));

    const left = await only(channel);

    assert.equal(left.state, 'sending');
    assert.equal(left.attempt, 1);
  });

  it('put off are due when their time has come, and a job comes then', async () => {
    const { channel } = await scene();
    const post = fixed(channel, 'later');
    await store().posts.add([post], []);
    await forgetJobs();
    const at = new Date(Date.now() + 3_600_000).toISOString();

    await store().posts.later(post.id, at, 'too many requests');

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
    assert.deepEqual(
      (await tellJobs()).map(({ payload, run_at }) => ({ payload, at: run_at.toISOString() })),
      [{ payload: { thread: channel.teamsChannelId }, at }],
    );
    await store().posts.later(post.id, new Date(0).toISOString(), 'now');
    assert.equal((await only(channel)).id, post.id);
  });

  it('that failed rest, and are counted', async () => {
    const { channel, stored } = await scene();
    const card = cardIn(channel, stored.case.id);
    await store().posts.add([card], []);

    await store().posts.failed(card.id, 'no such conversation');
    await store().cases.commit(changeOf(stored, note));

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
    assert.equal((await store().posts.byId(card.id))?.state, 'failed');
    assert.equal(await store().posts.countFailed(channel.partnerId), 1);
  });

  it('wait while their channel cannot be posted to', async () => {
    const { channel } = await scene();
    await store().posts.add([fixed(channel, 'news')], []);

    await store().channels.removeTeam(channel.tenantId, channel.teamId);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
    await store().channels.setState(channel.id, 'ready');

    await only(channel);
  });

  it('are found by what Teams calls them, and by the conversation that shows a case', async () => {
    const { channel, stored } = await scene();
    const other = await makeCase(store(), await makePartner(store()));
    const cards: readonly CaseId[] = [other.case.id, stored.case.id];
    const conversationId = `${channel.teamsChannelId};messageid=77`;
    for (const [i, caseId] of cards.entries()) {
      const card = cardIn(channel, caseId);
      await store().posts.add([card], []);
      await store().posts.sent(card.id, { conversationId, activityId: `activity-${i}` }, 1);
    }

    const found = await store().posts.byActivity(conversationId, 'activity-1');

    assert.deepEqual(found?.content, { kind: 'case', caseId: stored.case.id });
    assert.equal(await store().posts.lastCaseOf(conversationId), stored.case.id);
    assert.equal(await store().posts.lastCaseOf('elsewhere'), undefined);
    assert.equal(await store().posts.byActivity(channel.teamsChannelId, 'unknown'), undefined);
  });
});
