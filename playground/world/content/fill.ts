import type { WorldOptions } from '../options-types.ts';
import type { Store } from '../store.ts';
import { fabrikam } from './fabrikam.ts';
import { hostileCustomer } from './hostile.ts';
import { manyPartners } from './many.ts';
import { northwind } from './northwind.ts';
import { placePartner } from './place.ts';

/** Fills an empty world: what `npm start` shows, or as many partners as a benchmark asks for. */
export function fillWorld(store: Store, options: Pick<WorldOptions, 'size' | 'hostile'>): void {
  const { size } = options;
  const plans =
    size === undefined
      ? [northwind, fabrikam]
      : manyPartners({
          partners: size.partners ?? 2,
          channelsPerPartner: size.channelsPerPartner ?? 3,
          subscriptionsPerPartner: size.subscriptionsPerPartner ?? 9,
        });
  for (const [i, plan] of plans.entries()) {
    const customers = i === 0 && options.hostile === true ? [...plan.customers, hostileCustomer] : plan.customers;
    placePartner(store, { ...plan, customers });
  }
}
