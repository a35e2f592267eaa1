import { type Selectable, sql } from 'kysely';
import type { Run, RunItem } from '../domain/run.ts';
import type { RunStore } from '../workflow/response-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { casesServed } from './partners.ts';
import type { Schema } from './schema.ts';

type Row = Pick<Selectable<Schema['runs']>, 'run' | 'cancelled_at' | 'ended_at'> & {
  readonly items: readonly RunItem[];
};

const selectRuns = sql`
  select r.run, r.cancelled_at, r.ended_at, (
    select coalesce(json_agg(item order by position), '[]') from run_items where run_items.run_id = r.id
  ) as items from runs r`;

function runOf({ run, cancelled_at, ended_at, items }: Row): Run {
  return {
    ...run,
    items,
    ...(cancelled_at === null ? {} : { cancelledAt: cancelled_at.toISOString() }),
    ...(ended_at === null ? {} : { endedAt: ended_at.toISOString() }),
  };
}

function itemsJson(items: readonly RunItem[]): string {
  return toJson(items.map((item) => ({ key: item.key, state: item.state, item })));
}

/** Each change is one SQL function (migrations/0005-response.ts): a run of many resources makes thousands of them. */
export function createRunStore({ sql: db }: Database): RunStore {
  return {
    begin: async ({ items, cancelledAt, endedAt, ...run }) => {
      const row = {
        id: run.id,
        case_id: run.caseId,
        plan_id: run.planId,
        cancelled_at: cancelledAt,
        ended_at: endedAt,
        started_at: run.startedAt,
      };
      await sql`select begin_run(${toJson(row)}, ${JSON.stringify(run)}, ${itemsJson(items)})`.execute(db);
    },

    load: async (runId) => {
      const { rows } = await sql<Row>`${selectRuns} where r.id = ${runId}`.execute(db);
      return rows[0] && runOf(rows[0]);
    },

    saveItems: async (runId, items) => {
      if (items.length === 0) return;
      await sql`select save_run_items(${runId}, ${itemsJson(items)})`.execute(db);
    },

    end: async (runId, at) => {
      await sql`select mark_run(${runId}, null, ${at})`.execute(db);
    },

    cancel: async (runId, at) => {
      await sql`select mark_run(${runId}, ${at}, null)`.execute(db);
    },

    open: async () => {
      const rows = await casesServed(db)
        .select(['cases.id', 'cases.open_run_id'])
        .where('cases.open_run_id', 'is not', null)
        .orderBy('cases.open_run_id')
        .execute();
      return rows.flatMap((row) => (row.open_run_id === null ? [] : [{ caseId: row.id, runId: row.open_run_id }]));
    },

    ofCase: async (caseId) => {
      const { rows } = await sql<Row>`
        ${selectRuns} where r.case_id = ${caseId} order by r.started_at desc, r.id desc`.execute(db);
      return rows.map(runOf);
    },
  };
}
