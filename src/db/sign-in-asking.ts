import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { SignInName } from '../domain/sign-in.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { PersonKey } from '../workflow/sign-in-ports.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';

export const keyOf = ({ tenantId, objectId }: PersonKey) => ({
  tenant_id: tenantId.toLowerCase(),
  object_id: objectId.toLowerCase(),
});

/** Whether a row is a person's. */
export function ofPerson(person: PersonKey): RawBuilder<boolean> {
  const { tenant_id, object_id } = keyOf(person);
  return sql`(tenant_id, object_id) = (${tenant_id}, ${object_id})`;
}

type Tx = Transaction<Schema>;

/** The row of a sign-in, locked, also where it was there: one of several that ask at once posts the card. Answers its state. */
export async function lockSignIn(
  tx: Tx,
  person: PersonKey,
  name: SignInName,
): Promise<Selectable<Schema['sign_ins']>['state'] | undefined> {
  const { tenant_id, object_id } = keyOf(person);
  const { rows } = await sql<Pick<Selectable<Schema['sign_ins']>, 'state'>>`
    insert into sign_ins (tenant_id, object_id, name, state) values (${tenant_id}, ${object_id}, ${name}, 'none')
    on conflict (tenant_id, object_id, name) do update set tries = sign_ins.tries
    returning state`.execute(tx);
  return rows[0]?.state;
}

/** Asks with that post, unless the person was asked after `since`; false then. The row is locked. */
export async function askOnce(
  tx: Tx,
  {
    person,
    name,
    at,
    since,
    post,
  }: {
    readonly person: PersonKey;
    readonly name: SignInName;
    readonly at: string;
    readonly since: string;
    readonly post: NewPost;
  },
): Promise<boolean> {
  const asked = await tx
    .updateTable('sign_ins')
    .set({ asked_at: at, tries: 0 })
    .where(ofPerson(person))
    .where('name', '=', name)
    .where((where) => where.or([where('asked_at', 'is', null), where('asked_at', '<', sql<Date>`${since}`)]))
    .returning('name')
    .executeTakeFirst();
  if (asked === undefined) return false;
  await addToOutbox(tx, { posts: [post], jobs: [] });
  return true;
}
