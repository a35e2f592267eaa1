import { sql } from 'kysely';
import type { CaseNames } from '../workflow/case-ports.ts';
import type { NameStore } from '../workflow/partner-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';

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
      await sql`
        with found as (
          select * from json_to_recordset(${toJson(found)})
            as n ("customerTenantId" text, "subscriptionId" text, "customerName" text, "subscriptionName" text)
        ), named as (
          insert into customers (partner_id, tenant_id, name, read_at)
          select distinct on ("customerTenantId") ${partnerId}, "customerTenantId", "customerName", ${now}::timestamptz
          from found where "customerName" is not null order by "customerTenantId"
          on conflict (partner_id, tenant_id) do update set name = excluded.name, read_at = excluded.read_at
        )
        insert into subscriptions as s (partner_id, customer_tenant_id, subscription_id, name, read_at)
        select distinct on ("customerTenantId", "subscriptionId") ${partnerId}, "customerTenantId", "subscriptionId",
          "subscriptionName", ${now}::timestamptz
        from found order by "customerTenantId", "subscriptionId"
        on conflict (partner_id, customer_tenant_id, subscription_id)
        do update set name = coalesce(excluded.name, s.name), read_at = excluded.read_at`.execute(db);
    },
  };
}
