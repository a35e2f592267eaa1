import { day } from '../domain/clocks.ts';
import type { Partner } from '../domain/partner.ts';
import type { CustomerDirectory, Log, NameStore, ReadAlert } from './ports.ts';

export interface NamesDeps {
  readonly names: NameStore;
  readonly customers: CustomerDirectory;
  readonly now: () => Date;
  readonly log: Log;
}

const atOnce = 8;
const maxAge = 7 * day;

/** Looks up names that are not known yet, some at a time. A name that cannot be read never keeps an alert waiting for another look. */
export async function fillNames(deps: NamesDeps, partner: Partner, alerts: readonly ReadAlert[]): Promise<void> {
  const wanted = new Map(alerts.map(({ alert }) => [`${alert.customerTenantId} ${alert.subscriptionId}`, alert]));
  const queue = [...wanted.values()];
  const worker = async () => {
    for (let alert = queue.shift(); alert !== undefined; alert = queue.shift()) await fillOne(deps, partner, alert);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, worker));
}

async function fillOne(deps: NamesDeps, partner: Partner, alert: ReadAlert['alert']): Promise<void> {
  const { customerTenantId, subscriptionId } = alert;
  const known = await deps.names.names(partner.id, customerTenantId, subscriptionId);
  const fresh = known.readAt !== undefined && deps.now().getTime() - Date.parse(known.readAt) < maxAge;
  if (fresh && known.customerName !== undefined && known.subscriptionName !== undefined) return;
  const [customerName, subscriptionName] = await Promise.all([
    alert.customerName ?? quietly(deps, () => deps.customers.customerName(partner, customerTenantId)),
    alert.subscriptionName ??
      quietly(deps, () => deps.customers.subscriptionName(partner, customerTenantId, subscriptionId)),
  ]);
  const found = {
    ...(customerName === undefined ? {} : { customerName }),
    ...(subscriptionName === undefined ? {} : { subscriptionName }),
  };
  if (Object.keys(found).length > 0)
    await deps.names.saveNames(partner.id, customerTenantId, subscriptionId, found, deps.now().toISOString());
}

async function quietly<T>(deps: NamesDeps, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    deps.log.warn({ err: error }, 'a name could not be looked up');
    return undefined;
  }
}
