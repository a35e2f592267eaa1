import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '../domain/journal.ts';
import { storableText } from '../domain/storable.ts';
import type { DetectionRecord, DetectionStore } from '../workflow/ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';

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

export function createDetectionStore({ sql: db }: Database): DetectionStore {
  return {
    find: async (partnerId, source, externalId) => {
      const row = await db
        .selectFrom('detections')
        .select(['detection', 'case_id', 'uncarded', 'raw'])
        .where('partner_id', '=', partnerId)
        .where('source', '=', source)
        .where('external_id', '=', storableText(externalId))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const record: DetectionRecord = {
        detection: row.detection,
        raw: row.raw,
        ...(row.case_id === null ? {} : { caseId: row.case_id }),
        ...(row.uncarded === null ? {} : { uncarded: row.uncarded }),
      };
      return { record };
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
      db.transaction().execute(async (tx) => {
        const added = await tx
          .insertInto('unreadable_alerts')
          .values({
            partner_id: partnerId,
            source,
            raw_hash: createHash('sha256').update(canonicalJson(alert.raw)).digest('hex'),
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
      const row = await db
        .selectFrom('unreadable_alerts')
        .select(sql<number>`count(*)::integer`.as('count'))
        .where('partner_id', '=', partnerId)
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}
