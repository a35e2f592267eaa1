import { type Kysely, sql } from 'kysely';
import type { CaseId } from '../domain/ids.ts';
import type { InvestigatedResource } from '../domain/investigation.ts';
import type { SeenResource } from '../domain/memory.ts';
import { type AzureSeen, mostSeen } from '../domain/seen.ts';
import { storableText } from '../domain/storable.ts';
import type { InvestigationStore } from '../workflow/response-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

/** Resources that are written at once: no more of them are in memory a second time, as text. */
const chunk = 250;

/** The first of each key, with its place among them: a list that Azure read page by page may name one twice. */
function ranked(resources: readonly InvestigatedResource[]) {
  const unique = new Map(resources.toReversed().map((resource) => [resource.resource.key, resource]));
  const first = resources.filter((resource) => unique.get(resource.resource.key) === resource);
  return first.map((resource, rank) => ({ rank, resource }));
}

async function write(db: Kysely<Schema>, caseId: CaseId, resources: readonly InvestigatedResource[]): Promise<void> {
  const all = ranked(resources);
  for (let from = 0; from < all.length; from += chunk) {
    const rows = all
      .slice(from, from + chunk)
      .map(({ rank, resource }) => ({ rank, key: resource.resource.key, resource }));
    await sql`insert into investigated_resources (case_id, rank, key, resource)
      select ${caseId}, rank, key, resource
      from json_to_recordset(${toJson(rows)}) as n (rank integer, key text, resource jsonb)`.execute(db);
  }
}

interface SeenRow extends Omit<AzureSeen, 'suspects'> {
  readonly suspects: readonly {
    readonly key: string;
    readonly size: string | null;
    readonly instances: number | null;
  }[];
}

function suspectOf({ key, size, instances }: SeenRow['suspects'][number]): SeenResource {
  return { key, ...(size === null ? {} : { size }), ...(instances === null ? {} : { instances }) };
}

export function createInvestigationStore({ sql: db }: Database): InvestigationStore {
  const found = (caseId: CaseId) =>
    db.selectFrom('investigated_resources').select('resource').where('case_id', '=', caseId).orderBy('rank');

  return {
    // The summary's row makes others that save wait; the case's is locked at the end only, so that people who act on
    // the case do not.
    save: (caseId, summary, resources) =>
      transaction(db, async (tx) => {
        await sql`insert into investigations (case_id, summary, read_at)
          values (${caseId}, ${toJson(summary)}, ${summary.readAt})
          on conflict (case_id) do update set summary = excluded.summary, read_at = excluded.read_at`.execute(tx);
        await tx.deleteFrom('investigated_resources').where('case_id', '=', caseId).execute();
        await write(tx, caseId, resources);
        await sql`select from cases where id = ${caseId} for no key update`.execute(tx);
        await sql`select add_outbox_jobs(draw_inventory_again(${caseId}), '{}')`.execute(tx);
      }),

    summary: async (caseId) => {
      const row = await db
        .selectFrom('investigations')
        .select('summary')
        .where('case_id', '=', caseId)
        .executeTakeFirst();
      return row?.summary;
    },

    resources: async (caseId, { from, count }) => {
      const rows = await found(caseId)
        .where('rank', '>=', from)
        .where('rank', '<', from + count)
        .execute();
      return rows.map((row) => row.resource);
    },

    seen: async (caseId) => {
      const { rows } = await sql<SeenRow>`
        select i.summary->>'readAt' as "readAt", i.summary->'gaps' as gaps, i.summary->'timeline'->'creators' as creators,
          array(select distinct resource->'resource'->>'location' from investigated_resources
            where case_id = i.case_id) as regions,
          array(select json_build_object('key', key, 'size', resource->'resource'->'size',
              'instances', resource->'resource'->'instances') from investigated_resources
            where case_id = i.case_id and (resource->'isNamed' = 'true' or resource->>'level' in ('strong', 'some'))
            order by rank limit ${mostSeen + 1}) as suspects
        from investigations i where i.case_id = ${caseId}`.execute(db);
      const [row] = rows;
      return row && { ...row, suspects: row.suspects.map(suspectOf) };
    },

    byKeys: async (caseId, keys) => {
      const asked = keys.map((key) => storableText(key));
      const rows = await found(caseId).where('key', '=', sql<string>`any(${asked}::text[])`).execute();
      return rows.map((row) => row.resource);
    },
  };
}
