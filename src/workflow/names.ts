import { day } from '../domain/clocks.ts';
import type { Partner } from '../domain/partner.ts';
import type { CustomerDirectory, ReadAlert } from './outside-ports.ts';
import type { FoundNames, NameStore } from './partner-ports.ts';
import type { Log } from './ports.ts';

export interface NamesDeps {
  readonly names: NameStore;
  readonly customers: CustomerDirectory;
  readonly now: () => Date;
  readonly log: Log;
}

type Alert = ReadAlert['alert'];

const atOnce = 8;
const maxAge = 7 * day;

/**
 * Looks up names that are not known yet, some at a time. A name that cannot be read never keeps an alert waiting for
 * another look.
 */
export async function fillNames(deps: NamesDeps, partner: Partner, alerts: readonly ReadAlert[]): Promise<void> {
  const wanted = await unknown(deps, partner, alerts);
  if (wanted.length === 0) return;
  const customers = new Map<string, string | undefined>();
  const subscriptions = new Map<Alert, string | undefined>();
  const lookUps = [...Map.groupBy(wanted, (alert) => alert.customerTenantId)].flatMap(([tenantId, list]) => [
    async () => {
      const said = list.find((alert) => alert.customerName !== undefined)?.customerName;
      customers.set(tenantId, said ?? (await quietly(deps, () => deps.customers.customerName(partner, tenantId))));
    },
    // Those of one customer follow each other, so that what they ask for alike is asked once (partner-center/client.ts).
    ...list.map((alert) => async () => {
      const name =
        alert.subscriptionName ??
        (await quietly(deps, () => deps.customers.subscriptionName(partner, tenantId, alert.subscriptionId)));
      subscriptions.set(alert, name);
    }),
  ]);
  await someAtATime(lookUps);
  const found = wanted.map((alert): FoundNames => {
    const [customerName, subscriptionName] = [customers.get(alert.customerTenantId), subscriptions.get(alert)];
    return {
      customerTenantId: alert.customerTenantId,
      subscriptionId: alert.subscriptionId,
      ...(customerName === undefined ? {} : { customerName }),
      ...(subscriptionName === undefined ? {} : { subscriptionName }),
    };
  });
  const named = found.filter((names) => names.customerName !== undefined || names.subscriptionName !== undefined);
  if (named.length > 0) await deps.names.saveNames(partner.id, named, deps.now().toISOString());
}

/** One alert for each subscription whose names are not known, or were read long ago. */
async function unknown(deps: NamesDeps, partner: Partner, alerts: readonly ReadAlert[]): Promise<readonly Alert[]> {
  const wanted = [
    ...new Map(alerts.map(({ alert }) => [`${alert.customerTenantId} ${alert.subscriptionId}`, alert])).values(),
  ];
  if (wanted.length === 0) return [];
  const known = await deps.names.known(partner.id, wanted);
  return wanted.filter((_, i) => {
    const { readAt, customerName, subscriptionName } = known[i] ?? {};
    const fresh = readAt !== undefined && deps.now().getTime() - Date.parse(readAt) < maxAge;
    return !fresh || customerName === undefined || subscriptionName === undefined;
  });
}

async function someAtATime(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = tasks.values();
  const worker = async () => {
    for (const task of queue) await task();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
}

async function quietly<T>(deps: NamesDeps, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    deps.log.warn({ err: error }, 'a name could not be looked up');
    return undefined;
  }
}
