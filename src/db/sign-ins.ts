import { type Selectable, sql } from 'kysely';
import { signInNames } from '../domain/sign-in.ts';
import type { KnownSignIn, PersonKey, SignInStore, SignInWish } from '../workflow/sign-in-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

const keyOf = ({ tenantId, objectId }: PersonKey) => ({
  tenant_id: tenantId.toLowerCase(),
  object_id: objectId.toLowerCase(),
});

function knownOf(row: Selectable<Schema['sign_ins']>): KnownSignIn {
  const { name, state, generation, asked_at: askedAt } = row;
  return { name, state, generation, ...(askedAt === null ? {} : { askedAt: askedAt.toISOString() }) };
}

function wishOf(row: Selectable<Schema['sign_in_wishes']>): SignInWish {
  return {
    person: { tenantId: row.tenant_id, objectId: row.object_id, name: row.person_name },
    partnerId: row.partner_id,
    caseId: row.case_id,
    needs: row.needs,
    command: row.command,
    key: row.key,
    seenRevision: row.seen_revision,
    language: row.language,
    wishedAt: row.wished_at.toISOString(),
  };
}

function rowOf({ person, caseId, ...wish }: SignInWish) {
  return {
    ...keyOf(person),
    case_id: caseId,
    partner_id: wish.partnerId,
    person_name: person.name,
    needs: wish.needs,
    key: wish.key,
    seen_revision: wish.seenRevision,
    command: toJson(wish.command),
    language: wish.language,
    wished_at: wish.wishedAt,
  };
}

/** Sign-ins of people: what is known of each, what clients were answered, and what waits for one. */
export function createSignInStore({ sql: db }: Database): SignInStore {
  return {
    of: async (person) => {
      const { tenant_id, object_id } = keyOf(person);
      const rows = await db
        .selectFrom('sign_ins')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('object_id', '=', object_id)
        .execute();
      return rows.map(knownOf);
    },

    found: async (person, name, state) => {
      const { tenant_id, object_id } = keyOf(person);
      const { rows } = await sql<Selectable<Schema['sign_ins']>>`
        with changed as (
          insert into sign_ins as s (tenant_id, object_id, name, state) values (${tenant_id}, ${object_id}, ${name}, ${state})
          on conflict (tenant_id, object_id, name) do update set state = excluded.state, generation = s.generation + 1
            where s.state not in (excluded.state, 'out')
          returning *
        )
        select * from changed
        union all
        select * from sign_ins where tenant_id = ${tenant_id} and object_id = ${object_id} and name = ${name}
          and not exists (select from changed)`.execute(db);
      const [row] = rows;
      return row === undefined ? { name, state, generation: 1 } : knownOf(row);
    },

    ask: (wish, post, since) =>
      transaction(db, async (tx) => {
        const { tenant_id, object_id } = keyOf(wish.person);
        // The row is locked by this, also where it was there: one of several that ask at once posts the card.
        await sql`
          insert into sign_ins (tenant_id, object_id, name, state) values (${tenant_id}, ${object_id}, ${wish.needs}, 'none')
          on conflict (tenant_id, object_id, name) do update set tries = sign_ins.tries`.execute(tx);
        const before = await tx
          .selectFrom('sign_in_wishes')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('object_id', '=', object_id)
          .where('case_id', '=', wish.caseId)
          .executeTakeFirst();
        await tx
          .insertInto('sign_in_wishes')
          .values(rowOf(wish))
          .onConflict((conflict) => conflict.columns(['tenant_id', 'object_id', 'case_id']).doUpdateSet(rowOf(wish)))
          .execute();
        const asked = await tx
          .updateTable('sign_ins')
          .set({ asked_at: wish.wishedAt, tries: 0 })
          .where('tenant_id', '=', tenant_id)
          .where('object_id', '=', object_id)
          .where('name', '=', wish.needs)
          .where((where) => where.or([where('asked_at', 'is', null), where('asked_at', '<', sql<Date>`${since}`)]))
          .returning('name')
          .executeTakeFirst();
        if (asked !== undefined) await addToOutbox(tx, { posts: [post], jobs: [] });
        const isAsked = asked !== undefined;
        return before === undefined || before.key === wish.key ? { isAsked } : { isAsked, before: wishOf(before) };
      }),

    tryOnce: async (person, name, since, most) => {
      const { tenant_id, object_id } = keyOf(person);
      const tried = await db
        .updateTable('sign_ins')
        .set((set) => ({ tries: set('tries', '+', 1) }))
        .where('tenant_id', '=', tenant_id)
        .where('object_id', '=', object_id)
        .where('name', '=', name)
        .where('asked_at', '>', sql<Date>`${since}`)
        .where('tries', '<', most)
        .returning('name')
        .executeTakeFirst();
      return tried !== undefined;
    },

    outcome: async (person, idHash) => {
      const { tenant_id, object_id } = keyOf(person);
      const row = await db
        .selectFrom('sign_in_exchanges')
        .select('outcome')
        .where('tenant_id', '=', tenant_id)
        .where('object_id', '=', object_id)
        .where('id_hash', '=', idHash)
        .executeTakeFirst();
      return row?.outcome;
    },

    settle: ({ person, name, idHash, outcome, at }, jobs) =>
      transaction(db, async (tx) => {
        const { tenant_id, object_id } = keyOf(person);
        const row = await tx
          .selectFrom('sign_ins')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('object_id', '=', object_id)
          .where('name', '=', name)
          .forUpdate()
          .executeTakeFirst();
        const isAsked = row !== undefined && row.asked_at !== null;
        // Another client of the person was a moment faster: they are in, and what they wished is going on.
        if (outcome === 'in' && !isAsked && row?.state !== 'in') return 'refused';
        if (idHash !== undefined)
          await tx
            .insertInto('sign_in_exchanges')
            .values({ tenant_id, object_id, id_hash: idHash, outcome, at })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        if (outcome === 'refused' || !isAsked) return outcome;
        await tx
          .updateTable('sign_ins')
          .set((set) => ({ state: 'in', asked_at: null, tries: 0, generation: set('generation', '+', 1) }))
          .where('tenant_id', '=', tenant_id)
          .where('object_id', '=', object_id)
          .where('name', '=', name)
          .execute();
        await addToOutbox(tx, { jobs });
        return 'in';
      }),

    wishes: async (person) => {
      const { tenant_id, object_id } = keyOf(person);
      const rows = await db
        .selectFrom('sign_in_wishes')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('object_id', '=', object_id)
        .orderBy('wished_at')
        .execute();
      return rows.map(wishOf);
    },

    over: ({ person, caseId, key }, posts) =>
      transaction(db, async (tx) => {
        const { tenant_id, object_id } = keyOf(person);
        const gone = await tx
          .deleteFrom('sign_in_wishes')
          .where('tenant_id', '=', tenant_id)
          .where('object_id', '=', object_id)
          .where('case_id', '=', caseId)
          .where('key', '=', key)
          .returning('key')
          .executeTakeFirst();
        if (gone !== undefined) await addToOutbox(tx, { posts, jobs: [] });
      }),

    signOut: (person) =>
      transaction(db, async (tx) => {
        const { tenant_id, object_id } = keyOf(person);
        await sql`
          insert into sign_ins (tenant_id, object_id, name, state)
          select ${tenant_id}, ${object_id}, name, 'out' from unnest(${[...signInNames]}::text[]) as name
          order by name
          on conflict (tenant_id, object_id, name) do update
            set state = 'out', asked_at = null, tries = 0, generation = sign_ins.generation + 1`.execute(tx);
        const { numDeletedRows } = await tx
          .deleteFrom('sign_in_wishes')
          .where('tenant_id', '=', tenant_id)
          .where('object_id', '=', object_id)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),

    forget: async (before) => {
      await db.deleteFrom('sign_in_exchanges').where('at', '<', sql<Date>`${before}`).execute();
      await db.deleteFrom('sign_in_wishes').where('wished_at', '<', sql<Date>`${before}`).execute();
    },
  };
}
