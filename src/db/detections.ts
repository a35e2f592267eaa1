import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { CaseId } from '../domain/ids.ts';
import { canonicalJson } from '../domain/journal.ts';
import type { KeptMemory, Memory } from '../domain/memory.ts';
import { storableText } from '../domain/storable.ts';
import type { DetectionRecord, StoredCase } from '../workflow/case-ports.ts';
import type { DetectionStore, Situation } from '../workflow/detection-ports.ts';
import type { UnreadableAlert } from '../workflow/outside-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';
import { transaction } from './transaction.ts';

/** A record as the table has it; nested values are JSON of their own. */
export function detectionRow({ detection, caseId, uncarded, raw }: DetectionRecord) {
  return {
    id: detection.id,
    partner_id: detection.partnerId,
    source: detection.source,
    external_id: detection.externalId,
    customer_tenant_id: detection.customerTenantId,
    subscription_id: detection.subscriptionId,
    alert_type: detection.alertType,
    status: detection.status,
    is_test: detection.isTest,
    received_at: detection.receivedAt,
    case_id: caseId ?? null,
    uncarded: uncarded ?? null,
    detection,
    raw: raw ?? null,
  };
}

const situation = {
  name: 'situation',
  text: `select d.detection, d.case_id, d.uncarded, d.raw, open.state, open.head,
      (select id from cases where partner_id = $1 and subscription_id = $4 and stage = 'closed'
        order by number desc limit 1) as closed,
      (select json_build_object('caseId', case_id, 'number', number, 'memory', memory) from memory_of($1, $4)) as memory,
      (select max(number) from cases where partner_id = $1) as number,
      array(select json_build_object('id', id, 'language', language) from channels
        where partner_id = $1 and state = 'ready' order by id) as channels,
      (select routing from partners where id = $1) as routing
    from (select) as one
    left join detections d on d.partner_id = $1 and d.source = $2 and d.external_id = $3
    left join cases open on open.partner_id = $1 and open.subscription_id = $4 and open.stage <> 'closed'`,
};

interface SituationRow {
  readonly detection: DetectionRecord['detection'] | null;
  readonly case_id: CaseId | null;
  readonly uncarded: DetectionRecord['uncarded'] | null;
  readonly raw: unknown;
  readonly state: StoredCase['case'] | null;
  readonly head: string | null;
  readonly closed: CaseId | null;
  readonly memory: (Pick<KeptMemory, 'caseId' | 'number'> & { readonly memory: Memory }) | null;
  readonly number: number | null;
  readonly channels: Situation['channels'];
  readonly routing: Situation['routing'] | null;
}

function situationOf(row: SituationRow): Situation {
  const known: DetectionRecord | undefined = row.detection
    ? {
        detection: row.detection,
        raw: row.raw,
        ...(row.case_id === null ? {} : { caseId: row.case_id }),
        ...(row.uncarded ? { uncarded: row.uncarded } : {}),
      }
    : undefined;
  return {
    nextNumber: (row.number ?? 0) + 1,
    channels: row.channels,
    ...(row.routing ? { routing: row.routing } : {}),
    ...(known === undefined ? {} : { known }),
    ...(row.state && row.head ? { open: { case: row.state, head: row.head } } : {}),
    ...(row.memory === null
      ? {}
      : { memory: { ...row.memory.memory, caseId: row.memory.caseId, number: row.memory.number } }),
    ...(row.closed === null ? {} : { lastClosed: row.closed }),
  };
}

/** What tells an unreadable alert from others: its id, where that at least can be read, whatever else in it changes. */
function hashOf({ externalId, raw }: UnreadableAlert): string {
  const known = externalId === undefined ? canonicalJson(raw) : `id ${storableText(externalId)}`;
  return createHash('sha256').update(known).digest('hex');
}

export function createDetectionStore({ sql: db, pool }: Database): DetectionStore {
  return {
    situation: async (partnerId, { source, externalId, subscriptionId }) => {
      const values = [partnerId, source, storableText(externalId), storableText(subscriptionId)];
      const { rows } = await pool.query<SituationRow>({ ...situation, values });
      const [row] = rows;
      if (row === undefined) throw new Error('a query for one row answered none');
      return situationOf(row);
    },

    // An alert keeps the id, the case and the time of receipt that it was first stored with.
    keep: async (record) => {
      await sql`insert into detections as d
        select * from jsonb_populate_record(null::detections, ${toJson(detectionRow(record))}::jsonb)
        on conflict (partner_id, source, external_id) do update set
          customer_tenant_id = excluded.customer_tenant_id, subscription_id = excluded.subscription_id,
          alert_type = excluded.alert_type, status = excluded.status, is_test = excluded.is_test,
          case_id = coalesce(excluded.case_id, d.case_id),
          uncarded = case when coalesce(excluded.case_id, d.case_id) is null then excluded.uncarded end,
          detection = excluded.detection || jsonb_build_object(
            'id', d.id, 'receivedAt', d.detection->'receivedAt'),
          raw = excluded.raw`.execute(db);
    },

    keepUnreadable: (partnerId, source, alert, now, notice) =>
      transaction(db, async (tx) => {
        const added = await tx
          .insertInto('unreadable_alerts')
          .values({
            partner_id: partnerId,
            source,
            raw_hash: hashOf(alert),
            external_id: alert.externalId === undefined ? null : storableText(alert.externalId),
            raw: toJson(alert.raw),
            error: storableText(alert.error),
            received_at: now,
          })
          .onConflict((conflict) => conflict.columns(['partner_id', 'source', 'raw_hash']).doNothing())
          .returning('id')
          .executeTakeFirst();
        if (added === undefined) return false;
        await addToOutbox(tx, notice);
        return true;
      }),

    countUnreadable: async (partnerId) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::integer as count from unreadable_alerts u left join source_states s using (partner_id)
        where u.partner_id = ${partnerId}
          and not exists (select from detections readable where readable.partner_id = u.partner_id
            and readable.source = u.source and readable.external_id = u.external_id and readable.received_at >= u.received_at)
          and u.received_at > coalesce(s.polled_at::timestamptz - interval '7 days', '-infinity')`.execute(db);
      return rows[0]?.count ?? 0;
    },
  };
}
