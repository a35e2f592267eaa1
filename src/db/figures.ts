import { alarmKinds } from '../domain/alarms.ts';
import { explainedIn, ledgerDay, sumOfCallbacks, sumOfLines } from '../domain/ledger.ts';
import type { LedgerEntry } from '../workflow/ledger-ports.ts';
import type { Database } from './database.ts';
import { isDead } from './dead-letters.ts';
import { createLedgerStore } from './ledger.ts';

interface SourceRow {
  readonly source: string;
  readonly partners: number;
  readonly failing: number;
  readonly oldest: number | null;
}

interface FigureRow {
  readonly due_post: number | null;
  readonly due_job: number | null;
  readonly dead_jobs: number;
  readonly failed_posts: number;
  readonly over: number;
  readonly under_1h: number;
  readonly under_4h: number;
  readonly under_12h: number;
  readonly over_12h: number;
}

/** What is overdue counts by the database's clock, which the rows were written with; limits of cases by the product's. */
const figures = {
  name: 'figures',
  text: `select
      (select extract(epoch from now() - min(due_at))::float8 from posts
        where state in ('due', 'sending') and due_at <= now() and not exists (select from channels c
          where c.tenant_id = posts.tenant_id and c.teams_channel_id = posts.thread and c.state <> 'ready')) as due_post,
      (select extract(epoch from now() - min(run_at))::float8 from graphile_worker._private_jobs
        where is_available and run_at <= now()) as due_job,
      (select count(*)::integer from graphile_worker._private_jobs
        where attempts >= max_attempts and locked_at is null and key is not null) as dead_jobs,
      (select count(*)::integer from posts p where ${isDead}) as failed_posts,
      cases.*
    from (
      select count(*) filter (where h <= 0)::integer as over,
        count(*) filter (where h > 0 and h < 1)::integer as under_1h,
        count(*) filter (where h >= 1 and h < 4)::integer as under_4h,
        count(*) filter (where h >= 4 and h < 12)::integer as under_12h,
        count(*) filter (where h >= 12)::integer as over_12h
      from (
        select extract(epoch from deadline_at - $1::timestamptz) / 3600 as h from cases
        where stage <> 'closed' and not is_test
      ) as open
    ) as cases`,
};

const sources = {
  name: 'figures-of-sources',
  text: `select p.source, count(*)::integer as partners, count(*) filter (where s.failures > 0)::integer as failing,
      case when count(*) = count(s.succeeded_at)
        then extract(epoch from $1::timestamptz - min(s.succeeded_at::timestamptz))::float8 end as oldest
    from partners p left join source_states s on s.partner_id = p.id
    group by p.source order by p.source`,
};

const alarms = {
  name: 'figures-of-alarms',
  text: `select kind, count(*)::integer as count from alarms
    where cleared_at is null and exists (select from partners where partners.id = partner_id and removed_at is null)
    group by kind`,
};

function ledgerOf(entries: readonly LedgerEntry[]) {
  return [...Map.groupBy(entries, ({ source }) => source)].map(([source, lines]) => {
    const { carded, listed, waiting, missing, answered, resolved, ...rest } = sumOfLines(lines);
    return { source, places: { carded, listed, explained: explainedIn(rest), waiting, missing }, answered, resolved };
  });
}

/** What telemetry shows of the database, read in one go; ages in seconds. Throws where it does not answer. */
export function createFigures({ pool }: Pick<Database, 'pool'>, now: () => Date) {
  const ledger = createLedgerStore({ pool });
  return async () => {
    const at = now();
    const values = [at.toISOString()];
    const today = { since: ledgerDay(at), now: at.toISOString() };
    const [{ rows }, { rows: read }, { rows: open }, received, callbacks] = await Promise.all([
      pool.query<FigureRow>({ ...figures, values }),
      pool.query<SourceRow>({ ...sources, values }),
      pool.query<{ kind: string; count: number }>(alarms),
      ledger.alerts(today),
      ledger.callbacks(today),
    ]);
    const [row] = rows;
    if (row === undefined) throw new Error('the database answered nothing');
    return {
      ...(row.due_post === null ? {} : { oldestDuePost: row.due_post }),
      ...(row.due_job === null ? {} : { oldestDueJob: row.due_job }),
      deadJobs: row.dead_jobs,
      failedPosts: row.failed_posts,
      openCases: {
        over: row.over,
        'under-1h': row.under_1h,
        'under-4h': row.under_4h,
        'under-12h': row.under_12h,
        'over-12h': row.over_12h,
      },
      sources: read.map(({ oldest, ...one }) => ({ ...one, ...(oldest === null ? {} : { oldestReading: oldest }) })),
      ledger: ledgerOf(received),
      callbacks: sumOfCallbacks(callbacks),
      openAlarms: Object.fromEntries(
        alarmKinds.map((kind) => [kind, open.find((one) => one.kind === kind)?.count ?? 0]),
      ),
      pool: {
        total: pool.totalCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
        most: pool.options.max ?? 0,
      },
    };
  };
}
