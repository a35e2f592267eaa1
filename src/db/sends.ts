import { sql } from 'kysely';
import type { AlertBursts } from '../domain/alert-bursts.ts';
import type { PostStore } from '../workflow/post-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { type PostRow, postOf, selectPosts } from './post-rows.ts';
import { together } from './together.ts';
import { undeadlocked } from './transaction.ts';

/** `recent`: how many alerts of the channel were given cards of their own in the time that a burst counts. */
type DueRow = PostRow & { readonly recent: number; readonly place: number };

/** An alert that nobody was shown yet; see list_alerts. */
function isNewAlert(row: PostRow): boolean {
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

interface Asked {
  readonly thread: string;
  readonly limit: number;
  readonly bursts: AlertBursts | undefined;
}

interface Answered {
  readonly id: string;
  readonly seq: number | null;
  readonly conversation: string;
  readonly message: string;
  /** When the answer came, by performance.now(). */
  readonly at: number;
}

/** What sends posts: each statement is one for all threads that a process is about to send in, as a burst has thousands. */
export function createSends({ sql: db, pool }: Database): Pick<PostStore, 'due' | 'sending' | 'sent'> {
  // Posts that a crashed process left as `sending` are due too. What they are drawn with is marked here, before the
  // caller reads it, so that facts which come meanwhile are noticed by `sent`.
  const pick = together<Asked, readonly DueRow[]>(async (all) => {
    const picked = sql<DueRow>`
      with asked as (
        select * from unnest(
          ${all.map(({ thread }) => thread)}::text[], ${all.map(({ limit }) => limit)}::integer[],
          ${all.map(({ bursts }) => bursts?.minutes ?? 0)}::integer[], ${all.map(({ bursts }) => bursts?.cards ?? 0)}::integer[]
        ) with ordinality as a (asked_thread, most, minutes, cards, nth)
      ), picked as (
        select asked.*, found.* from asked cross join lateral (
          ${selectPosts}
          where p.thread = asked_thread and p.state in ('due', 'sending') and p.due_at <= now()
            and (c.id is null or c.state = 'ready')
          order by p.due_at, p.ordinal limit most
        ) as found
      ), behind as (
        select id from posts where id in (select id from picked where facts_drawn <> facts_version)
        order by id for no key update
      ), marked as (
        update posts set facts_drawn = posts.facts_version from behind where posts.id = behind.id
      )
      select picked.*, nth::integer as place, (
        select count(*)::integer from (
          select from posts a where a.thread = asked_thread
            and a.listed_in is null and a.alerted_at > now() - make_interval(mins => minutes) limit cards
        ) as alerted
      ) as recent
      from picked order by nth, due_at, ordinal`;
    const { rows } = await undeadlocked(() => picked.execute(db));
    const ofPlace = Map.groupBy(rows, ({ place }) => place - 1);
    return all.map((_, i) => ofPlace.get(i) ?? []);
  });

  const begin = together<{ readonly id: string; readonly patienceMs: number }, number | undefined>(async (all) => {
    const { rows } = await undeadlocked(() =>
      pool.query<{ post_id: string; wait: number }>({
        name: 'begin-sends',
        text: 'select * from begin_sends($1, $2)',
        values: [all.map(({ id }) => id), all.map(({ patienceMs }) => patienceMs)],
      }),
    );
    const waits = new Map(rows.map((row) => [row.post_id, row.wait]));
    return all.map(({ id }) => waits.get(id));
  });

  const end = together<Answered, void>(async (all) => {
    const answers = () => toJson(all.map(({ at, ...answer }) => ({ ...answer, ago: performance.now() - at })));
    await undeadlocked(() => pool.query({ name: 'end-sends', text: 'select end_sends($1)', values: [answers()] }));
    return all.map(() => undefined);
  });

  return {
    due: async (thread, limit, bursts) => {
      const rows = await pick({ thread, limit, bursts });
      if (bursts === undefined || !isBurst(rows, bursts)) return rows.map(postOf);
      await sql`select list_alerts(${thread}, ${bursts.cards}, make_interval(mins => ${bursts.minutes}))`.execute(db);
      // What has come since has a job of its own, which lists it.
      return withoutSurplus(await pick({ thread, limit, bursts }), bursts).map(postOf);
    },

    sending: async ({ id }, patienceMs) => {
      const wait = await begin({ id, patienceMs });
      if (wait === undefined) throw new Error(`There is no post ${id} to be sent.`);
      return { waitMs: Math.ceil(wait) };
    },

    sent: (id, { conversationId: conversation, activityId: message }, shownSeq) =>
      end({ id, seq: shownSeq ?? null, conversation, message, at: performance.now() }),
  };
}
