import { type Kysely, sql } from 'kysely';
import type { CaseId, PartnerId } from '../domain/ids.ts';
import type { CaseNames } from '../workflow/case-ports.ts';
import type { NameStore, SubscriptionKey } from '../workflow/partner-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { jobsJson } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

/** Names as queries have them. */
export interface NamesRow {
  readonly customer: string | null;
  readonly subscription: string | null;
}

export function namesOf(row: NamesRow | undefined): CaseNames {
  return {
    ...(row?.customer ? { customerName: row.customer } : {}),
    ...(row?.subscription ? { subscriptionName: row.subscription } : {}),
  };
}

interface Renamed extends SubscriptionKey {
  /** Whether the customer has another name, in all of its subscriptions. */
  readonly isOfAll: boolean | null;
}

export function createNameStore({ sql: db }: Database): NameStore {
  const known: NameStore['known'] = async (partnerId, subscriptions) => {
    const customers = subscriptions.map((one) => one.customerTenantId);
    const ids = subscriptions.map((one) => one.subscriptionId);
    const { rows } = await sql<NamesRow & { readonly read_at: Date | null }>`
      select c.name as customer, s.name as subscription, s.read_at
      from unnest(${customers}::text[], ${ids}::text[]) with ordinality as asked (customer, subscription, place)
      left join customers c on c.partner_id = ${partnerId} and c.tenant_id = asked.customer
      left join subscriptions s on s.partner_id = ${partnerId} and s.customer_tenant_id = asked.customer
        and s.subscription_id = asked.subscription
      order by asked.place`.execute(db);
    return rows.map((row) => ({ ...namesOf(row), ...(row.read_at ? { readAt: row.read_at.toISOString() } : {}) }));
  };

  return {
    known,

    names: async (partnerId, customerTenantId, subscriptionId) => {
      const [{ readAt: _, ...names } = {}] = await known(partnerId, [{ customerTenantId, subscriptionId }]);
      return names;
    },

    saveNames: async (partnerId, found, now) => {
      const { rows } = await sql<Renamed>`
        with found as (
          select distinct on ("customerTenantId", "subscriptionId") *
          from json_to_recordset(${toJson(found)}) as n ("customerTenantId" text, "subscriptionId" text,
            "customerName" text, "subscriptionName" text, "isPartial" boolean)
          order by "customerTenantId", "subscriptionId"
        ), named as (
          insert into customers (partner_id, tenant_id, name, read_at)
          select distinct on ("customerTenantId") ${partnerId}, "customerTenantId", "customerName", ${now}::timestamptz
          from found where "customerName" is not null order by "customerTenantId"
          on conflict (partner_id, tenant_id) do update set name = excluded.name, read_at = excluded.read_at
        ), kept as (
          insert into subscriptions as s (partner_id, customer_tenant_id, subscription_id, name, read_at)
          select ${partnerId}, "customerTenantId", "subscriptionId", "subscriptionName",
            case when "isPartial" then 'epoch' else ${now}::timestamptz end
          from found order by "customerTenantId", "subscriptionId"
          on conflict (partner_id, customer_tenant_id, subscription_id)
          do update set name = coalesce(excluded.name, s.name),
            read_at = coalesce(nullif(excluded.read_at, 'epoch'), s.read_at)
        )
        select "customerTenantId", "subscriptionId", "customerName" <> coalesce(c.name, '') as "isOfAll"
        from found left join customers c on c.partner_id = ${partnerId} and c.tenant_id = "customerTenantId"
          left join subscriptions s on s.partner_id = ${partnerId} and s.customer_tenant_id = "customerTenantId"
            and s.subscription_id = "subscriptionId"
        where "customerName" <> coalesce(c.name, '') or "subscriptionName" <> coalesce(s.name, '')`.execute(db);
      if (rows.length > 0) await drawAgain(db, partnerId, rows);
    },
  };
}

/**
 * Looks for cases only once the names are stored: whichever opens later is drawn with them. One case at a time, its row
 * locked first as a commit does; a card that is being sent is sent again.
 */
async function drawAgain(db: Kysely<Schema>, partnerId: PartnerId, renamed: readonly Renamed[]): Promise<void> {
  const { rows } = await sql<{ readonly id: CaseId }>`
    select distinct c.id from cases c
      join json_to_recordset(${toJson(renamed)}) as n ("customerTenantId" text, "subscriptionId" text, "isOfAll" boolean)
        on c.customer_tenant_id = n."customerTenantId" and (n."isOfAll" or c.subscription_id = n."subscriptionId")
    where c.partner_id = ${partnerId} and c.stage <> 'closed'`.execute(db);
  for (const { id } of rows)
    await transaction(db, async (tx) => {
      await sql`select from cases where id = ${id} for no key update`.execute(tx);
      await sql`select add_outbox_jobs(${jobsJson([])}, array(
        select draw_case_again(id, seq) from cases where id = ${id}))`.execute(tx);
      await sql`update posts set facts_version = facts_version + 1
        where case_id = ${id} and kind = 'case' and state = 'sending'`.execute(tx);
    });
}
