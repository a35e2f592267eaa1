import type { Partner } from '../../../src/domain/partner.ts';
import type { HeldConsent, TokenSafe } from '../../../src/workflow/consent-ports.ts';
import { NoToken, type Outside } from './outside.ts';

type Api = 'graph' | 'partnerCenter';

/** As the product: a token that ends sooner is not used any more. */
const marginMs = 5 * 60_000;

/**
 * The token that the product reads a partner's data with: the one kept of the background sign-in where somebody has consented,
 * else the application's own. Renews nothing: that is the running bot's. Throws NoToken.
 */
export async function readingToken(
  parts: {
    readonly outside: Outside;
    readonly safe: TokenSafe;
    /** Undefined where nobody has consented, and where the database does not say. */
    readonly held: () => Promise<HeldConsent | undefined>;
  },
  partner: Partner,
  api: Api,
): Promise<string> {
  const held = await parts.held();
  if (held === undefined || held.consent.trouble !== undefined) return parts.outside.tokenFor(partner.tenantId, api);
  const kept = held.tokens.find(({ audience }) => audience === api);
  const isGood = kept !== undefined && Date.parse(kept.expiresAt) - marginMs > Date.now();
  const token = isGood ? parts.safe.open({ partner, audience: api, generation: kept.generation }, kept) : undefined;
  if (token === undefined) throw new NoToken();
  return token;
}
