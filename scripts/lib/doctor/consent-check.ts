import { type ConsentTrouble, consentEndsAt } from '../../../src/domain/consent.ts';
import type { Partner } from '../../../src/domain/partner.ts';
import type { HeldConsent, TokenSafe } from '../../../src/workflow/consent-ports.ts';
import { type Check, fault, note, ok, plain } from './finding.ts';

const soonMs = 14 * 86_400_000;

const troubles: Readonly<Record<ConsentTrouble, string>> = {
  revoked: 'Microsoft takes it no more: it was revoked, or the account changed',
  interaction: 'Microsoft wants the person to sign in again',
  expired: 'it lay unused for too long',
  mfa: 'the sign-in shows no second factor',
  unreadable: 'no key of TOKEN_KEYS opens what is kept',
};

/** The background sign-in of a partner, as far as what is kept says. `held` throws where the database does not say. */
export function consentCheck(parts: {
  readonly partner: Partner;
  readonly held: () => Promise<HeldConsent | undefined>;
  readonly safe: TokenSafe;
}): Check {
  const { partner, safe } = parts;
  const again = `npm run partners -- consent ${partner.tenantId}, and pass on the link that it prints.`;
  return {
    id: `consent:${partner.tenantId}`,
    place: 'records',
    partner: plain(partner.name),
    title: 'Background sign-in',
    why: 'Where Microsoft shows alerts to people only, nothing is read without it.',
    run: async () => {
      const held = await parts.held();
      if (held === undefined) return ok('none: the application reads with its own token');
      const { consent, tokens } = held;
      const by = `by ${plain(consent.name)}`;
      if (consent.trouble !== undefined && consent.trouble !== 'unreadable')
        return fault(`${by}: ${troubles[consent.trouble]} (since ${consent.troubleSince ?? consent.troubleAt})`, again);
      const closed = tokens.filter((one) => safe.open({ ...one, partner }, one) === undefined);
      if (closed.length > 0)
        return fault(
          `${by}: ${troubles.unreadable} (${[...new Set(closed.map(({ keyId }) => plain(keyId)))].join(', ')})`,
          `Bring that key back into TOKEN_KEYS or TOKEN_KEYS_FILE; if it is lost, ${again}`,
        );
      const endsAt = consentEndsAt(consent);
      const left = Date.parse(endsAt) - Date.now();
      if (left < 0) return fault(`${by}: ${troubles.expired} (ended ${endsAt})`, again);
      return left < soonMs
        ? note(
            `${by}, unused since ${consent.renewedAt}: ends ${endsAt}`,
            'Start the bot (npm run serve), which uses it.',
          )
        : ok(`${by}, renewed ${consent.renewedAt}`);
    },
  };
}
