import { sql } from 'kysely';
import type { CaseId } from '../domain/ids.ts';
import { storableText } from '../domain/storable.ts';
import type { Post, PostStore } from '../workflow/post-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox, threadOf, withTrace } from './outbox.ts';
import { type PostRow, postOf, selectPosts } from './post-rows.ts';
import { createSends } from './sends.ts';
import { together } from './together.ts';
import { transaction, undeadlocked } from './transaction.ts';

export function createPostStore(database: Database): PostStore {
  const { sql: db } = database;
  const one = async (where: ReturnType<typeof sql>): Promise<Post | undefined> => {
    const { rows } = await sql<PostRow>`${selectPosts} where ${where} limit 1`.execute(db);
    return rows[0] && postOf(rows[0]);
  };

  // A tenant's windows put off hundreds of threads in a second, each by a job of its own.
  const addJobs = together<readonly object[], void>(async (all) => {
    await undeadlocked(() => sql`select add_outbox_jobs(${toJson(all.flat())}, '{}')`.execute(db));
    return all.map(() => undefined);
  });

  return {
    add: (posts, jobs) => {
      if (posts.length > 0) return undeadlocked(() => addToOutbox(db, { posts, jobs }));
      return jobs.length === 0 ? Promise.resolve() : addJobs(withTrace(jobs));
    },

    ...createSends(database),

    // With a list its places: those cases are without a card again (CaseStore.uncarded).
    failed: async (postId, why, error) => {
      await sql`update posts set state = 'failed', slot_at = null, failed_at = now(), failure = ${why},
          error = ${storableText(error)}
        where id = ${postId} or (listed_in = ${postId} and state = 'listed')`.execute(db);
    },

    held: async (postId, error) => {
      await sql`update posts set state = 'due', slot_at = null, error = ${storableText(error)} where id = ${postId}`.execute(
        db,
      );
    },

    // The job has a key of its own: a change of the case meanwhile brings the thread's job forward, not this one.
    later: (postId, at, error) =>
      transaction(db, async (tx) => {
        const { rows } = await sql<{ thread: string }>`
          update posts set state = 'due', due_at = ${at}, slot_at = count_answered(thread, tenant_id, slot_at), error = ${storableText(error)}
          where id = ${postId} returning thread`.execute(tx);
        const thread = rows[0]?.thread;
        if (thread === undefined) return;
        await addToOutbox(tx, {
          jobs: [
            {
              name: 'tell',
              payload: { thread },
              key: `tell:${thread}:${postId}`,
              runAt: at,
            },
          ],
        });
      }),

    byActivity: (conversationThread, activityId) =>
      one(sql`p.thread = ${threadOf(conversationThread)} and p.sent_activity_id = ${activityId}`),

    byId: (postId) => one(sql`p.id = ${postId}`),

    lastCaseOf: async (conversationId) => {
      const { rows } = await sql<{ case_id: CaseId }>`
        select case_id from posts
        where (conversation_id = ${conversationId} or sent_conversation_id = ${conversationId}) and case_id is not null
        order by ordinal desc limit 1`.execute(db);
      return rows[0]?.case_id;
    },

    cardsOf: async (caseId) => {
      const { rows } = await sql<PostRow>`
        ${selectPosts} where (
          (p.case_id = ${caseId} and p.kind = 'case') or p.id in (
            select listed_in from posts where case_id = ${caseId} and sent_activity_id is null and state <> 'failed')
        ) and p.sent_activity_id is not null
        and p.state <> 'failed' and (c.id is null or c.state = 'ready') order by p.ordinal`.execute(db);
      return rows.map(postOf);
    },

    known: async (dedupeKeys) => {
      const { rows } = await sql<{ key: string }>`
        select dedupe_key as key from posts where dedupe_key = any(${[...dedupeKeys]}::text[])`.execute(db);
      return rows.map(({ key }) => key);
    },
  };
}
