import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Selectable } from 'kysely';
import type { Partner } from '../domain/partner.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { partnerOf, rowOf } from './partners.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

export type NewPartner = Omit<Partner, 'id'>;

export interface KnownPartner {
  readonly partner: Partner;
  /** Whether the partners file has ever named it. */
  readonly isFromFile: boolean;
  /** ISO 8601; absent while it is served. */
  readonly removedAt?: string;
}

type Row = Selectable<Schema['partners']>;

function knownOf(row: Row): KnownPartner {
  return {
    partner: partnerOf(row),
    isFromFile: row.from_file !== null,
    ...(row.removed_at === null ? {} : { removedAt: row.removed_at.toISOString() }),
  };
}

/**
 * What an operator does with partners. Changes are seen by running processes, which read the table anew each minute.
 *
 * The partners file and the table: whoever spoke last is obeyed. `fromFile` keeps what the file says, and at the next
 * start only what has changed in the file since then is taken over, so that a setting that was changed by command or in
 * Teams is not undone by a restart (docs/decisions/0013).
 */
export function createPartnerAdmin({ sql: db }: Database) {
  const rowFor = (tx: Kysely<Schema>, tenantId: string) =>
    tx.selectFrom('partners').selectAll().where('tenant_id', '=', tenantId.toLowerCase()).forUpdate();

  return {
    /** Everybody who is or was served, by name. */
    list: async (): Promise<readonly KnownPartner[]> =>
      (await db.selectFrom('partners').selectAll().orderBy('name').orderBy('id').execute()).map(knownOf),

    find: async (tenantId: string): Promise<KnownPartner | undefined> => {
      const row = await db
        .selectFrom('partners')
        .selectAll()
        .where('tenant_id', '=', tenantId.toLowerCase())
        .executeTakeFirst();
      return row && knownOf(row);
    },

    /** Adds a partner, or takes one that was removed back with its cases. A partner that is served stays as it is. */
    add: (partner: NewPartner): Promise<'added' | 'taken-back' | 'exists'> =>
      transaction(db, async (tx) => {
        const row = rowOf(partner);
        const added = await tx
          .insertInto('partners')
          .values(row)
          .onConflict((conflict) => conflict.column('tenant_id').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (added !== undefined) return 'added';
        const known = await rowFor(tx, partner.tenantId).executeTakeFirstOrThrow();
        if (known.removed_at === null) return 'exists';
        await tx
          .updateTable('partners')
          .set({ ...row, removed_at: null })
          .where('id', '=', known.id)
          .execute();
        return 'taken-back';
      }),

    /** Changes a partner that is served by what `change` makes of it as it now is; undefined where there is none. */
    change: (tenantId: string, change: (partner: Partner) => NewPartner): Promise<Partner | undefined> =>
      transaction(db, async (tx) => {
        const known = await rowFor(tx, tenantId).where('removed_at', 'is', null).executeTakeFirst();
        if (known === undefined) return undefined;
        const { tenant_id: _, ...row } = rowOf(change(partnerOf(known)));
        await tx
          .updateTable('partners')
          .set({ ...row, settings_revision: known.settings_revision + 1 })
          .where('id', '=', known.id)
          .execute();
        return partnerOf(await rowFor(tx, tenantId).executeTakeFirstOrThrow());
      }),

    /** Serves a partner no more: nothing is looked at, its people are strangers, its tokens are forgotten; its cases stay. */
    remove: (tenantId: string, now: string): Promise<boolean> =>
      transaction(db, async (tx) => {
        const known = await rowFor(tx, tenantId).where('removed_at', 'is', null).executeTakeFirst();
        if (known === undefined) return false;
        await tx.updateTable('partners').set({ removed_at: now }).where('id', '=', known.id).execute();
        await tx.deleteFrom('partner_consents').where('partner_id', '=', known.id).execute();
        await tx.deleteFrom('consent_links').where('partner_id', '=', known.id).execute();
        return true;
      }),

    /** Takes over what is new in the partners file; answers how many partners are served. */
    fromFile: async (partners: readonly NewPartner[]): Promise<number> => {
      for (const partner of partners) await transaction(db, (tx) => takeOver(tx, partner));
      const { count } = await db
        .selectFrom('partners')
        .select((select) => select.fn.countAll<string>().as('count'))
        .where('removed_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };

  async function takeOver(tx: Kysely<Schema>, partner: NewPartner): Promise<void> {
    const said = toJson(partner);
    const row = rowOf(partner);
    const added = await tx
      .insertInto('partners')
      .values({ ...row, from_file: said })
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added !== undefined) return;
    const known = await rowFor(tx, partner.tenantId).executeTakeFirstOrThrow();
    const before = known.from_file;
    if (before !== null && isDeepStrictEqual(before, JSON.parse(said))) return;
    await tx
      .updateTable('partners')
      .set({
        ...rowOf(merged(partnerOf(known), partner, before)),
        from_file: said,
        removed_at: null,
        settings_revision: known.settings_revision + 1,
      })
      .where('id', '=', known.id)
      .execute();
  }
}

/** The partner as it is, with what the file says otherwise than it last did. */
function merged(known: Partner, said: NewPartner, before: unknown): NewPartner {
  const old: Readonly<Record<string, unknown>> =
    typeof before === 'object' && before !== null ? Object.fromEntries(Object.entries(before)) : {};
  const news = Object.entries(said).filter(([name, value]) => !isDeepStrictEqual(old[name], value));
  return { ...known, ...Object.fromEntries(news) };
}
