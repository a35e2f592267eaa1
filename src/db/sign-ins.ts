import { type Selectable, sql } from 'kysely';
import { signInNames } from '../domain/sign-in.ts';
import type { KnownSignIn, SignInStore, SignInWish } from '../workflow/sign-in-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';
import { askOnce, keyOf, lockSignIn, ofPerson } from './sign-in-asking.ts';
import { createErrandStore } from './sign-in-errands.ts';
import { transaction } from './transaction.ts';

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
    ...createErrandStore(db),

    of: async (person) => {
      const rows = await db.selectFrom('sign_ins').selectAll().where(ofPerson(person)).execute();
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
        await lockSignIn(tx, wish.person, wish.needs);
        const before = await tx
          .selectFrom('sign_in_wishes')
          .selectAll()
          .where(ofPerson(wish.person))
          .where('case_id', '=', wish.caseId)
          .executeTakeFirst();
        await tx
          .insertInto('sign_in_wishes')
          .values(rowOf(wish))
          .onConflict((conflict) => conflict.columns(['tenant_id', 'object_id', 'case_id']).doUpdateSet(rowOf(wish)))
          .execute();
        const { person, needs: name, wishedAt: at } = wish;
        const isAsked = await askOnce(tx, { person, name, at, since, post });
        return before === undefined || before.key === wish.key ? { isAsked } : { isAsked, before: wishOf(before) };
      }),

    tryOnce: async (person, name, since, most) => {
      const tried = await db
        .updateTable('sign_ins')
        .set((set) => ({ tries: set('tries', '+', 1) }))
        .where(ofPerson(person))
        .where('name', '=', name)
        .where('asked_at', '>', sql<Date>`${since}`)
        .where('tries', '<', most)
        .returning('name')
        .executeTakeFirst();
      return tried !== undefined;
    },

    outcome: async (person, idHash) => {
      const row = await db
        .selectFrom('sign_in_exchanges')
        .select('outcome')
        .where(ofPerson(person))
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
          .where(ofPerson(person))
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
          .where(ofPerson(person))
          .where('name', '=', name)
          .execute();
        await addToOutbox(tx, { jobs });
        return 'in';
      }),

    wishes: async (person) => {
      const rows = await db
        .selectFrom('sign_in_wishes')
        .selectAll()
        .where(ofPerson(person))
        .orderBy('wished_at')
        .execute();
      return rows.map(wishOf);
    },

    over: ({ person, caseId, key }, posts) =>
      transaction(db, async (tx) => {
        const gone = await tx
          .deleteFrom('sign_in_wishes')
          .where(ofPerson(person))
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
        const { numDeletedRows } = await tx.deleteFrom('sign_in_wishes').where(ofPerson(person)).executeTakeFirst();
        await tx.deleteFrom('sign_in_errands').where(ofPerson(person)).execute();
        return Number(numDeletedRows);
      }),

    forget: async (before) => {
      await db.deleteFrom('sign_in_exchanges').where('at', '<', sql<Date>`${before}`).execute();
      await db.deleteFrom('sign_in_wishes').where('wished_at', '<', sql<Date>`${before}`).execute();
      await db.deleteFrom('sign_in_errands').where('since', '<', sql<Date>`${before}`).execute();
    },
  };
}
