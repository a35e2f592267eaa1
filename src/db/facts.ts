import { sql } from 'kysely';
import type { CheckName } from '../domain/case.ts';
import type { ReadFacts } from '../domain/facts.ts';
import type { FactStore } from '../workflow/case-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { jobsJson } from './outbox.ts';
import { transaction } from './transaction.ts';

export function createFactStore({ sql: db }: Database): FactStore {
  return {
    read: async (caseId) => {
      const rows = await db.selectFrom('facts').select(['facts', 'read_at']).where('case_id', '=', caseId).execute();
      const read: Partial<Record<CheckName, ReadFacts>> = {};
      for (const { facts, read_at } of rows) read[facts.check] = { ...facts, readAt: read_at.toISOString() };
      return read;
    },

    // The case's row is locked first, as a commit does: both then take the posts in turn.
    save: (caseId, facts, now, jobs) =>
      transaction(db, async (tx) => {
        await sql`select from cases where id = ${caseId} for no key update`.execute(tx);
        await sql`insert into facts (case_id, check_name, facts, read_at)
          values (${caseId}, ${facts.check}, ${toJson(facts)}, ${now})
          on conflict (case_id, check_name) do update set facts = excluded.facts, read_at = excluded.read_at`.execute(
          tx,
        );
        await sql`select add_outbox_jobs(${jobsJson(jobs)}, array(select draw_check_again(${caseId}, ${facts.check})))`.execute(
          tx,
        );
      }),
  };
}
