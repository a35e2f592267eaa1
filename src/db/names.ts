import { sql } from 'kysely';
import { storableText } from '../domain/storable.ts';
import type { NameStore } from '../workflow/ports.ts';
import type { Database } from './database.ts';

export function createNameStore({ sql: db }: Database): NameStore {
  return {
    names: async (partnerId, customerTenantId, subscriptionId) => {
      const { rows } = await sql<{ customer: string | null; subscription: string | null; read_at: Date | null }>`
        select c.name as customer, s.name as subscription, s.read_at
        from (select ${partnerId}::text as partner, ${customerTenantId}::text as customer, ${subscriptionId}::text as subscription) as asked
        left join customers c on c.partner_id = asked.partner and c.tenant_id = asked.customer
        left join subscriptions s on s.partner_id = asked.partner and s.customer_tenant_id = asked.customer
          and s.subscription_id = asked.subscription`.execute(db);
      const [row] = rows;
      return {
        ...(row?.customer ? { customerName: row.customer } : {}),
        ...(row?.subscription ? { subscriptionName: row.subscription } : {}),
        ...(row?.read_at ? { readAt: row.read_at.toISOString() } : {}),
      };
    },

    // A name that could not be read this time does not erase the one that is known.
    saveNames: async (partnerId, customerTenantId, subscriptionId, { customerName, subscriptionName }, now) => {
      await db.transaction().execute(async (tx) => {
        if (customerName !== undefined) {
          await sql`insert into customers (partner_id, tenant_id, name, read_at)
            values (${partnerId}, ${customerTenantId}, ${storableText(customerName)}, ${now})
            on conflict (partner_id, tenant_id) do update set name = excluded.name, read_at = excluded.read_at`.execute(
            tx,
          );
        }
        await sql`insert into subscriptions as s (partner_id, customer_tenant_id, subscription_id, name, read_at)
          values (${partnerId}, ${customerTenantId}, ${subscriptionId},
            ${subscriptionName === undefined ? null : storableText(subscriptionName)}, ${now})
          on conflict (partner_id, customer_tenant_id, subscription_id)
          do update set name = coalesce(excluded.name, s.name), read_at = excluded.read_at`.execute(tx);
      });
    },
  };
}
