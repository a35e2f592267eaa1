import type { PageActions } from '../../playground/page/api.ts';
import { servePage } from '../../playground/page/server.ts';
import type { AlertView, WorldPerson } from '../../playground/world/types.ts';
import { type House, until } from '../support/house.ts';

/** The page over the whole product: what `npm start` shows, in one process. */
export interface HousePage {
  readonly url: string;
  person(name: RegExp): WorldPerson;
  /** Microsoft reports mining at a customer of the person's partner, and the bot has looked; answers when it is there. */
  detect(person: WorldPerson, customer: string): Promise<AlertView>;
  /** What Partner Center says of an alert, once it says so. */
  alert(id: string, says: (alert: AlertView) => boolean): Promise<AlertView>;
  close(): Promise<void>;
}

export async function openHousePage(house: House, actions: PageActions = {}): Promise<HousePage> {
  const { world } = house;
  const page = await servePage({ world, actions });
  return {
    url: page.url,
    person(name) {
      const found = world.snapshot().people.find((person) => name.test(person.name));
      if (found === undefined) throw new Error(`nobody is called ${name}`);
      return found;
    },
    async detect({ tenantId }, customer) {
      const found = world
        .snapshot()
        .customers.find(({ partnerTenantId, name }) => partnerTenantId === tenantId && name === customer);
      const subscription = found?.subscriptions[0];
      if (subscription === undefined) throw new Error(`no customer is called ${customer}`);
      const alert = world.addDetection({ partnerTenantId: tenantId, subscriptionId: subscription.id, machines: 4 });
      await house.look();
      return alert;
    },
    alert: (id, says) => until(() => world.snapshot().alerts.find((alert) => alert.id === id && says(alert))),
    close: () => page.close(),
  };
}
