import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { CaseId } from '../../src/domain/ids.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import type { Job } from '../../src/workflow/job-ports.ts';
import type { Store } from '../../src/workflow/ports.ts';
import type { LetterId } from '../../src/workflow/sending-ports.ts';
import { jobsOf, until } from '../jobs/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { cardIn, changeOf, makeChannel, makePartner } from './fixtures.ts';
import { fixed, postsOf } from './post-fixtures.ts';

const page = { offset: 0, limit: 10 };

describe('dead letters', () => {
  const { database, store, url } = testDatabase();
  const { scene, forgetJobs } = postsOf(database, store);
  const jobs = jobsOf(database);
  let other: Database;
  let second: Store;

  before(async () => {
    other = await openDatabase({ url: url(), log: quietLog });
    second = createStore(other);
  });
  after(() => other.close());

  /** Has the job fail for good, as by its last try. */
  async function dies(job: Job, error = 'something broke'): Promise<LetterId> {
    await store().posts.add([], [job]);
    const { rows } = await database().pool.query<{ id: LetterId }>(
      `update graphile_worker._private_jobs set attempts = max_attempts, last_error = $2 where key = $1
       returning 'job_' || id as id`,
      [job.key, error],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('there is no such job');
    return row.id;
  }

  const report = (caseId: CaseId, key: string = randomUUID()): Job => ({ name: 'report', payload: { caseId }, key });

  it('tell what, where, when and why, of messages and of work, newest first', async () => {
    const { channel, stored } = await scene();
    const message = fixed(channel, 'hello', {
      place: {
        kind: 'conversation',
        conversationId: 'a:chat',
        serviceUrl: channel.serviceUrl,
        tenantId: channel.tenantId,
      },
    });
    const card = cardIn(channel, stored.case.id);
    await store().posts.add([message, card], []);
    const began = Date.now();
    await store().posts.failed(message.id, 'blocked', 'no');
    await store().posts.failed(card.id, 'too-big', 'no');
    const job = await dies(report(stored.case.id), 'mfa: POST to Partner Center: 403');

    const letters = await store().deadLetters.list(channel.partnerId, page);

    const { number: caseNumber } = stored.case;
    const [work, ofCase, text] = letters;
    assert.deepEqual(
      [work, ofCase, text].map((letter) => letter?.id),
      [job, card.id, message.id],
    );
    assert.deepEqual([work?.what, work?.why, work?.caseNumber, work?.place], ['report', 'mfa', caseNumber, undefined]);
    assert.deepEqual([ofCase?.what, ofCase?.why, ofCase?.caseNumber], ['case', 'too-big', caseNumber]);
    assert.deepEqual(ofCase?.place, { kind: 'channel' });
    assert.deepEqual([text?.what, text?.why, text?.caseNumber], ['fixed', 'blocked', undefined]);
    assert.deepEqual(text?.place, { kind: 'chat' });
    assert.ok(letters.every(({ failedAt }) => Date.parse(failedAt) >= began));
    assert.deepEqual(await store().deadLetters.list(channel.partnerId, { offset: 1, limit: 1 }), letters.slice(1, 2));
    assert.deepEqual(await store().deadLetters.count(channel.partnerId), { total: 3, isMore: false });
  });

  it('are not what shows nothing any more, nor a card that has been posted since', async () => {
    const { channel, stored } = await scene();
    const [empty, first, later] = [1, 2, 3].map(() => cardIn(channel, stored.case.id));
    assert.ok(empty && first && later);
    await store().posts.add([first], []);
    await store().posts.failed(first.id, 'too-big', 'no');
    assert.equal((await store().deadLetters.count(channel.partnerId)).total, 1);

    await store().posts.add([later], []);
    assert.equal((await store().deadLetters.count(channel.partnerId)).total, 0);
    await store().posts.failed(later.id, 'too-big', 'no');
    assert.deepEqual(
      (await store().deadLetters.list(channel.partnerId, page)).map(({ id }) => id),
      [later.id],
    );

    await store().posts.add([empty], []);
    await store().posts.failed(empty.id, 'nothing', 'there is nothing to show any more');
    assert.equal((await store().deadLetters.count(channel.partnerId)).total, 0);
  });

  it('are tried again once, however many processes are asked for it at once', async () => {
    const { channel, stored } = await scene();
    const posts = [fixed(channel, '1'), fixed(channel, '2'), cardIn(channel, stored.case.id)];
    await store().posts.add(posts, []);
    await forgetJobs();
    for (const post of posts) await store().posts.failed(post.id, 'refused', 'no');
    const key = randomUUID();
    await dies(report(stored.case.id, key));

    const retried = await Promise.all(
      [store(), second, store(), second].map((each) => each.deadLetters.retry(channel.partnerId, { kind: 'all' })),
    );
    const runs: string[] = [];
    await Promise.all(
      [1, 2].map(() =>
        jobs.start({
          report: async ({ caseId }) => void runs.push(caseId),
          tell: async ({ thread }) => void runs.push(thread),
        }),
      ),
    );
    await until(() => runs.length === 2);
    await until(async () => {
      const { rowCount } = await database().pool.query('select from graphile_worker._private_jobs');
      return rowCount === 0;
    });

    assert.equal(
      retried.reduce((sum, count) => sum + count, 0),
      4,
    );
    assert.deepEqual(runs.toSorted(), [channel.teamsChannelId, stored.case.id].toSorted());
    assert.deepEqual(
      (await store().posts.due(channel.teamsChannelId, 10)).map(({ id }) => id).toSorted(),
      posts.map(({ id }) => id).toSorted(),
    );
    assert.deepEqual(await store().deadLetters.list(channel.partnerId, page), []);
  });

  it('are tried again one at a time, or those of one case', async () => {
    const { channel, stored } = await scene();
    const [text, card] = [fixed(channel, '1'), cardIn(channel, stored.case.id)];
    await store().posts.add([text, card], []);
    for (const { id } of [text, card]) await store().posts.failed(id, 'refused', 'no');
    const job = await dies(report(stored.case.id));
    const retry = (which: Parameters<Store['deadLetters']['retry']>[1]) =>
      store().deadLetters.retry(channel.partnerId, which);

    assert.equal(await retry({ kind: 'one', id: text.id }), 1);
    assert.equal(await retry({ kind: 'one', id: text.id }), 0);
    assert.equal(await retry({ kind: 'case', caseId: stored.case.id }), 2);
    assert.equal(await retry({ kind: 'one', id: job }), 0);
    assert.equal(await retry({ kind: 'all' }), 0);
  });

  it('of another partner are neither there nor tried again', async () => {
    const { channel, stored } = await scene();
    const stranger = await makePartner(store());
    await makeChannel(store(), stranger);
    const card = cardIn(channel, stored.case.id);
    await store().posts.add([card], []);
    await store().posts.failed(card.id, 'refused', 'no');
    const job = await dies(report(stored.case.id));

    const asked = [
      { kind: 'all' },
      { kind: 'one', id: card.id },
      { kind: 'one', id: job },
      { kind: 'case', caseId: stored.case.id },
    ] as const;
    const retried = await Promise.all(asked.map((which) => store().deadLetters.retry(stranger.id, which)));

    assert.deepEqual(retried, [0, 0, 0, 0]);
    assert.deepEqual(await store().deadLetters.list(stranger.id, page), []);
    assert.equal((await store().deadLetters.count(channel.partnerId)).total, 2);
  });

  it('of a conversation are of whoever has messages waiting there', async () => {
    const { channel } = await scene();
    await store().posts.add([fixed(channel, 'waits')], []);
    await forgetJobs();
    const thread = channel.teamsChannelId;
    await dies({ name: 'tell', payload: { thread }, key: `tell:${thread}` });

    const [letter, ...others] = await store().deadLetters.list(channel.partnerId, page);

    assert.deepEqual([letter?.what, letter?.why, others.length], ['tell', 'fault', 0]);
  });

  it('know why, where a service outside said no to the last try', async () => {
    const { channel, stored } = await scene();
    const key = randomUUID();
    await store().posts.add([], [report(stored.case.id, key)]);
    await database().pool.query('update graphile_worker._private_jobs set max_attempts = 1 where key = $1', [key]);
    await jobs.start({
      report: async () => {
        throw new OutsideError('the service said no', { why: 'unreachable' });
      },
    });

    await until(async () => (await store().deadLetters.count(channel.partnerId)).total === 1);

    const [letter] = await store().deadLetters.list(channel.partnerId, page);
    assert.deepEqual([letter?.what, letter?.why], ['report', 'unreachable']);
  });

  it('do not keep what changes a case from going on', async () => {
    const { channel, stored } = await scene();
    const card = cardIn(channel, stored.case.id);
    await store().posts.add([card], []);
    await store().posts.failed(card.id, 'refused', 'no');

    await store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'a note' }]));
    assert.equal(await store().deadLetters.retry(channel.partnerId, { kind: 'one', id: card.id }), 1);

    const [post] = await store().posts.due(channel.teamsChannelId, 10);
    assert.equal(post?.id, card.id);
  });
});
