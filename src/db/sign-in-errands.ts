import type { Kysely, Selectable } from 'kysely';
import type { Errand, SignInStore } from '../workflow/sign-in-ports.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';
import { askOnce, keyOf, lockSignIn, ofPerson } from './sign-in-asking.ts';
import { transaction } from './transaction.ts';

function errandOf(row: Selectable<Schema['sign_in_errands']>): Errand {
  return {
    person: { tenantId: row.tenant_id, objectId: row.object_id, name: row.person_name },
    partnerId: row.partner_id,
    caseId: row.case_id,
    name: row.name,
  };
}

/** Errands that wait for a sign-in of a person. */
export function createErrandStore(db: Kysely<Schema>): Pick<SignInStore, 'askForErrand' | 'errands' | 'errandOver'> {
  return {
    askForErrand: ({ person, partnerId, caseId, name }, { needs, post, at, since, jobs }) =>
      transaction(db, async (tx) => {
        const state = await lockSignIn(tx, person, needs);
        const row = { ...keyOf(person), case_id: caseId, name };
        const rest = { partner_id: partnerId, person_name: person.name, since: at };
        await tx
          .insertInto('sign_in_errands')
          .values({ ...row, ...rest })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'object_id', 'case_id', 'name']).doUpdateSet(rest))
          .execute();
        // They have signed in since it was looked whether they have: nobody else would go on with this.
        if (state === 'in') {
          await addToOutbox(tx, { jobs });
          return 'in';
        }
        if (post === undefined) return 'no-chat';
        return (await askOnce(tx, { person, name: needs, at, since, post })) ? 'asked' : 'asked-before';
      }),

    errands: async (person) => {
      const rows = await db
        .selectFrom('sign_in_errands')
        .selectAll()
        .where(ofPerson(person))
        .orderBy('since')
        .execute();
      return rows.map(errandOf);
    },

    errandOver: ({ person, caseId, name }, posts, jobs) =>
      transaction(db, async (tx) => {
        const gone = await tx
          .deleteFrom('sign_in_errands')
          .where(ofPerson(person))
          .where('case_id', '=', caseId)
          .where('name', '=', name)
          .returning('name')
          .executeTakeFirst();
        if (gone !== undefined) await addToOutbox(tx, { posts, jobs });
      }),
  };
}
