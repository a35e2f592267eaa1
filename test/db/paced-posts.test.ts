import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { PlanId, PostId } from '../../src/domain/ids.ts';
import type { Run } from '../../src/domain/run.ts';
import type { NewPost, Post } from '../../src/workflow/post-ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { jobsOf } from '../jobs/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startedAt } from '../support/samples.ts';
import { cardIn, changeOf, makeCase, makeChannel } from './fixtures.ts';
import { postsOf } from './post-fixtures.ts';
import { found, itemOf, planOf, runOf, summaryOf } from './response-fixtures.ts';

type CaseId = Run['caseId'];

function inventoryIn(channel: Channel, caseId: CaseId): NewPost {
  return { ...cardIn(channel, caseId), content: { kind: 'inventory', caseId } };
}

function planIn(channel: Channel, caseId: CaseId, planId: PlanId): NewPost {
  return { ...cardIn(channel, caseId), content: { kind: 'plan', caseId, planId } };
}

const running = [itemOf('a', { state: 'running' })];
const done = [itemOf('a', { state: 'done' })];

describe('posts of an investigation, a plan or a run', () => {
  const { database, store, url } = testDatabase();
  const { scene, only, sendAll, tellJobs, forgetJobs } = postsOf(database, store);
  const { start } = jobsOf(database);

  interface Times {
    readonly state: string;
    readonly due: Date;
    readonly sent: Date | null;
  }

  async function timesOf(postId: PostId): Promise<Times> {
    const { rows } = await database().pool.query<Times>(
      'select state, due_at as due, sent_at as sent from posts where id = $1',
      [postId],
    );
    if (rows[0] === undefined) throw new Error('there is no such post');
    return rows[0];
  }

  /** As if that much time had passed since the post was last sent. */
  async function age(postId: PostId, seconds: number): Promise<void> {
    await database().pool.query(
      `update posts set sent_at = sent_at - $2 * interval '1 s', due_at = due_at - $2 * interval '1 s' where id = $1`,
      [postId, seconds],
    );
  }

  /** A run whose posts of all three kinds were just sent. */
  async function begun(act: 'stop' | 'delete') {
    const { channel, stored } = await scene();
    const caseId = stored.case.id;
    const plan = planOf(caseId);
    await store().plans.keep(plan);
    const run = runOf(caseId, ['a', 'b'], act === 'stop' ? { act } : { act, planId: plan.id });
    await store().runs.begin(run);
    const [card, inventory, planned] = [
      cardIn(channel, caseId),
      inventoryIn(channel, caseId),
      planIn(channel, caseId, plan.id),
    ];
    await store().posts.add([card, inventory, planned], []);
    await sendAll(channel, 1);
    return { channel, stored, run, card, inventory, planned, shows: act === 'stop' ? inventory : planned };
  }

  it('say what they show', async () => {
    const { channel, stored } = await scene();
    const plan = planOf(stored.case.id);
    const posts = [inventoryIn(channel, stored.case.id), planIn(channel, stored.case.id, plan.id)];

    await store().posts.add(posts, []);

    const due = await store().posts.due(channel.teamsChannelId, 10);
    assert.deepEqual(
      due.map(({ content }) => content),
      posts.map(({ content }) => content),
    );
    const { rows } = await database().pool.query('select plan_id from posts where plan_id is not null');
    assert.deepEqual(rows, [{ plan_id: plan.id }]);
  });

  it('are made once for one key, and come with a change of their case', async () => {
    const { channel, stored } = await scene();
    const post = { ...planIn(channel, stored.case.id, planOf(stored.case.id).id), dedupeKey: `plan:${channel.id}` };
    const again = { ...post, id: inventoryIn(channel, stored.case.id).id };

    await store().cases.commit({ ...changeOf(stored, [{ type: 'noted', text: 'a note' }]), posts: [post, again] });

    assert.deepEqual((await only(channel)).id, post.id);
    assert.equal((await tellJobs()).length, 1);
  });

  it('are due again, with the others, after every change of their case', async () => {
    const { channel, stored } = await begun('delete');

    await store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'a note' }]));

    assert.equal((await store().posts.due(channel.teamsChannelId, 10)).length, 3);
    assert.equal((await tellJobs()).length, 1);
  });

  it('of an inventory are due again when an investigation is saved, and no other post is', async () => {
    const { channel, stored, inventory } = await begun('stop');
    await age(inventory.id, 60);

    await store().investigations.save(stored.case.id, summaryOf(1), [found('a')]);

    assert.equal((await only(channel)).id, inventory.id);
    assert.equal((await tellJobs()).length, 1);
    await sendAll(channel, 1);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });

  for (const act of ['stop', 'delete'] as const) {
    it(`of a run that is to ${act} are due when they were sent 2 s before, and no other post is`, async () => {
      const { channel, run, shows } = await begun(act);
      await age(shows.id, 2);

      await store().runs.saveItems(run.id, running);

      assert.equal((await only(channel)).id, shows.id);
    });

    it(`of a run that is to ${act} wait until 2 s after they were last sent, and a job comes then`, async () => {
      const { channel, run, shows } = await begun(act);
      const before = await timesOf(shows.id);

      await store().runs.saveItems(run.id, running);

      const after = await timesOf(shows.id);
      assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
      assert.equal(after.state, 'due');
      assert.equal(after.due.getTime() - (before.sent?.getTime() ?? 0), 2000);
      assert.deepEqual(
        (await tellJobs()).map(({ key, run_at }) => ({ key, run_at })),
        [
          {
            key: `tell:${channel.teamsChannelId}:${shows.id}`,
            run_at: after.due,
          },
        ],
      );
    });
  }

  it('keep their time and their one job, however often the run changes meanwhile', async () => {
    const { channel, run, shows } = await begun('delete');
    await store().runs.saveItems(run.id, running);
    const { due } = await timesOf(shows.id);

    for (let i = 0; i < 20; i++) await store().runs.saveItems(run.id, i % 2 === 0 ? done : running);
    await store().runs.end(run.id, startedAt);

    assert.deepEqual((await timesOf(shows.id)).due, due);
    assert.deepEqual(
      (await tellJobs()).map((job) => job.run_at),
      [due],
    );
    await age(shows.id, 2);
    assert.equal((await only(channel)).id, shows.id);
  });

  it('keep their job when the conversation’s own job is brought forward and finds them not due', async () => {
    const { channel, stored, run, shows } = await begun('delete');
    await store().runs.saveItems(run.id, running);

    await store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'a note' }]));

    const { due } = await timesOf(shows.id);
    const jobs = await tellJobs();
    assert.deepEqual(
      jobs.map(({ key }) => key),
      [`tell:${channel.teamsChannelId}`, `tell:${channel.teamsChannelId}:${shows.id}`],
    );
    assert.deepEqual(jobs[1]?.run_at, due);
  });

  it('are due when the job comes that waits for their time', async () => {
    const { run, shows } = await begun('stop');
    await age(shows.id, 1.7);
    await store().runs.saveItems(run.id, done);
    const seen = Promise.withResolvers<readonly Post[]>();

    await start({ tell: async ({ thread }) => seen.resolve(await store().posts.due(thread, 10)) });

    assert.deepEqual(
      (await seen.promise).map(({ id }) => id),
      [shows.id],
    );
  });

  it('that were being sent when the run changed are due again 2 s later, with a job', async () => {
    const { channel, run, shows } = await begun('stop');
    await age(shows.id, 60);
    await store().runs.saveItems(run.id, running);
    const post = await only(channel);
    await store().posts.sending(post, 20);
    await store().runs.saveItems(run.id, done);
    await forgetJobs();

    await store().posts.sent(post.id, { conversationId: 'c', activityId: 'a' }, 1);

    const { state, due, sent } = await timesOf(shows.id);
    assert.equal(state, 'due');
    assert.equal(due.getTime() - (sent?.getTime() ?? 0), 2000);
    assert.deepEqual(
      (await tellJobs()).map(({ key, run_at }) => ({ key, run_at })),
      [{ key: `tell:${channel.teamsChannelId}:${shows.id}`, run_at: due }],
    );
  });

  it('are drawn once more when a run ends or is cancelled', async () => {
    const { channel, run, shows } = await begun('delete');

    await age(shows.id, 2);
    await store().runs.cancel(run.id, startedAt);
    assert.equal((await only(channel)).id, shows.id);
    await sendAll(channel, 1);
    await age(shows.id, 2);
    await store().runs.end(run.id, startedAt);
    assert.equal((await only(channel)).id, shows.id);
    await sendAll(channel, 1);
    await age(shows.id, 2);
    await store().runs.end(run.id, startedAt);

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });

  it('that could not be posted are left alone', async () => {
    const { channel, run, shows } = await begun('stop');
    await store().posts.failed(shows.id, 'gone', 'no such conversation');

    await store().runs.saveItems(run.id, running);

    assert.equal((await timesOf(shows.id)).state, 'failed');
    assert.deepEqual(await tellJobs(), []);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });

  it('are due in each conversation by the time of its own', async () => {
    const { channel, stored, run, shows } = await begun('stop');
    const other = await makeChannel(store(), await partnerOf(channel));
    const elsewhere = inventoryIn(other, stored.case.id);
    await store().posts.add([elsewhere], []);
    await sendAll(other, 1);
    await age(elsewhere.id, 60);

    await store().runs.saveItems(run.id, running);

    assert.equal((await only(other)).id, elsewhere.id);
    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
    assert.equal((await timesOf(shows.id)).state, 'due');
    assert.equal((await tellJobs()).length, 2);
  });

  it('of one run are not those of another case, or of another plan', async () => {
    const { channel, stored, run } = await begun('delete');
    const [otherPlan, otherCase] = [planOf(stored.case.id), await makeCase(store(), await partnerOf(channel))];
    const posts = [
      planIn(channel, stored.case.id, otherPlan.id),
      inventoryIn(channel, otherCase.case.id),
      planIn(channel, otherCase.case.id, otherPlan.id),
    ];
    await store().posts.add(posts, []);
    await sendAll(channel, 1);
    for (const { id } of posts) await age(id, 60);

    await store().runs.saveItems(run.id, running);

    assert.deepEqual(await store().posts.due(channel.teamsChannelId, 10), []);
  });

  it('never rest on an old state, whatever overlaps', async () => {
    const { channel, stored, run, shows } = await begun('stop');
    const inOther = await openDatabase({ url: url(), log: quietLog });
    const second = createStore(inOther);
    let latest = stored;

    for (let round = 0; round < 30; round++) {
      await age(shows.id, 2);
      const shown: string[] = [];
      const sendDue = async (): Promise<void> => {
        for (const post of await store().posts.due(channel.teamsChannelId, 10)) {
          const [drawn, seq] = [await store().runs.load(run.id), (await store().cases.load(stored.case.id))?.case.seq];
          await store().posts.sending(post, 20);
          if (post.id === shows.id) shown.push(drawn?.items[0]?.detail ?? '');
          await store().posts.sent(post.id, { conversationId: 'c', activityId: post.id }, seq);
        }
      };
      const next = changeOf(latest, [{ type: 'noted', text: `note ${round}` }]);

      await Promise.all([
        second.runs.saveItems(run.id, [itemOf('a', { detail: `first ${round}` })]),
        store().cases.commit(next),
        second.runs.saveItems(run.id, [itemOf('b', { detail: `other ${round}` })]).then(sendDue),
        store().runs.saveItems(run.id, [itemOf('a', { detail: `last ${round}` })]),
      ]);

      latest = next;
      const kept = (await store().runs.load(run.id))?.items[0]?.detail;
      const { state } = await timesOf(shows.id);
      assert.ok(state !== 'sent' || shown.at(-1) === kept, 'shown, or still to be shown');
    }

    await inOther.close();
  });

  async function partnerOf(channel: Channel) {
    const partner = await store().partners.byId(channel.partnerId);
    if (partner === undefined) throw new Error('a channel without its partner');
    return partner;
  }
});
