import type { Database } from './database.ts';

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
        where state in ('due', 'sending') and due_at <= now()) as due_post,
      (select extract(epoch from now() - min(run_at))::float8 from graphile_worker._private_jobs
        where is_available and run_at <= now()) as due_job,
      (select count(*)::integer from graphile_worker._private_jobs
        where attempts >= max_attempts and locked_at is null and key is not null) as dead_jobs,
      (select count(*)::integer from posts where state = 'failed') as failed_posts,
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

/** What telemetry shows of the database, read in two round trips; ages in seconds. Throws where it does not answer. */
export function createFigures({ pool }: Pick<Database, 'pool'>, now: () => Date) {
  return async () => {
    const values = [now().toISOString()];
    const [{ rows }, { rows: read }] = await Promise.all([
      pool.query<FigureRow>({ ...figures, values }),
      pool.query<SourceRow>({ ...sources, values }),
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
      pool: {
        total: pool.totalCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
        most: pool.options.max ?? 0,
      },
    };
  };
}
