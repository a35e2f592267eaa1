import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { SettingChange } from '../domain/settings.ts';
import type { KeptChange, SettingsStore } from '../workflow/settings-ports.ts';
import { channelOf } from './channels.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';
import { partnerOf } from './partners.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

type Partners = Schema['partners'];

/** Without rules and a default channel there is no routing. */
function unlessEmpty(routing: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`nullif(${routing}, '{"rules": []}'::jsonb)`;
}

/** Members of the partner's row that a change writes; a language stands with its channel. */
function columnsOf(change: SettingChange) {
  switch (change.setting) {
    case 'rules':
      return {
        routing: unlessEmpty(
          sql`coalesce(routing, '{}') || jsonb_build_object('rules', ${toJson(change.after)}::jsonb)`,
        ),
      };
    case 'defaultChannel':
      return {
        routing:
          change.after === null
            ? unlessEmpty(sql`routing - 'defaultChannelId'`)
            : sql<string>`'{"rules":[]}' || coalesce(routing, '{}') || jsonb_build_object('defaultChannelId', ${change.after}::text)`,
      };
    case 'reminders':
      return { reminders: toJson(change.after) };
    case 'escalationChannel':
      return { escalation_channel_id: change.after };
    case 'digestAt':
      return { digest_at: change.after };
    case 'workingDays':
      return { working_days: [...change.after] };
    case 'timeZone':
      return { time_zone: change.after };
    case 'limits':
      return { removal: sql<string>`removal || ${toJson(change.after)}::jsonb` };
    case 'memoryDays':
      return { memory_days: change.after };
    case 'people':
      return { role_people: toJson(change.after) };
    case 'groups':
      return { role_groups: toJson(change.after) };
    case 'language':
      return {};
  }
}

function keptOf(row: Selectable<Schema['setting_changes']>): KeptChange {
  const { setting, channel_id: channelId, before, after } = row;
  const about = channelId === null ? {} : { channelId };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `save` from a change
  const change = { setting, ...about, before, after } as SettingChange;
  return { change, revision: row.revision, by: row.by, at: row.at.toISOString() };
}

/** What owners set in Teams. */
export function createSettingsStore({ sql: db }: Database): SettingsStore {
  const kept = (partnerId: Selectable<Partners>['id']) =>
    db.selectFrom('setting_changes').selectAll().where('partner_id', '=', partnerId);

  return {
    read: async (partnerId) => {
      const [row, channels] = await Promise.all([
        db
          .selectFrom('partners')
          .selectAll()
          .where('id', '=', partnerId)
          .where('removed_at', 'is', null)
          .executeTakeFirst(),
        db.selectFrom('channels').selectAll().where('partner_id', '=', partnerId).orderBy('id').execute(),
      ]);
      return row && { partner: partnerOf(row), revision: row.settings_revision, channels: channels.map(channelOf) };
    },

    save: (partnerId, { revision, changes, by, at, posts, jobs }) =>
      transaction(db, async (tx) => {
        const updated = await tx
          .updateTable('partners')
          .set({ settings_revision: revision + 1 })
          .where('id', '=', partnerId)
          .where('settings_revision', '=', revision)
          .where('removed_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (updated === undefined) return 'stale';
        for (const change of changes) {
          const columns = columnsOf(change);
          if (Object.keys(columns).length > 0)
            await tx.updateTable('partners').set(columns).where('id', '=', partnerId).execute();
          if (change.setting === 'language')
            await tx
              .updateTable('channels')
              .set({ language: change.after })
              .where('id', '=', change.channelId)
              .where('partner_id', '=', partnerId)
              .execute();
          await tx
            .insertInto('setting_changes')
            .values({
              partner_id: partnerId,
              revision: revision + 1,
              at,
              by: toJson(by),
              setting: change.setting,
              channel_id: 'channelId' in change ? change.channelId : null,
              before: toJson(change.before),
              after: toJson(change.after),
            })
            .execute();
        }
        await addToOutbox(tx, { posts, jobs });
        return 'saved';
      }),

    changesAfter: async (partnerId, revision) =>
      (await kept(partnerId).where('revision', '>', revision).orderBy('id').execute()).map(keptOf),

    lastChange: async (partnerId) => {
      const row = await kept(partnerId).orderBy('id', 'desc').limit(1).executeTakeFirst();
      return row && keptOf(row);
    },

    customers: async (partnerId, limit) =>
      (
        await db
          .selectFrom('customers')
          .select(['tenant_id', 'name'])
          .where('partner_id', '=', partnerId)
          .orderBy('name')
          .orderBy('tenant_id')
          .limit(limit)
          .execute()
      ).map((row) => ({ tenantId: row.tenant_id, name: row.name })),

    customerName: async (partnerId, tenantId) =>
      (
        await db
          .selectFrom('customers')
          .select('name')
          .where('partner_id', '=', partnerId)
          .where('tenant_id', '=', tenantId)
          .executeTakeFirst()
      )?.name,

    // Only the older source tells a name (facts/partner-center.md 1.2), in whichever case it likes.
    resellers: async (partnerId, limit) => {
      const { rows } = await sql<{ tenantId: string; name: string | null }>`
        select detection->>'resellerTenantId' as "tenantId",
          max(coalesce(raw->>'valueAddedResellerFriendlyName', raw->>'ValueAddedResellerFriendlyName')) as name
        from detections where partner_id = ${partnerId} and detection->>'resellerTenantId' <> ''
        group by 1 order by 2, 1 limit ${limit}`.execute(db);
      return rows.map(({ tenantId, name }) => ({ tenantId, ...(name ? { name } : {}) }));
    },
  };
}
