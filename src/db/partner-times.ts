import { sql } from 'kysely';
import { day } from '../domain/clocks.ts';
import { claimDays, claimDeadline, responsesOf } from '../domain/clocks-of-case.ts';
import type { PartnerTimes } from '../workflow/asking-ports.ts';
import type { Database } from './database.ts';

/** How fast a partner answers: by our own record from its cases, and by Microsoft's figure as it was last read. */
export function createPartnerTimes({ sql: db }: Database): PartnerTimes {
  return {
    answered: async (partnerId, since) => {
      const rows = await db
        .selectFrom('cases')
        .select('state')
        .where('partner_id', '=', partnerId)
        .where('is_test', '=', false)
        .where('answered_at', '>=', new Date(since))
        .execute();
      const from = Date.parse(since);
      return rows
        .flatMap(({ state }) => responsesOf(state))
        .filter((one) => Date.parse(one.answeredAt) >= from)
        .toSorted((a, b) => Date.parse(a.answeredAt) - Date.parse(b.answeredAt));
    },

    claimsOf: async (partnerId, customerTenantId) => {
      const filedAt = sql<string | null>`state #>> '{support,azure,filedAt}'`;
      const rows = await db
        .selectFrom('cases')
        .select(['number', filedAt.as('at')])
        .where('partner_id', '=', partnerId)
        .where('customer_tenant_id', '=', customerTenantId)
        .where('is_test', '=', false)
        .where(filedAt, 'is not', null)
        .orderBy('number')
        .execute();
      return rows.flatMap(({ number, at }) => (at === null ? [] : [{ number, at }]));
    },

    claimsNear: async (partnerId, now, days) => {
      const rows = await db
        .selectFrom('cases')
        .leftJoin('customers', (on) =>
          on
            .onRef('customers.partner_id', '=', 'cases.partner_id')
            .onRef('customers.tenant_id', '=', 'cases.customer_tenant_id'),
        )
        .select(['cases.state', 'customers.name'])
        .where('cases.partner_id', '=', partnerId)
        .where('cases.verdict', '=', 'fraud')
        .where('cases.is_test', '=', false)
        // What was seen first is not much older than the case.
        .where('cases.opened_at', '>=', new Date(Date.parse(now) - 2 * claimDays * day))
        .execute();
      const from = Date.parse(now);
      return rows
        .flatMap(({ state: c, name }) => {
          const deadlineAt = claimDeadline(c);
          const left = Date.parse(deadlineAt ?? '') - from;
          if (deadlineAt === undefined || c.support?.azure?.number !== undefined || left < 0 || left > days * day)
            return [];
          const { id: caseId, number, customerTenantId } = c;
          return [{ caseId, number, customerTenantId, deadlineAt, ...(name === null ? {} : { customerName: name }) }];
        })
        .toSorted((a, b) => Date.parse(a.deadlineAt) - Date.parse(b.deadlineAt));
    },

    official: async (partnerId) => {
      const row = await db
        .selectFrom('partner_scores')
        .selectAll()
        .where('partner_id', '=', partnerId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        readAt: row.read_at.toISOString(),
        ...(row.average_hours === null ? {} : { averageHours: row.average_hours }),
        ...(row.compliant === null ? {} : { compliant: row.compliant }),
      };
    },

    saveOfficial: async (partnerId, { averageHours = null, compliant = null }, readAt) => {
      const figure = { average_hours: averageHours, compliant, read_at: readAt };
      await db
        .insertInto('partner_scores')
        .values({ partner_id: partnerId, ...figure })
        .onConflict((conflict) => conflict.column('partner_id').doUpdateSet(figure))
        .execute();
    },
  };
}
