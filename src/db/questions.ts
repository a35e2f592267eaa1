import type { AskedAbout, QuestionStore } from '../workflow/teams-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';

export function createQuestionStore({ sql: db }: Database): QuestionStore {
  return {
    ask: async (question) => {
      const row = {
        conversation_id: question.conversationId,
        tenant_id: question.tenantId.toLowerCase(),
        object_id: question.objectId.toLowerCase(),
        case_id: question.caseId ?? null,
        ask: toJson(question.ask),
        expires_at: question.expiresAt,
      };
      await db
        .insertInto('questions')
        .values(row)
        .onConflict((conflict) => conflict.columns(['conversation_id', 'tenant_id', 'object_id']).doUpdateSet(row))
        .execute();
    },

    pending: async (conversationId, tenantId, objectId, now) => {
      const row = await db
        .selectFrom('questions')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('tenant_id', '=', tenantId.toLowerCase())
        .where('object_id', '=', objectId.toLowerCase())
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        conversationId: row.conversation_id,
        tenantId: row.tenant_id,
        objectId: row.object_id,
        expiresAt: row.expires_at.toISOString(),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- case and question were written together
        ...({ caseId: row.case_id ?? undefined, ask: row.ask } as AskedAbout),
      };
    },

    answered: async (conversationId, tenantId, objectId) => {
      await db
        .deleteFrom('questions')
        .where('conversation_id', '=', conversationId)
        .where('tenant_id', '=', tenantId.toLowerCase())
        .where('object_id', '=', objectId.toLowerCase())
        .execute();
    },
  };
}
