import { sql } from 'kysely';
import type { PartnerId } from '../domain/ids.ts';
import type { DeadLetter, DeadLetterStore, WhichLetters } from '../workflow/sending-ports.ts';
import type { Database } from './database.ts';

interface Row {
  readonly kind: 'post' | 'job';
  readonly id: string;
  readonly what: DeadLetter['what'];
  readonly why: DeadLetter['why'] | null;
  readonly at: Date;
  readonly number: number | null;
  readonly is_chat: boolean;
  readonly team_name: string | null;
  readonly channel_name: string | null;
  readonly is_general: boolean;
}

const mostCounted = 1000;

/** As jobs/handlers.ts writes it in front of the error of a service outside. */
const outsideReason =
  '^(unauthorized|forbidden|needs-person|mfa|not-found|throttled|not-ready|unreachable|unreadable|not-offered): ';

/**
 * Whether the post `p` is a dead letter. A card of a case that has another one in its channel since then is mended, and a
 * list's cases get cards by themselves.
 */
export const isDead = `p.state = 'failed' and p.kind <> 'list' and p.failure is distinct from 'nothing'
  and not exists (
    select from posts newer where p.kind = 'case' and p.channel_id is not null and newer.case_id = p.case_id
      and newer.channel_id = p.channel_id and newer.kind = 'case' and newer.ordinal > p.ordinal)`;

const isDeadPost = (partnerId: PartnerId) => sql`p.partner_id = ${partnerId} and ${sql.raw(isDead)}`;

/** A job is the partner's whom it names, or whose case or conversation it is about; those of nobody are the operator's. */
const isDeadJob = (partnerId: PartnerId) => sql`
  j.attempts >= j.max_attempts and j.locked_at is null and j.key is not null and (
    j.payload->>'partnerId' = ${partnerId}
    or exists (select from cases where id = j.payload->>'caseId' and partner_id = ${partnerId})
    or exists (select from posts where thread = j.payload->>'thread' and state in ('due', 'sending')
      and partner_id = ${partnerId}))`;

const letters = (partnerId: PartnerId) => sql`
  select 'post' as kind, p.id, p.kind as what, p.failure as why, coalesce(p.failed_at, p.due_at) as at, k.number,
    c.id is null as is_chat, c.team_name, c.name as channel_name, coalesce(c.team_id = c.teams_channel_id, false) as is_general
  from posts p left join cases k on k.id = p.case_id
    left join channels c on c.tenant_id = p.tenant_id and c.teams_channel_id = p.thread
  where ${isDeadPost(partnerId)}
  union all
  select 'job', 'job_' || j.id, t.identifier, substring(j.last_error from ${outsideReason}), j.updated_at, k.number,
    false, null, null, false
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    left join cases k on k.id = j.payload->>'caseId'
  where ${isDeadJob(partnerId)}`;

function letterOf(row: Row): DeadLetter {
  const { team_name: teamName, channel_name: channelName } = row;
  const channel = {
    kind: 'channel' as const,
    ...(teamName === null ? {} : { teamName }),
    ...(channelName === null ? {} : { channelName }),
    ...(row.is_general ? { isGeneral: true } : {}),
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the statement, of ids
    id: row.id as DeadLetter['id'],
    what: row.what,
    why: row.why ?? (row.kind === 'post' ? 'refused' : 'fault'),
    failedAt: row.at.toISOString(),
    ...(row.number === null ? {} : { caseNumber: row.number }),
    ...(row.kind === 'post' ? { place: row.is_chat ? { kind: 'chat' } : channel } : {}),
  };
}

/** Which of the posts, and which of the jobs. */
function among(which: WhichLetters) {
  switch (which.kind) {
    case 'all':
      return { posts: sql`true`, jobs: sql`true` };
    case 'case':
      return { posts: sql`p.case_id = ${which.caseId}`, jobs: sql`j.payload->>'caseId' = ${which.caseId}` };
    case 'one':
      return { posts: sql`p.id = ${which.id}`, jobs: sql`'job_' || j.id = ${which.id}` };
  }
}

/** Messages and jobs that failed for good (docs/decisions/0018-dead-letters.md). */
export function createDeadLetterStore({ sql: db }: Pick<Database, 'sql'>): DeadLetterStore {
  return {
    list: async (partnerId, { offset, limit }) => {
      const { rows } = await sql<Row>`
        ${letters(partnerId)} order by at desc, id limit ${limit} offset ${offset}`.execute(db);
      return rows.map(letterOf);
    },

    count: async (partnerId) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::integer as count from (${letters(partnerId)} limit ${mostCounted + 1}) as counted`.execute(db);
      const count = rows[0]?.count ?? 0;
      return { total: Math.min(count, mostCounted), isMore: count > mostCounted };
    },

    // Whoever waited for a row that another has just had tried again finds that it is dead no more.
    retry: (partnerId, which) =>
      db.transaction().execute(async (tx) => {
        const { posts, jobs } = among(which);
        const retried = await sql<{ thread: string }>`
          update posts p set state = 'due', due_at = now(), error = null, failure = null, failed_at = null
          where ${isDeadPost(partnerId)} and ${posts} returning thread`.execute(tx);
        const threads = retried.rows.map(({ thread }) => thread);
        const run = await sql`
          update graphile_worker._private_jobs j
          set attempts = 0, last_error = null, run_at = now(), updated_at = now()
          where ${isDeadJob(partnerId)} and ${jobs}`.execute(tx);
        if (threads.length > 0) await sql`select add_outbox_jobs('[]', ${threads}::text[])`.execute(tx);
        return threads.length + Number(run.numAffectedRows ?? 0);
      }),
  };
}
