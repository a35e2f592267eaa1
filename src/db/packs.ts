import { type Selectable, sql } from 'kysely';
import type { CaseId } from '../domain/ids.ts';
import type { Pack } from '../domain/pack.ts';
import { codeMinutes, mostTries } from '../domain/pack.ts';
import type { KeptEvidence, PackStore, TakenCode } from '../workflow/asking-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox, jobsJson } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

function packOf(row: Selectable<Schema['packs']>): Pack {
  const wish = {
    id: row.id,
    caseId: row.case_id,
    profile: row.profile,
    language: row.language,
    by: row.asked_by,
    askedAt: row.asked_at.toISOString(),
  };
  const at = row.ended_at?.toISOString();
  if (row.state === 'failed' && at !== undefined) return { ...wish, state: 'failed', at };
  if (row.bytes === null || row.sha256 === null || row.files === null || at === undefined)
    return { ...wish, state: 'building' };
  return { ...wish, state: 'ready', bytes: Number(row.bytes), sha256: row.sha256, files: row.files, builtAt: at };
}

/** Evidence packs: kept in parts, so that nobody ever holds a whole one in memory. */
export function createPackStore({ sql: db }: Database): PackStore {
  return {
    ask: async ({ id, caseId, profile, language, by, askedAt }, jobs) => {
      const row = { id, case_id: caseId, profile, language, asked_at: askedAt };
      await sql`select ask_pack(${toJson(row)}, ${toJson(by)}, ${jobsJson(jobs)})`.execute(db);
    },

    load: async (packId) => {
      const row = await db.selectFrom('packs').selectAll().where('id', '=', packId).executeTakeFirst();
      return row && packOf(row);
    },

    ofCase: async (caseId) => {
      const rows = await db
        .selectFrom('packs')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('asked_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(packOf);
    },

    begin: async (packId) => {
      const { rows } = await sql<{ attempt: number | null }>`select begin_pack(${packId}) as attempt`.execute(db);
      return rows[0]?.attempt ?? undefined;
    },

    append: async (packId, attempt, part) => {
      await sql`select append_pack(${packId}, ${attempt}, ${bytesOf(part)})`.execute(db);
    },

    finish: (packId, attempt, { bytes, sha256, files, builtAt }, notice) =>
      transaction(db, async (tx) => {
        const made = toJson({ bytes, sha256, files, ended_at: builtAt });
        await sql`select finish_pack(${packId}, ${attempt}, ${made})`.execute(tx);
        await addToOutbox(tx, notice);
      }),

    fail: (packId, attempt, at, notice) =>
      transaction(db, async (tx) => {
        const failed = await tx
          .updateTable('packs')
          .set({ state: 'failed', ended_at: at })
          .where('id', '=', packId)
          .where('state', '=', 'building')
          .$if(attempt !== undefined, (update) => update.where('attempt', '=', attempt ?? 0))
          .returning('id')
          .executeTakeFirst();
        if (failed === undefined) return;
        await tx.deleteFrom('pack_parts').where('pack_id', '=', packId).execute();
        await addToOutbox(tx, notice);
      }),

    clear: (endedBefore) =>
      transaction(db, async (tx) => {
        const over = await tx
          .selectFrom('packs')
          .select('id')
          .where('state', '<>', 'building')
          .where('ended_at', '<', new Date(endedBefore))
          .forUpdate()
          .skipLocked()
          .execute();
        const ids = over.map(({ id }) => id);
        if (ids.length === 0) return;
        await tx.deleteFrom('pack_codes').where('pack_id', 'in', ids).execute();
        await tx.deleteFrom('pack_parts').where('pack_id', 'in', ids).execute();
        await tx.deleteFrom('packs').where('id', 'in', ids).execute();
      }),

    read: async function* (packId) {
      for (let position = 1; ; position++) {
        const row = await db
          .selectFrom('pack_parts')
          .innerJoin('packs', 'packs.id', 'pack_parts.pack_id')
          .select('part')
          .where('pack_id', '=', packId)
          .where('position', '=', position)
          .where('packs.state', '=', 'ready')
          .executeTakeFirst();
        if (row === undefined) return;
        yield row.part;
      }
    },

    giveCode: async ({ packId, codeHash, by, expiresAt }) => {
      await db
        .insertInto('pack_codes')
        .values({ code_hash: codeHash, pack_id: packId, given_to: toJson(by), expires_at: expiresAt })
        .execute();
    },

    takeCode: async (packId, codeHash, now) => {
      const { rows } = await sql<{ taken: TakenCode }>`
        select take_pack_code(${packId}, ${codeHash}, ${now}, ${mostTries}, ${codeMinutes}) as taken`.execute(db);
      return rows[0]?.taken ?? { kind: 'no' };
    },

    evidence: (caseId, kinds) => keptEvidence(db, caseId, kinds),

    rawAlerts: async (caseId) => {
      const rows = await db
        .selectFrom('detections')
        .select(['external_id', 'raw'])
        .where('case_id', '=', caseId)
        .orderBy('received_at')
        .orderBy('id')
        .execute();
      return rows.map(({ external_id, raw }) => ({ externalId: external_id, raw }));
    },
  };
}

/** The same bytes, not copied, as pg takes them. */
function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Rows that are fetched at once. */
const rowsAtOnce = 40;

interface EvidenceRow {
  readonly kind: KeptEvidence['kind'];
  readonly name: string;
  readonly error: string | null;
  readonly kept_at: Date;
  readonly content: KeptEvidence['content'];
  readonly is_entry: boolean;
}

/** By a cursor, and pages of the activity log entry by entry: a page alone may be a megabyte, and a log many of them. */
async function* keptEvidence(
  db: Database['sql'],
  caseId: CaseId,
  kinds: Parameters<PackStore['evidence']>[1],
): AsyncGenerator<KeptEvidence> {
  const plans = await db
    .selectFrom('plans')
    .select('id')
    .where('case_id', '=', caseId)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  const tx = await db.startTransaction().setAccessMode('read only').execute();
  try {
    for (const { id: planId } of plans) {
      await sql`declare kept no scroll cursor for
        select e.kind, e.name, e.error, e.kept_at, coalesce(entry.value, e.content) as content,
          entry.value is not null as is_entry
        from kept_evidence e left join lateral json_array_elements(
          case when e.kind = 'activity-log' and json_typeof(e.content) = 'array' then e.content else '[]' end
        ) with ordinality as entry (value, place) on true
        where e.plan_id = ${planId} and e.kind = any(${kinds}::text[])
        order by e.id, entry.place`.execute(tx);
      for (let isOver = false; !isOver; ) {
        const { rows } = await sql<EvidenceRow>`fetch ${sql.lit(rowsAtOnce)} from kept`.execute(tx);
        isOver = rows.length < rowsAtOnce;
        // Answers of pg keep later ones alive until all old memory is searched: emptied, they are small.
        for (const { kind, name, error, kept_at, content, is_entry } of rows.splice(0))
          yield {
            planId,
            kind,
            name,
            content: is_entry ? [content] : content,
            keptAt: kept_at.toISOString(),
            ...(error === null ? {} : { error }),
          };
      }
      await sql`close kept`.execute(tx);
    }
  } finally {
    await tx.rollback().execute();
  }
}
