import { type Kysely, type Selectable, sql } from 'kysely';
import { type Consent, mostAttempts } from '../domain/consent.ts';
import type { PartnerId } from '../domain/ids.ts';
import type { ConsentStore, HeldConsent, Renewal, StoredToken } from '../workflow/consent-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { addToOutbox } from './outbox.ts';
import { partnerOf } from './partners.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

function consentOf(row: Selectable<Schema['partner_consents']>): Consent {
  return {
    objectId: row.object_id,
    name: row.name,
    givenAt: row.given_at.toISOString(),
    renewedAt: row.renewed_at.toISOString(),
    ...(row.trouble === null ? {} : { trouble: row.trouble }),
    ...(row.trouble_at === null ? {} : { troubleAt: row.trouble_at.toISOString() }),
    ...(row.trouble_since === null ? {} : { troubleSince: row.trouble_since.toISOString() }),
  };
}

function tokenOf(row: Selectable<Schema['sealed_tokens']>): StoredToken {
  const { audience, generation, sealed } = row;
  return { audience, generation, sealed, keyId: row.key_id, expiresAt: row.expires_at.toISOString() };
}

async function heldIn(db: Kysely<Schema>, partnerId: PartnerId, forUpdate: boolean): Promise<HeldConsent | undefined> {
  const row = await db
    .selectFrom('partner_consents')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .$if(forUpdate, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const tokens = await db.selectFrom('sealed_tokens').selectAll().where('partner_id', '=', partnerId).execute();
  return { consent: consentOf(row), generation: row.generation, tokens: tokens.map(tokenOf) };
}

const wellAgain = { trouble: null, trouble_at: null, trouble_since: null };

function changedBy(renewal: Exclude<Renewal, { readonly kind: 'as-it-is' }>, { consent, generation }: HeldConsent) {
  switch (renewal.kind) {
    case 'trouble':
      return {
        trouble: renewal.trouble,
        trouble_at: renewal.at,
        trouble_since: (consent.trouble && (consent.troubleSince ?? consent.troubleAt)) ?? renewal.at,
      };
    case 'healed':
      return wellAgain;
    case 'sealed-anew':
      return { generation: generation + 1 };
    case 'renewed':
      return { renewed_at: renewal.at, generation: generation + 1, ...(renewal.isWell ? wellAgain : {}) };
  }
}

async function putTokens(db: Kysely<Schema>, partnerId: PartnerId, tokens: readonly StoredToken[]): Promise<void> {
  await db.deleteFrom('sealed_tokens').where('partner_id', '=', partnerId).execute();
  if (tokens.length === 0) return;
  const rows = tokens.map(({ audience, keyId, generation, sealed, expiresAt }) => ({
    partner_id: partnerId,
    audience,
    key_id: keyId,
    generation,
    sealed: Buffer.from(sealed),
    expires_at: expiresAt,
  }));
  await db.insertInto('sealed_tokens').values(rows).execute();
}

/** The background sign-ins of partners, the links to the page where they are given, and the sign-ins under way there. */
export function createConsentStore({ sql: db }: Database): ConsentStore {
  return {
    giveLink: ({ partnerId, hash, askedBy, expiresAt }) =>
      transaction(db, async (tx) => {
        await tx.deleteFrom('consent_links').where('partner_id', '=', partnerId).execute();
        await tx
          .insertInto('consent_links')
          .values({
            hash,
            partner_id: partnerId,
            expires_at: expiresAt,
            asked_by: askedBy === undefined ? null : toJson(askedBy),
          })
          .execute();
      }),

    partnerOfLink: async (hash, now) => {
      const row = await db
        .selectFrom('consent_links')
        .innerJoin('partners', 'partners.id', 'consent_links.partner_id')
        .selectAll('partners')
        .where('hash', '=', hash)
        .where('expires_at', '>', sql<Date>`${now}`)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return row && partnerOf(row);
    },

    begin: (attempt, now) =>
      transaction(db, async (tx) => {
        const link = await tx
          .selectFrom('consent_links')
          .select('hash')
          .where('hash', '=', attempt.linkHash)
          .where('expires_at', '>', sql<Date>`${now}`)
          .forUpdate()
          .executeTakeFirst();
        if (link === undefined) return false;
        const { count } = await tx
          .selectFrom('consent_attempts')
          .select((select) => select.fn.countAll<string>().as('count'))
          .where('link_hash', '=', link.hash)
          .executeTakeFirstOrThrow();
        if (Number(count) >= mostAttempts) return false;
        await tx
          .insertInto('consent_attempts')
          .values({
            state_hash: attempt.stateHash,
            link_hash: link.hash,
            browser_hash: attempt.browserHash,
            expires_at: attempt.expiresAt,
          })
          .execute();
        return true;
      }),

    // The row stays, taken: it counts as one of the sign-ins that the link may begin.
    take: async (stateHash, browserHash, now) => {
      const taken = await db
        .updateTable('consent_attempts')
        .set({ browser_hash: '' })
        .where('state_hash', '=', stateHash)
        .where('browser_hash', '=', browserHash)
        .where('expires_at', '>', sql<Date>`${now}`)
        .returning('link_hash')
        .executeTakeFirst();
      if (taken === undefined) return undefined;
      const row = await db
        .selectFrom('consent_links')
        .innerJoin('partners', 'partners.id', 'consent_links.partner_id')
        .selectAll('partners')
        .where('hash', '=', taken.link_hash)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return row && { partner: partnerOf(row), linkHash: taken.link_hash };
    },

    nextGeneration: async (partnerId) => ((await heldIn(db, partnerId, false))?.generation ?? 0) + 1,

    keep: ({ partnerId, linkHash, consent, generation, tokens }, notice) =>
      transaction(db, async (tx) => {
        const link = await tx
          .selectFrom('consent_links')
          .select('hash')
          .where('hash', '=', linkHash)
          .where('partner_id', '=', partnerId)
          .forUpdate()
          .executeTakeFirst();
        const before = await heldIn(tx, partnerId, true);
        // A renewal that came between has sealed for this generation, and the row is not taken back to it.
        if (link === undefined || (before?.generation ?? 0) >= generation) return false;
        const row = {
          object_id: consent.objectId,
          name: consent.name,
          given_at: consent.givenAt,
          renewed_at: consent.renewedAt,
          generation,
          ...wellAgain,
        };
        await tx
          .insertInto('partner_consents')
          .values({ partner_id: partnerId, ...row })
          .onConflict((conflict) => conflict.column('partner_id').doUpdateSet(row))
          .execute();
        await tx.deleteFrom('consent_links').where('hash', '=', link.hash).execute();
        await putTokens(tx, partnerId, tokens);
        await addToOutbox(tx, notice);
        return true;
      }),

    held: (partnerId) => heldIn(db, partnerId, false),

    // Not run again where it is undone: `work` asks outside.
    renew: (partnerId, work) =>
      db.transaction().execute(async (tx) => {
        const held = await heldIn(tx, partnerId, true);
        if (held === undefined) return;
        const renewal = await work(held);
        if (renewal.kind === 'as-it-is') return;
        await tx
          .updateTable('partner_consents')
          .set(changedBy(renewal, held))
          .where('partner_id', '=', partnerId)
          .execute();
        if ('tokens' in renewal) await putTokens(tx, partnerId, renewal.tokens);
      }),

    forget: async (partnerId) => {
      const gone = await db
        .deleteFrom('partner_consents')
        .where('partner_id', '=', partnerId)
        .returning('partner_id')
        .executeTakeFirst();
      return gone !== undefined;
    },
  };
}
