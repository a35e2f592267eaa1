import { sql } from 'kysely';
import { storableText } from '../domain/storable.ts';
import type { PlanStore } from '../workflow/response-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';

export function createPlanStore({ sql: db }: Database): PlanStore {
  return {
    // Kept to the letter, as it was hashed.
    keep: async (plan) => {
      await db
        .insertInto('plans')
        .values({
          id: plan.id,
          case_id: plan.caseId,
          hash: plan.hash,
          plan: JSON.stringify(plan),
          made_at: plan.madeAt,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    load: async (planId) => {
      const row = await db.selectFrom('plans').select('plan').where('id', '=', planId).executeTakeFirst();
      return row?.plan;
    },

    keepEvidence: async (planId, { kind, name, content, error }) => {
      await db
        .insertInto('kept_evidence')
        .values({
          plan_id: planId,
          kind,
          name: storableText(name),
          content: toJson(content),
          error: error === undefined ? null : storableText(error),
        })
        .onConflict((conflict) => conflict.columns(['plan_id', 'kind', 'name']).doNothing())
        .execute();
    },

    countEvidence: async (planId) => {
      const row = await db
        .selectFrom('kept_evidence')
        .select(sql<number>`count(*)::integer`.as('count'))
        .where('plan_id', '=', planId)
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}
