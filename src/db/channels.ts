import { type Selectable, sql } from 'kysely';
import type { Channel, ChannelStore } from '../workflow/teams-ports.ts';
import { closedJob } from './closed-job.ts';
import type { Database } from './database.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

/** A channel as its row says. */
export function channelOf(row: Selectable<Schema['channels']>): Channel {
  return {
    id: row.id,
    partnerId: row.partner_id,
    tenantId: row.tenant_id,
    teamId: row.team_id,
    teamsChannelId: row.teams_channel_id,
    serviceUrl: row.service_url,
    language: row.language,
    state: row.state,
    ...(row.team_name === null ? {} : { teamName: row.team_name }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.state_at === null ? {} : { stateAt: row.state_at.toISOString() }),
    ...(row.installed_by === null ? {} : { installedBy: row.installed_by }),
  };
}

export function createChannelStore({ sql: db }: Database): ChannelStore {
  const update = (channelId: Channel['id'], set: { state?: Channel['state']; service_url?: string }) =>
    db.updateTable('channels').set(set).where('id', '=', channelId).execute();

  return {
    // A channel that was known keeps its id and the language that people chose for it.
    install: (channel, welcome) =>
      transaction(db, async (tx) => {
        const state: Channel['state'] = channel.state ?? 'ready';
        const seen = {
          partner_id: channel.partnerId,
          team_id: channel.teamId,
          service_url: channel.serviceUrl,
          state,
          ...(channel.teamName === undefined ? {} : { team_name: channel.teamName }),
          ...(channel.name === undefined ? {} : { name: channel.name }),
          ...(channel.installedBy === undefined ? {} : { installed_by: channel.installedBy }),
        };
        const tenantId = channel.tenantId.toLowerCase();
        const place = { tenant_id: tenantId, teams_channel_id: channel.teamsChannelId };
        const added = await tx
          .insertInto('channels')
          .values({
            id: channel.id,
            ...place,
            ...seen,
            language: channel.language,
            ...(channel.state === undefined ? {} : { state_at: sql<string>`now()` }),
          })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'teams_channel_id']).doNothing())
          .returningAll()
          .executeTakeFirst();
        const before = added
          ? undefined
          : await tx
              .selectFrom('channels')
              .select(['id', 'state'])
              .where('tenant_id', '=', tenantId)
              .where('teams_channel_id', '=', channel.teamsChannelId)
              .forUpdate()
              .executeTakeFirstOrThrow();
        const row =
          before === undefined
            ? added
            : await tx
                .updateTable('channels')
                .set({ ...seen, ...(before.state === state ? {} : { state_at: sql<string>`now()` }) })
                .where('id', '=', before.id)
                .returningAll()
                .executeTakeFirst();
        if (row === undefined) throw new Error('A channel vanished while it was installed.');
        const installed = channelOf(row);
        // The first one stays: nobody becomes the owner by adding the bot to a team of their own.
        if (channel.installedBy !== undefined)
          await tx
            .updateTable('partners')
            .set({ installed_by: channel.installedBy.toLowerCase() })
            .where('id', '=', channel.partnerId)
            .where('installed_by', 'is', null)
            .execute();
        const fresh = before?.state !== state;
        if (!fresh) return { channel: installed, fresh };
        if (state !== 'ready') {
          await addToOutbox(tx, { jobs: [closedJob(installed.id)] });
          return { channel: installed, fresh };
        }
        if (before !== undefined)
          await sql`select drop_stale_posts(c) from channels c where id = ${before.id}`.execute(tx);
        await addToOutbox(tx, welcome(installed));
        return { channel: installed, fresh };
      }),

    ofPartner: async (partnerId) =>
      (await db.selectFrom('channels').selectAll().where('partner_id', '=', partnerId).orderBy('id').execute()).map(
        channelOf,
      ),

    byTeamsId: async (tenantId, teamsChannelId) => {
      const row = await db
        .selectFrom('channels')
        .selectAll()
        .where('tenant_id', '=', tenantId.toLowerCase())
        .where('teams_channel_id', '=', teamsChannelId)
        .executeTakeFirst();
      return row && channelOf(row);
    },

    isTeamOfOthers: async (tenantId, teamId) => {
      const found = await db
        .selectFrom('channels')
        .select('id')
        .where('team_id', '=', teamId)
        .where('tenant_id', '<>', tenantId.toLowerCase())
        .executeTakeFirst();
      return found !== undefined;
    },

    byId: async (channelId) => {
      const row = await db.selectFrom('channels').selectAll().where('id', '=', channelId).executeTakeFirst();
      return row && channelOf(row);
    },

    rename: async (tenantId, { what, id, name }) => {
      await db
        .updateTable('channels')
        .set(what === 'team' ? { team_name: name } : { name })
        .where('tenant_id', '=', tenantId.toLowerCase())
        .where(what === 'team' ? 'team_id' : 'teams_channel_id', '=', id)
        .execute();
    },
    setState: async (channelId, state) => {
      await update(channelId, { state });
    },
    setServiceUrl: async (channelId, serviceUrl) => {
      await update(channelId, { service_url: serviceUrl });
    },
  };
}
