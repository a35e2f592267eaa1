import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CaseId } from '../../src/domain/ids.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import { testDatabase } from '../support/database.ts';
import { cardIn, changeOf, makeCase, makePartner } from './fixtures.ts';
import { fixed, postsOf } from './post-fixtures.ts';

describe('the store of posts', () => {
  const { database, store } = testDatabase();
  const { scene, only, tellJobs, forgetJobs } = postsOf(database, store);

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
      (await tellJobs()).map(({ key, payload }) => ({ key, payload })),
      threads.map((thread) => ({ key: `tell:${thread}`, payload: { thread } })),
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

  it('whose sending began and did not end are due, and say so', async () => {
    const { channel } = await scene();
    await store().posts.add([fixed(channel, 'half')], []);
    await store().posts.sending(await only(channel), 20);

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

    await store().posts.failed(card.id, 'gone', 'no such conversation');
    await store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'a note' }]));

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
    assert.equal((await store().posts.byId(card.id))?.state, 'failed');
    assert.deepEqual(await store().deadLetters.count(channel.partnerId), { total: 1, isMore: false });
  });

  it('wait while their channel cannot be posted to', async () => {
    const { channel } = await scene();
    await store().posts.add([fixed(channel, 'news')], []);

    await store().channelStates.close({ channelId: channel.id }, 'removed');
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
