import { minute } from '../domain/clocks.ts';
import type { Partner } from '../domain/partner.ts';
import type { PartnerStore } from '../workflow/ports.ts';

/** Partners change by an operator's hand only, so each turn need not ask the database who is served. */
export function createPartnerCache(deps: {
  readonly partners: PartnerStore;
  readonly now: () => Date;
}): (tenantId: string) => Promise<Partner | undefined> {
  let known: { readonly byTenant: ReadonlyMap<string, Partner>; readonly until: number } | undefined;
  return async (tenantId) => {
    const now = deps.now().getTime();
    if (known === undefined || known.until <= now) {
      known = {
        byTenant: new Map((await deps.partners.all()).map((partner) => [partner.tenantId.toLowerCase(), partner])),
        until: now + minute,
      };
    }
    return known.byTenant.get(tenantId.toLowerCase());
  };
}
