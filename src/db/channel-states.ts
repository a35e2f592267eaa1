import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { ChannelId } from '../domain/ids.ts';
import type { ChannelStates, WhichChannels } from '../workflow/sending-ports.ts';
import { channelOf } from './channels.ts';
import { closedJob } from './closed-job.ts';
import type { Database } from './database.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';

function among(which: WhichChannels): RawBuilder<boolean> {
  if ('channelId' in which) return sql`c.id = ${which.channelId}`;
  if ('teamId' in which) return sql`c.tenant_id = ${which.tenantId.toLowerCase()} and c.team_id = ${which.teamId}`;
  return sql`c.partner_id = ${which.partnerId}`;
}

/** Which channels can be posted to (docs/decisions/0018-dead-letters.md). Posts of the others are due and wait. */
export function createChannelStates({ sql: db }: Pick<Database, 'sql'>): ChannelStates {
  return {
    close: (which, state) =>
      db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ id: ChannelId; was_ready: boolean }>`
          with before as (select c.id, c.state from channels c where ${among(which)} order by c.id for update)
          update channels c set state = ${state}, state_at = now() from before
          where before.id = c.id and before.state <> ${state}
          returning c.id, before.state = 'ready' as was_ready`.execute(tx);
        const closed = rows.flatMap(({ id, was_ready }) => (was_ready ? [id] : []));
        await addToOutbox(tx, { jobs: closed.map(closedJob) });
        return closed;
      }),

    reopen: (which, from, hello) =>
      db.transaction().execute(async (tx) => {
        const { rows } = await sql<Selectable<Schema['channels']>>`
          update channels c set state = 'ready', state_at = now()
          where ${among(which)} and c.state = any(${[...from]}::text[]) returning c.*`.execute(tx);
        const channels = rows.map(channelOf);
        for (const { id } of channels)
          await sql`select drop_stale_posts(c) from channels c where id = ${id}`.execute(tx);
        await addToOutbox(tx, { posts: channels.map(hello), jobs: [] });
        return channels;
      }),

    moveWaiting: async (from, to) => {
      await sql`
        with moved as (
          update posts p set channel_id = c.id, thread = c.teams_channel_id, tenant_id = c.tenant_id, slot_at = null
          from channels c
          where c.id = ${to} and p.channel_id = ${from} and p.kind = 'fixed' and p.state in ('due', 'sending')
          returning p.thread
        )
        select add_outbox_jobs('[]', array(select distinct thread from moved))`.execute(db);
    },
  };
}
