import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { CaseId, PostId } from '../../src/domain/ids.ts';
import type { NewPost } from '../../src/workflow/post-ports.ts';
import { testDatabase } from '../support/database.ts';
import { startedAt } from '../support/samples.ts';
import { cardIn, changeOf, makeCase, makeChannel, makePartner, newId } from './fixtures.ts';
import { found, summaryOf } from './response-fixtures.ts';

/** Sends that go together lock their posts by their ids: whoever changes several has to do the same, or they wait for each other. */
describe('posts that are changed together are locked in the order of their ids', () => {
  const { database, store } = testDatabase();

  /** A post of a case in each of three channels, the first made with the last id. */
  async function scene(content: (caseId: CaseId) => NewPost['content']) {
    const partner = await makePartner(store());
    const stored = await makeCase(store(), partner);
    const ids: PostId[] = [];
    for (const id of [newId('post'), newId('post'), newId('post')].toSorted().toReversed()) {
      const channel = await makeChannel(store(), partner);
      await store().posts.add([{ ...cardIn(channel, stored.case.id), id, content: content(stored.case.id) }], []);
      ids.push(id);
    }
    return { partner, stored, ids };
  }

  const caseCard = (caseId: CaseId) => ({ kind: 'case', caseId }) as const;

  async function untilWaitedFor(holder: PoolClient): Promise<void> {
    const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
    const waiting = () =>
      database().pool.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [rows[0]?.pid]);
    while ((await waiting()).rows.length === 0) await pause(5);
  }

  /** Asserts that whoever does this, and waits for the first of these posts, keeps nobody from the others. */
  async function waitsAtTheFirst(ids: readonly PostId[], work: () => Promise<unknown>): Promise<void> {
    const [first, ...others] = ids.toSorted();
    const { pool } = database();
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('select from posts where id = $1 for update', [first]);
    const working = work();
    await untilWaitedFor(holder);
    const free = await pool.query<{ id: PostId }>(
      'select id from posts where id = any($1) order by id for update skip locked',
      [others],
    );
    await holder.query('commit');
    holder.release();
    await working;
    assert.deepEqual(
      free.rows.map(({ id }) => id),
      others,
    );
  }

  it('by a change of their case', async () => {
    const { ids, stored } = await scene(caseCard);

    await waitsAtTheFirst(ids, () => store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'seen' }])));
  });

  it('by a name of its customer', async () => {
    const { ids, partner, stored } = await scene(caseCard);
    const { customerTenantId, subscriptionId } = stored.case;
    const names = [{ customerTenantId, subscriptionId, customerName: 'Alpine' }];

    await waitsAtTheFirst(ids, () => store().names.saveNames(partner.id, names, startedAt));
  });

  it('by a change of a case that is on a list, with the list', async () => {
    const { ids, stored } = await scene(caseCard);
    const listId: PostId = 'post_00000000-0000-4000-8000-000000000000';
    await database().pool.query(
      `insert into posts (id, partner_id, channel_id, tenant_id, thread, kind, language)
       select $1, partner_id, channel_id, tenant_id, thread, 'list', language from posts where id = $2`,
      [listId, ids[0]],
    );
    await database().pool.query(`update posts set listed_in = $1, state = 'listed' where id = $2`, [listId, ids[0]]);

    await waitsAtTheFirst([...ids, listId], () =>
      store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'seen' }])),
    );
  });

  it('by the facts of a check', async () => {
    const { ids, stored } = await scene((caseId) => ({ kind: 'check', caseId, check: 'usage' }));
    const facts = { check: 'usage', facts: { state: 'unavailable', why: 'not-ready' } } as const;

    await waitsAtTheFirst(ids, () => store().facts.save(stored.case.id, facts, startedAt, []));
  });

  it('by an investigation', async () => {
    const { ids, stored } = await scene((caseId) => ({ kind: 'inventory', caseId }));

    await waitsAtTheFirst(ids, () => store().investigations.save(stored.case.id, summaryOf(1), [found('a')]));
  });

  it('by the change of an alarm', async () => {
    const { ids, partner } = await scene(caseCard);
    const alarm = {
      id: newId('alarm'),
      partnerId: partner.id,
      kind: 'source-silent',
      subject: '',
      facts: { since: startedAt, count: 1 },
      raisedAt: startedAt,
    } as const;
    await store().alarms.raise(alarm, []);
    await database().pool.query(`update posts set kind = 'fixed', case_id = null, activity = '{}' where id = any($1)`, [
      ids,
    ]);

    await waitsAtTheFirst(ids, () =>
      store().alarms.change(
        alarm,
        { since: startedAt, count: 2 },
        ids.map((postId) => ({ postId, activity: { type: 'message' } })),
      ),
    );
  });

  it('by what picks them to be sent, where they show something new', async () => {
    const { ids } = await scene(caseCard);
    await database().pool.query('update posts set facts_version = facts_version + 1 where id = any($1)', [ids]);
    const { rows } = await database().pool.query<{ thread: string }>(
      'select thread from posts where id = any($1) order by id desc',
      [ids],
    );

    await waitsAtTheFirst(ids, () =>
      Promise.all(['nowhere', ...rows.map(({ thread }) => thread)].map((thread) => store().posts.due(thread, 10))),
    );
  });

  it('by what begins to send them, and by what writes down that they were sent', async () => {
    const { ids } = await scene(caseCard);
    const posts = await Promise.all(ids.map((id) => store().posts.byId(id)));
    const known = posts.filter((post) => post !== undefined);

    await waitsAtTheFirst(ids, () => Promise.all(known.map((post) => store().posts.sending(post, 60_000))));
    await waitsAtTheFirst(ids, () =>
      Promise.all(known.map(({ id }) => store().posts.sent(id, { conversationId: 'c', activityId: id }, 1))),
    );
  });

  it('and a change of their case, which waits for them, keeps nobody from pointing to the case', async () => {
    const { ids, stored } = await scene(caseCard);
    const { pool } = database();
    const sender = await pool.connect();
    await sender.query('begin');
    await sender.query('select from posts where id = any($1) for update', [ids]);
    const change = store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'seen' }]));
    await untilWaitedFor(sender);

    // What PostgreSQL asks for a foreign key, here without waiting.
    const key = await sender.query('select from cases where id = $1 for key share nowait', [stored.case.id]).then(
      ({ rowCount }) => rowCount,
      (refused: unknown) => refused,
    );
    await sender.query('rollback');
    sender.release();

    assert.equal(await change, 'committed');
    assert.equal(key, 1);
  });
});
