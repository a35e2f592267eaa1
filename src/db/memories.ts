import { sql } from 'kysely';
import type { Case } from '../domain/case.ts';
import type { KeptMemory, Memory } from '../domain/memory.ts';
import type { MemoryRow, MemoryStore } from '../workflow/memory-ports.ts';
import type { Database } from './database.ts';
import { namesOf } from './names.ts';

/** The row of a case that has something to be remembered, as the case is. */
export function memoryRow(c: Case, memory: Memory) {
  return {
    case_id: c.id,
    partner_id: c.partnerId,
    number: c.number,
    customer_tenant_id: c.customerTenantId,
    subscription_id: c.subscriptionId,
    confirmed_at: memory.at,
    until: memory.until,
    ended_at: memory.ended?.at ?? null,
    revision: c.revision,
    memory,
  };
}

interface Row {
  readonly case_id: KeptMemory['caseId'];
  readonly number: number;
  readonly memory: Memory;
}

function keptOf({ case_id, number, memory }: Row): KeptMemory {
  return { ...memory, caseId: case_id, number };
}

interface ListRow extends Row {
  readonly subscription_id: string;
  readonly customer_tenant_id: string;
  readonly revision: number;
  readonly customer: string | null;
  readonly subscription: string | null;
  readonly total: number;
}

function rowOf(row: ListRow): MemoryRow {
  return {
    ...keptOf(row),
    ...namesOf(row),
    subscriptionId: row.subscription_id,
    customerTenantId: row.customer_tenant_id,
    revision: row.revision,
  };
}

export function createMemoryStore({ sql: db }: Database): MemoryStore {
  return {
    of: async (partnerId, subscriptionId) => {
      const { rows } = await sql<Row>`
        select case_id, number, memory from memory_of(${partnerId}, ${subscriptionId})`.execute(db);
      return rows[0] && keptOf(rows[0]);
    },

    list: async (partnerId, { now, days, limit, offset }) => {
      const { rows } = await sql<ListRow>`
        select m.*, customers.name as customer, subscriptions.name as subscription, count(*) over ()::integer as total
        from (select distinct subscription_id from memories
              where partner_id = ${partnerId} and until > ${now}::timestamptz and ended_at is null) as known
        cross join lateral memory_of(${partnerId}, known.subscription_id) m
        left join customers on customers.partner_id = m.partner_id and customers.tenant_id = m.customer_tenant_id
        left join subscriptions on subscriptions.partner_id = m.partner_id
          and subscriptions.customer_tenant_id = m.customer_tenant_id and subscriptions.subscription_id = m.subscription_id
        where least(m.until, m.confirmed_at + make_interval(days => ${days})) > ${now}::timestamptz
        order by m.until, m.number limit ${limit} offset ${offset}`.execute(db);
      return { rows: rows.map(rowOf), total: rows[0]?.total ?? 0 };
    },
  };
}
