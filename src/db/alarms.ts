import { type Kysely, type Selectable, sql } from 'kysely';
import type { Alarm } from '../domain/alarms.ts';
import type { PostId } from '../domain/ids.ts';
import type { Language } from '../domain/partner.ts';
import type { AlarmCard, AlarmStore, DrawnCard } from '../workflow/ledger-ports.ts';
import { createAlarmSigns } from './alarm-signs.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

function alarmOf(row: Selectable<Schema['alarms']>): Alarm {
  return {
    id: row.id,
    partnerId: row.partner_id,
    kind: row.kind,
    subject: row.subject,
    facts: row.facts,
    raisedAt: row.raised_at.toISOString(),
    ...(row.cleared_at === null ? {} : { clearedAt: row.cleared_at.toISOString() }),
  };
}

interface CardRow {
  readonly id: PostId;
  readonly language: Language;
  readonly service_url: string;
  readonly tenant_id: string;
  readonly conversation_id: string | null;
  readonly activity_id: string | null;
}

function cardOf(row: CardRow): AlarmCard {
  const { conversation_id: conversationId, activity_id: activityId } = row;
  return {
    postId: row.id,
    language: row.language,
    serviceUrl: row.service_url,
    tenantId: row.tenant_id,
    ...(conversationId === null || activityId === null ? {} : { sentTo: { conversationId, activityId } }),
  };
}

/** One that is being sent at this moment is sent again, as it is from now on (sends.ts); one that waits is sent once. */
async function redraw(tx: Kysely<Schema>, cards: readonly DrawnCard[]): Promise<void> {
  const drawn = toJson(cards.map(({ postId, activity }) => ({ id: postId, activity })));
  await sql`
    with n as (
      select * from json_to_recordset(${drawn}::json) as n (id text, activity json)
    ), locked as (
      select id from posts where id in (select id from n) and state <> 'failed' order by id for no key update
    ), drawn as (
      update posts set activity = n.activity, facts_version = facts_version + 1,
        state = case when state = 'sent' then 'due' else state end,
        due_at = case when state = 'sent' then now() else due_at end
      from n join locked using (id)
      where posts.id = n.id
      returning thread
    )
    select add_outbox_jobs('[]', array(select thread from drawn))`.execute(tx);
}

async function cardsOf(db: Kysely<Schema>, { id, partnerId }: Alarm): Promise<readonly AlarmCard[]> {
  const { rows } = await sql<CardRow>`
    select p.id, p.language, c.service_url, p.tenant_id, p.sent_conversation_id as conversation_id,
      p.sent_activity_id as activity_id
    from channels c join posts p on p.dedupe_key = 'alarm-raised:' || ${id} || ':' || c.id
    where c.partner_id = ${partnerId} and p.state <> 'failed' order by p.ordinal`.execute(db);
  return rows.map(cardOf);
}

/** Holds an alarm that is open, and still says this, until the transaction ends: it gets no card meanwhile. */
async function isHeld(tx: Kysely<Schema>, { id, facts }: Pick<Alarm, 'id'> & Partial<Alarm>): Promise<boolean> {
  const same = facts === undefined ? sql`true` : sql`facts = ${toJson(facts)}::jsonb`;
  const { rows } = await sql`
    select from alarms where id = ${id} and cleared_at is null and ${same} for update`.execute(tx);
  return rows.length > 0;
}

/** Whether each card of an alarm is among these: one that a new channel got meanwhile would stay as it is. */
async function hasNoOther(tx: Kysely<Schema>, alarm: Alarm, cards: readonly DrawnCard[]): Promise<boolean> {
  const drawn = new Set(cards.map(({ postId }) => postId));
  return (await cardsOf(tx, alarm)).every(({ postId }) => drawn.has(postId));
}

/** Alarms are rows: raised once and ended once by all processes together (product.md F7). */
export function createAlarmStore({ sql: db, pool }: Database): AlarmStore {
  const open = () =>
    db
      .selectFrom('alarms')
      .innerJoin('partners', 'partners.id', 'alarms.partner_id')
      .selectAll('alarms')
      .where('partners.removed_at', 'is', null)
      .where('alarms.cleared_at', 'is', null)
      .orderBy('alarms.raised_at')
      .orderBy('alarms.id');

  return {
    open: async () => (await open().execute()).map(alarmOf),
    openOf: async (partnerId) => (await open().where('alarms.partner_id', '=', partnerId).execute()).map(alarmOf),

    ...createAlarmSigns({ pool }),

    raise: (alarm, posts) =>
      transaction(db, async (tx) => {
        const fresh = await tx
          .insertInto('alarms')
          .values({
            id: alarm.id,
            partner_id: alarm.partnerId,
            kind: alarm.kind,
            subject: alarm.subject,
            facts: toJson(alarm.facts),
            raised_at: alarm.raisedAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (fresh === undefined) return false;
        await addToOutbox(tx, { posts, jobs: [] });
        return true;
      }),

    cards: (alarm) => cardsOf(db, alarm),

    sayAlso: (alarm, posts) =>
      transaction(db, async (tx) => {
        if (!(await isHeld(tx, alarm))) return false;
        await addToOutbox(tx, { posts, jobs: [] });
        return true;
      }),

    change: (before, facts, cards) =>
      transaction(db, async (tx) => {
        if (!(await isHeld(tx, before)) || !(await hasNoOther(tx, before, cards))) return false;
        await tx
          .updateTable('alarms')
          .set({ facts: toJson(facts) })
          .where('id', '=', before.id)
          .execute();
        await redraw(tx, cards);
        return true;
      }),

    clear: (alarm, at, { cards, posts }) =>
      transaction(db, async (tx) => {
        if (!(await isHeld(tx, { id: alarm.id })) || !(await hasNoOther(tx, alarm, cards))) return false;
        await tx.updateTable('alarms').set({ cleared_at: at }).where('id', '=', alarm.id).execute();
        await redraw(tx, cards);
        await addToOutbox(tx, { posts, jobs: [] });
        return true;
      }),
  };
}
