import { type Kysely, sql } from 'kysely';
import type { PartnerId } from '../domain/ids.ts';
import type { WebhookOutcome, WebhookStore } from '../workflow/webhook-ports.ts';
import type { Database } from './database.ts';
import { jobsJson } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction, undeadlocked } from './transaction.ts';

/** Most events that are remembered, of all partners together; far more than come in a day. */
const mostDeliveries = 200_000;

async function countOne(db: Kysely<Schema>, partnerId: PartnerId | '', outcome: WebhookOutcome, now: string) {
  await db
    .insertInto('webhook_counts')
    .values({ day: now.slice(0, 10), partner_id: partnerId, outcome, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['day', 'partner_id', 'outcome']).doUpdateSet({ count: sql`webhook_counts.count + 1` }),
    )
    .execute();
}

export function createWebhookStore({ sql: db }: Database): WebhookStore {
  return {
    partnerOf: async (keyHash) => {
      const row = await db
        .selectFrom('webhooks')
        .innerJoin('partners', 'partners.id', 'webhooks.partner_id')
        .select('webhooks.partner_id')
        .where('partners.removed_at', 'is', null)
        .where((where) => where.or([where('key_hash', '=', keyHash), where('next_key_hash', '=', keyHash)]))
        .executeTakeFirst();
      return row?.partner_id;
    },

    take: async ({ partnerId, bodyHash, outcome, jobs, now }) => {
      // One statement, as callbacks of one partner wait for each other's rows until the commit.
      const taking = sql<{ outcome: WebhookOutcome }>`
        with fresh as (
          insert into webhook_deliveries (partner_id, body_hash, received_at)
          values (${partnerId}, ${bodyHash}, ${now})
          on conflict (partner_id, body_hash) do nothing returning body_hash
        ), seen as (
          update webhooks set last_event_at = ${now},
            last_test_at = case when ${outcome}::text = 'tested' then ${now}::timestamptz else last_test_at end
          where partner_id = ${partnerId} and exists (select from fresh)
        ), counted as (
          insert into webhook_counts (day, partner_id, outcome, count)
          select ${now.slice(0, 10)}::date, ${partnerId}::text,
            case when exists (select from fresh) then ${outcome}::text else 'repeated' end, 1
          on conflict (day, partner_id, outcome) do update set count = webhook_counts.count + 1
          returning outcome
        )
        select outcome, case when outcome <> 'repeated' then add_outbox_jobs(${jobsJson(jobs)}, '{}') end from counted`;
      const { rows } = await undeadlocked(() => taking.execute(db));
      return rows[0]?.outcome ?? outcome;
    },

    count: (partnerId, outcome, now) => countOne(db, partnerId ?? '', outcome, now),

    noteRefusal: (partnerId, why, now) =>
      transaction(db, async (tx) => {
        await tx
          .insertInto('webhook_refusals')
          .values({ partner_id: partnerId ?? '', why, last_at: now })
          .onConflict((conflict) => conflict.columns(['partner_id', 'why']).doUpdateSet({ last_at: now }))
          .execute();
        await countOne(tx, partnerId ?? '', 'refused', now);
        if (partnerId === undefined) return;
        // Counted from the first since the last good one: that is when it began.
        const isFirst = sql<boolean>`refused_at is null or coalesce(last_event_at >= refused_at, false)`;
        await tx
          .updateTable('webhooks')
          .set({
            refused: sql<number>`case when ${isFirst} then 1 else refused + 1 end`,
            refused_from: sql<string>`case when ${isFirst} then ${now}::timestamptz else refused_from end`,
            refused_at: now,
          })
          .where('partner_id', '=', partnerId)
          .execute();
      }),

    refused: async (partnerId) => {
      const rows = await db
        .selectFrom('webhook_refusals')
        .select(['why', 'last_at'])
        .where('partner_id', '=', partnerId)
        .orderBy('last_at', 'desc')
        .execute();
      return rows.map(({ why, last_at: at }) => ({ why, lastAt: at.toISOString() }));
    },

    forget: async (before) => {
      await db.deleteFrom('webhook_deliveries').where('received_at', '<', new Date(before)).execute();
      const beyond = await db
        .selectFrom('webhook_deliveries')
        .select('received_at')
        .orderBy('received_at', 'desc')
        .offset(mostDeliveries)
        .limit(1)
        .executeTakeFirst();
      if (beyond !== undefined)
        await db.deleteFrom('webhook_deliveries').where('received_at', '<=', beyond.received_at).execute();
    },

    state: async (partnerId) => {
      const row = await db.selectFrom('webhooks').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
      const { registered_at: registered, last_event_at: event, last_test_at: test } = row ?? {};
      return {
        partnerId,
        ...(registered ? { registeredAt: registered.toISOString() } : {}),
        ...(event ? { lastEventAt: event.toISOString() } : {}),
        ...(test ? { lastTestAt: test.toISOString() } : {}),
      };
    },

    counts: async (partnerId, since) => {
      const rows = await db
        .selectFrom('webhook_counts')
        .select(['outcome', (select) => select.fn.sum<string>('count').as('count')])
        .where('partner_id', '=', partnerId)
        .where('day', '>=', sql<Date>`${since}::date`)
        .groupBy('outcome')
        .execute();
      return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, Number(count)]));
    },

    prepareKey: async (partnerId, keyHash) => {
      await db
        .insertInto('webhooks')
        .values({ partner_id: partnerId, next_key_hash: keyHash })
        .onConflict((conflict) => conflict.column('partner_id').doUpdateSet({ next_key_hash: keyHash }))
        .execute();
    },

    keepKey: async (partnerId, keyHash, now) => {
      const kept = { key_hash: keyHash, next_key_hash: null, registered_at: now };
      await db
        .insertInto('webhooks')
        .values({ partner_id: partnerId, ...kept })
        .onConflict((conflict) => conflict.column('partner_id').doUpdateSet(kept))
        .execute();
    },

    dropKey: async (partnerId) => {
      await db.updateTable('webhooks').set({ next_key_hash: null }).where('partner_id', '=', partnerId).execute();
    },

    alone: (partnerId, work) =>
      db.connection().execute(async (connection) => {
        const key = sql`hashtextextended(${`webhook ${partnerId}`}, 0)`;
        const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${key}) as got`.execute(connection);
        if (rows[0]?.got !== true) return undefined;
        try {
          return await work();
        } finally {
          await sql`select pg_advisory_unlock(${key})`.execute(connection);
        }
      }),
  };
}
