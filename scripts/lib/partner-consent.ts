import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment } from '../../src/config.ts';
import { readTokenKeys } from '../../src/config-lists.ts';
import { createTokenSafe } from '../../src/consent/seal.ts';
import type { Database } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { consentEndsAt, linkHours } from '../../src/domain/consent.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { makeConsentLink } from '../../src/workflow/consent.ts';
import { rekey } from '../../src/workflow/rekey.ts';
import { RefusedError, type Told } from './partner-told.ts';

const settings = environment.pick({ PUBLIC_URL: true, PORT: true, TOKEN_KEYS: true, TOKEN_KEYS_FILE: true });

function configured() {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim() !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) throw new RefusedError(z.prettifyError(parsed.error));
  const problems: string[] = [];
  const keys = readTokenKeys(given, problems);
  if (problems.length > 0) throw new RefusedError(problems.join('\n'));
  if (keys.length === 0)
    throw new RefusedError(
      'There is no key to keep a sign-in with: set TOKEN_KEYS. npm run partners -- new-key makes one.',
    );
  return { publicUrl: parsed.data.PUBLIC_URL, safe: createTokenSafe(keys) };
}

/** A one-time link to the consent page, for an operator to pass on. */
export async function consentLink(database: Database, partner: Partner): Promise<Told> {
  const { publicUrl } = configured();
  if (publicUrl === undefined)
    throw new RefusedError('PUBLIC_URL is not set: nobody could reach the page. Set it to the address of this server.');
  const { consents } = createStore(database);
  const secret = await makeConsentLink({ consents, now: () => new Date(), randomBytes }, partner);
  const link = `${publicUrl}/consent/${secret}`;
  const held = await consents.held(partner.id);
  const before =
    held === undefined ? [] : [`It will replace the sign-in of ${held.consent.name} once somebody has signed in.`];
  return {
    text: [
      link,
      '',
      `For one sign-in within ${linkHours} hours, by an admin agent of ${partner.name} with multifactor authentication.`,
      'Any earlier link of this partner has ended. Pass it on only to whom it is for.',
      ...before,
    ].join('\n'),
    json: { link, hours: linkHours },
  };
}

export async function forgetConsent(database: Database, partner: Partner): Promise<Told> {
  if (!(await createStore(database).consents.forget(partner.id)))
    throw new RefusedError(`Nobody has consented for ${partner.name}.`);
  return {
    text: 'Forgotten here. At Microsoft it goes on until the account’s sessions are revoked or the consent is withdrawn in Entra.',
    json: { outcome: 'forgotten' },
  };
}

/** Seals everything anew with the newest key. */
export async function rekeyAll(database: Database): Promise<Told> {
  const { safe } = configured();
  const { consents, partners } = createStore(database);
  const done = await rekey({ consents, safe }, await partners.all());
  const named = (kind: (typeof done)[number]['kind']) =>
    done.filter((one) => one.kind === kind).map(({ partner }) => partner);
  const [sealed, unreadable] = [named('sealed-anew'), named('unreadable')];
  if (unreadable.length > 0) process.exitCode = 1;
  return {
    text: [
      `${sealed.length} sealed with the key ${safe.newestKey}.`,
      unreadable.length === 0
        ? 'Nothing is left under an older key: all but the newest can be taken out.'
        : `No key opens those of ${unreadable.map(({ name }) => name).join(', ')}: bring their key back, or have them consent anew.`,
    ].join('\n'),
    json: {
      key: safe.newestKey,
      sealed: sealed.map(({ tenantId }) => tenantId),
      unreadable: unreadable.map(({ tenantId }) => tenantId),
    },
  };
}

/** What `show` tells of a partner's background sign-in; never a token. */
export async function consentState(database: Database, partner: Partner): Promise<Told> {
  const held = await createStore(database).consents.held(partner.id);
  if (held === undefined) return { text: 'background sign-in   none', json: { consent: null } };
  const { consent } = held;
  const endsAt = consentEndsAt(consent);
  const keys = [...new Set(held.tokens.map(({ keyId }) => keyId))];
  const state =
    consent.trouble === undefined
      ? 'works'
      : `cannot be used: ${consent.trouble}, since ${consent.troubleSince ?? consent.troubleAt}`;
  return {
    text: `background sign-in   ${state}\n  by ${consent.name}, given ${consent.givenAt}, renewed ${consent.renewedAt}\n  ends ${endsAt} unless used before; sealed with ${keys.join(', ')}`,
    json: { consent: { ...consent, endsAt, keys } },
  };
}
