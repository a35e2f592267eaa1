import type { ClocksView } from '../../cards/asking-views.ts';
import type { Case } from '../domain/case.ts';
import { day, minute } from '../domain/clocks.ts';
import type { PartnerId } from '../domain/ids.ts';
import type { PartnerTimes } from '../workflow/asking-ports.ts';
import { clocksView, otherClaims } from './view-clocks.ts';

const freshFor = minute;
const mostRemembered = 1000;

/** With the zone whose mornings count, and the days that its partner works on. */
export type ClocksOf = (c: Case, timeZone: string, days: readonly number[]) => Promise<ClocksView | undefined>;

/**
 * The clocks besides the 24 hours, for cards. Figures of a partner and claims of a customer are remembered for a minute: a
 * burst of cards reads them once.
 */
export function createClocks(deps: {
  readonly times: Pick<PartnerTimes, 'answered' | 'official' | 'claimsOf'>;
  readonly now: () => Date;
}): ClocksOf {
  const remembered = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();

  function once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = deps.now().getTime();
    const known = remembered.get(key);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key is always read by the same function
    if (known !== undefined && now < known.until && known.until - now <= freshFor) return known.value as Promise<T>;
    if (remembered.size >= mostRemembered) remembered.clear();
    const value = read();
    remembered.set(key, { until: now + freshFor, value });
    value.catch(() => remembered.delete(key));
    return value;
  }

  const ofPartner = (partnerId: PartnerId) =>
    once(partnerId, async () => {
      const since = new Date(deps.now().getTime() - 30 * day).toISOString();
      const [answered, official] = await Promise.all([
        deps.times.answered(partnerId, since),
        deps.times.official(partnerId),
      ]);
      return { answered, ...(official === undefined ? {} : { official }) };
    });

  return async (c, timeZone, days) => {
    if (c.isTest) return undefined;
    const [figures, claims] = await Promise.all([
      ofPartner(c.partnerId),
      once(`${c.partnerId} ${c.customerTenantId}`, () => deps.times.claimsOf(c.partnerId, c.customerTenantId)),
    ]);
    return clocksView({ case: c, now: deps.now(), ...figures, claims: otherClaims(c, claims), timeZone, days });
  };
}
