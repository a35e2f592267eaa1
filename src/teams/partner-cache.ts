import { minute } from '../domain/clocks.ts';
import type { Partner } from '../domain/partner.ts';
import type { PartnerStore } from '../workflow/partner-ports.ts';

/** Milliseconds after which a tenant that is not known is looked for again: an operator may just have added it. */
const strangersMs = 5000;

/** Partners change seldom, so each turn need not ask the database who is served. */
export function createPartnerCache(deps: { readonly partners: Pick<PartnerStore, 'all'>; readonly now: () => Date }): {
  readonly of: (tenantId: string) => Promise<Partner | undefined>;
  readonly forget: () => void;
} {
  let known: { readonly byTenant: ReadonlyMap<string, Partner>; readonly at: number } | undefined;
  const of = async (tenantId: string): Promise<Partner | undefined> => {
    const now = deps.now().getTime();
    const tenant = tenantId.toLowerCase();
    const age = known === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - known.at);
    if (known === undefined || age >= (known.byTenant.has(tenant) ? minute : strangersMs)) {
      known = {
        byTenant: new Map((await deps.partners.all()).map((partner) => [partner.tenantId.toLowerCase(), partner])),
        at: now,
      };
    }
    return known.byTenant.get(tenant);
  };
  return { of, forget: () => void (known = undefined) };
}
