import { type Kysely, type Selectable, sql } from 'kysely';
import { type Partner, standardRemoval } from '../domain/partner.ts';
import type { PartnerStore, SourceState } from '../workflow/partner-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import type { Schema } from './schema.ts';

export function partnerOf(row: Selectable<Schema['partners']>): Partner {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    source: row.source,
    language: row.language,
    roleGroups: row.role_groups,
    rolePeople: row.role_people,
    removal: { ...standardRemoval, ...row.removal },
    extraAlertTypes: row.extra_alert_types,
    pollMinutes: row.poll_minutes,
    timeZone: row.time_zone,
    ...(row.reminders === null ? {} : { reminders: row.reminders }),
    ...(row.escalation_channel_id === null ? {} : { escalationChannelId: row.escalation_channel_id }),
    ...(row.kind === null ? {} : { kind: row.kind }),
    ...(row.digest_at === null ? {} : { digestAt: row.digest_at }),
    ...(row.routing === null ? {} : { routing: row.routing }),
    ...(row.working_days === null ? {} : { workingDays: row.working_days }),
    ...(row.memory_days === null ? {} : { memoryDays: row.memory_days }),
  };
}

/** What the partners file and the command may say of a partner: routing and working days are set in Teams alone. */
export function rowOf(partner: Omit<Partner, 'id'>) {
  return {
    tenant_id: partner.tenantId.toLowerCase(),
    name: partner.name,
    source: partner.source,
    language: partner.language,
    role_groups: toJson(partner.roleGroups),
    role_people: toJson(partner.rolePeople ?? {}),
    removal: toJson(partner.removal),
    extra_alert_types: [...partner.extraAlertTypes],
    poll_minutes: partner.pollMinutes,
    time_zone: partner.timeZone,
    reminders: partner.reminders === undefined ? null : toJson(partner.reminders),
    escalation_channel_id: partner.escalationChannelId ?? null,
    kind: partner.kind ?? null,
    digest_at: partner.digestAt ?? null,
    memory_days: partner.memoryDays ?? null,
  };
}

function sourceStateOf(row: Selectable<Schema['source_states']>): SourceState {
  return {
    failures: row.failures,
    ...(row.cursor === null ? {} : { cursor: row.cursor }),
    ...(row.polled_at === null ? {} : { polledAt: row.polled_at }),
    ...(row.succeeded_at === null ? {} : { succeededAt: row.succeeded_at }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}

/** Cases of partners that are served: those of a removed one rest until it comes back (docs/decisions/0013-partners.md). */
export function casesServed(db: Kysely<Schema>) {
  return db
    .selectFrom('cases')
    .innerJoin('partners', 'partners.id', 'cases.partner_id')
    .where('partners.removed_at', 'is', null);
}

export function createPartnerStore({ sql: db }: Database): PartnerStore {
  /** A partner that was removed keeps its row, because its cases stay. */
  const served = () => db.selectFrom('partners').selectAll().where('removed_at', 'is', null);
  const all = async (): Promise<readonly Partner[]> =>
    (await served().orderBy('name').orderBy('id').execute()).map(partnerOf);

  return {
    all,

    upsert: async (partners) => {
      for (const partner of partners) {
        const row = rowOf(partner);
        await db
          .insertInto('partners')
          .values(row)
          .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
          .execute();
      }
      return all();
    },

    byTenant: async (tenantId) => {
      const row = await served().where('tenant_id', '=', tenantId.toLowerCase()).executeTakeFirst();
      return row && partnerOf(row);
    },

    byId: async (partnerId) => {
      const row = await served().where('id', '=', partnerId).executeTakeFirst();
      return row && partnerOf(row);
    },

    installer: async (partnerId) => {
      const row = await served().where('id', '=', partnerId).executeTakeFirst();
      return row?.installed_by ?? undefined;
    },

    countUnknown: async (tenantId, conversationId, now) => {
      const { activities } = await db
        .insertInto('unknown_tenants')
        .values({ tenant_id: tenantId, conversation_id: conversationId, first_at: now, last_at: now })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'conversation_id'])
            .doUpdateSet({ activities: sql`unknown_tenants.activities + 1`, last_at: now }),
        )
        .returning('activities')
        .executeTakeFirstOrThrow();
      return activities;
    },

    sourceState: async (partnerId) => {
      const row = await db
        .selectFrom('source_states')
        .selectAll()
        .where('partner_id', '=', partnerId)
        .executeTakeFirst();
      return row === undefined ? { failures: 0 } : sourceStateOf(row);
    },

    saveSourceState: async (partnerId, state) => {
      const row = {
        partner_id: partnerId,
        cursor: state.cursor ?? null,
        polled_at: state.polledAt ?? null,
        succeeded_at: state.succeededAt ?? null,
        error: state.error ?? null,
        failures: state.failures,
      };
      await db
        .insertInto('source_states')
        .values(row)
        .onConflict((conflict) => conflict.column('partner_id').doUpdateSet(row))
        .execute();
    },
  };
}
