import { type Selectable, sql } from 'kysely';
import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { CaseId } from '../domain/ids.ts';
import { storableText } from '../domain/storable.ts';
import type { Place, Post, PostContent, PostStore } from '../workflow/ports.ts';
import type { Database } from './database.ts';
import { addToOutbox, threadOf } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction, undeadlocked } from './transaction.ts';

/** A post with the service URL that its conversation was last seen at. */
type Row = Selectable<Schema['posts']> & {
  readonly live_service_url: string;
  readonly teams_channel_id: string | null;
};

/** With how many alerts of the channel were given cards of their own in the time that a burst counts. */
type DueRow = Row & { readonly recent: number };

function placeOf(row: Row): Place {
  if (row.channel_id !== null) return { kind: 'channel', channelId: row.channel_id };
  return {
    kind: 'conversation',
    conversationId: row.conversation_id ?? row.thread,
    serviceUrl: row.live_service_url,
    tenantId: row.tenant_id,
  };
}

function contentOf({ kind, case_id: caseId, check_name: check, plan_id: planId, activity }: Row): PostContent {
  if (kind === 'list') return { kind };
  if (caseId === null) return { kind: 'fixed', activity };
  if (check !== null) return { kind: 'check', caseId, check };
  if (planId !== null) return { kind: 'plan', caseId, planId };
  return { kind: kind === 'inventory' ? 'inventory' : 'case', caseId };
}

function postOf(row: Row): Post {
  return {
    id: row.id,
    partnerId: row.partner_id,
    place: placeOf(row),
    content: contentOf(row),
    language: row.language,
    thread: row.thread,
    tenantId: row.tenant_id,
    serviceUrl: row.live_service_url,
    state: row.state,
    attempt: row.attempt,
    ...(row.dedupe_key === null ? {} : { dedupeKey: row.dedupe_key }),
    ...(row.teams_channel_id === null ? {} : { teamsChannelId: row.teams_channel_id }),
    ...(row.slot_at === null ? {} : { slotAt: row.slot_at.toISOString() }),
    ...(row.sent_conversation_id === null || row.sent_activity_id === null
      ? {}
      : { sentTo: { conversationId: row.sent_conversation_id, activityId: row.sent_activity_id } }),
  };
}

const selectPosts = sql`
  select p.*, c.teams_channel_id, coalesce(c.service_url,
    (select service_url from people where personal_conversation_id = p.thread and service_url is not null limit 1),
    p.service_url) as live_service_url
  from posts p left join channels c on c.tenant_id = p.tenant_id and c.teams_channel_id = p.thread`;

/** An alert that nobody was shown yet; see list_alerts. */
function isNewAlert(row: Row): boolean {
  const isAlert = row.kind === 'case' && row.channel_id !== null && row.dedupe_key?.startsWith('alert:') === true;
  return isAlert && row.state === 'due' && row.attempt === 0 && row.alerted_at === null;
}

/** Whether more alerts wait than may have cards of their own. */
function isBurst(rows: readonly DueRow[], { cards }: AlertBursts): boolean {
  const waiting = rows.filter(isNewAlert).length;
  return waiting > 0 && waiting + (rows[0]?.recent ?? 0) > cards;
}

function withoutSurplus(rows: readonly DueRow[], { cards }: AlertBursts): readonly DueRow[] {
  let room = cards - (rows[0]?.recent ?? 0);
  return rows.filter((row) => !isNewAlert(row) || room-- > 0);
}

export function createPostStore(database: Database): PostStore {
  const { sql: db, pool } = database;
  const one = async (where: ReturnType<typeof sql>): Promise<Post | undefined> => {
    const { rows } = await sql<Row>`${selectPosts} where ${where} limit 1`.execute(db);
    return rows[0] && postOf(rows[0]);
  };

  // Posts that a crashed process left as `sending` are due too. What they are drawn with is marked here, before the
  // caller reads it, so that facts which come meanwhile are noticed by `sent`.
  const pick = async (thread: string, limit: number, bursts?: AlertBursts): Promise<readonly DueRow[]> => {
    const { rows } = await sql<DueRow>`
      with picked as (
        ${selectPosts}
        where p.thread = ${thread} and p.state in ('due', 'sending') and p.due_at <= now()
          and (c.id is null or c.state = 'ready')
        order by p.due_at, p.ordinal limit ${limit}
      ), marked as (
        update posts set facts_drawn = posts.facts_version from picked
        where posts.id = picked.id and posts.facts_drawn <> posts.facts_version
      )
      select picked.*, (
        select count(*)::integer from (
          select from posts a where a.thread = ${thread}
            and a.listed_in is null and a.alerted_at > now() - make_interval(mins => ${bursts?.minutes ?? 0}) limit ${bursts?.cards ?? 0}
        ) as alerted
      ) as recent
      from picked order by due_at, ordinal`.execute(db);
    return rows;
  };

  return {
    add: (posts, jobs) => undeadlocked(() => addToOutbox(db, { posts, jobs })),

    due: async (thread, limit, bursts) => {
      const rows = await pick(thread, limit, bursts);
      if (bursts === undefined || !isBurst(rows, bursts)) return rows.map(postOf);
      await sql`select list_alerts(${thread}, ${bursts.cards}, make_interval(mins => ${bursts.minutes}))`.execute(db);
      // What has come since has a job of its own, which lists it.
      return withoutSurplus(await pick(thread, limit, bursts), bursts).map(postOf);
    },

    sending: async ({ id }, patienceMs) => {
      const { rows } = await pool.query<{ wait: number }>({
        name: 'begin-send',
        text: 'select begin_send($1, $2) as wait',
        values: [id, patienceMs],
      });
      return { waitMs: Math.ceil(rows[0]?.wait ?? 0) };
    },

    // What was said once stands in Teams, and nowhere else: a code, for one, is no longer ours to keep. Unless it is to be
    // said otherwise by now, as an alarm that is over (alarms.ts).
    // What a run shows changes all the time: its posts are drawn again 2 s later at the earliest (see draw_paced).
    sent: async (postId, { conversationId, activityId }, shownSeq) => {
      const seq = shownSeq ?? null;
      const sent = sql`
        with done as (
          update posts set attempt = 0, slot_at = count_answered(thread, tenant_id, slot_at), error = null, shown_seq = ${seq},
            activity = case when kind <> 'fixed' then null when facts_version > facts_drawn then activity else '{}'::json end,
            sent_conversation_id = ${conversationId}, sent_activity_id = ${activityId}, sent_at = now(),
            alerted_at = coalesce(alerted_at, case when kind = 'case' and channel_id is not null then now() end),
            due_at = case when kind in ('inventory', 'plan', 'list') then now() + interval '2 s' else now() end,
            state = case when facts_version > facts_drawn or (kind <> 'fixed'
              and greatest(wanted_seq, (select seq from cases where cases.id = posts.case_id)) > ${seq}::integer)
              then 'due' else 'sent' end
          where id = ${postId}
          returning id, thread, due_at, state
        )
        select case when due_at > now() then add_outbox_jobs(json_build_array(tell_job(thread, id, due_at)), '{}')
          else add_outbox_jobs('[]', array[thread]) end
        from done where state = 'due'`;
      await undeadlocked(() => sent.execute(db));
    },

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
              queue: `thread:${thread}`,
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
      const { rows } = await sql<Row>`
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
