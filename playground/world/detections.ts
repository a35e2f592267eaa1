import { alertView, legacyId, sourceId } from './alerts.ts';
import { miningMachines } from './azure/machines.ts';
import { need, type Store, type WorldAlert } from './store.ts';
import type { AlertView, NewDetection } from './types.ts';

const minute = 60_000;
const pools = ['pool.example', 'eu1.deepvein.example', 'xmr.northpool.example', 'stratum.quarry.example'];

/** A detection appears in Partner Center: with machines in the fake Azure that mine, unless some do already. */
export function addDetection(store: Store, d: NewDetection): AlertView {
  const partner = need(store.partners, d.partnerTenantId, 'partner');
  const subscription = need(store.subscriptions, d.subscriptionId.toLowerCase(), 'subscription');
  if (subscription.partnerTenantId !== partner.tenantId) throw new Error('the subscription belongs to another partner');
  const customer = need(store.customers, subscription.customerTenantId, 'customer');
  const now = store.clock.now().getTime();
  const id = store.ids.next();
  const chance = (what: string): number => store.ids.chance(`${id}/${what}`);
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * minute).toISOString();
  // Mining is noticed late: by then two whole days show in the costs. A later detection tells of the last hours only.
  const again = [...store.alerts.values()].some((a) => a.subscriptionId === subscription.id);
  const firstSeen = again ? 140 : 52 * 60;
  const machines = miningMachines(store, {
    subscription,
    count: d.machines,
    since: now - (firstSeen + 45) * minute,
    ...(d.creator && { as: d.creator }),
  });
  const vmAddresses = machines.map((_, i) => `203.0.113.${1 + Math.floor(chance(`vm${i}`) * 250)}`);
  const legacy = partner.source === 'fraudEvents';

  const alert: WorldAlert = {
    id,
    partnerTenantId: partner.tenantId,
    customerTenantId: customer.tenantId,
    subscriptionId: subscription.id,
    alertType: d.alertType ?? (legacy ? 'NetworkConnectionsToCryptoMiningPools' : 'CryptoMining'),
    status: 'active',
    severity: d.severity ?? 'high',
    title: `${d.isTest === true ? 'Test alert: ' : ''}Action Required: cryptocurrency mining detected in an Azure subscription`,
    description:
      `Traffic from ${machines.length} virtual machine(s) to known cryptocurrency mining pools was observed. ` +
      'If the activity is not expected, review the affected resources, secure the accounts that can create resources, and remove what is not needed.',
    country: customer.country,
    hitCount: d.hitCount ?? 12 + Math.floor(chance('hits') * 70),
    detectedAt: at(0),
    firstObservedAt: at(firstSeen),
    lastObservedAt: at(9),
    resourceIds: machines.map((m) => m.id),
    vmAddresses,
    poolAddresses: [`198.51.100.${1 + Math.floor(chance('pool') * 250)}`],
    poolDomain: pools[Math.floor(chance('domain') * pools.length)] ?? 'pool.example',
    isTest: d.isTest ?? false,
    log: [],
    raw: d.raw ?? {},
  };
  store.alerts.set(id, alert);
  store.changed();
  return alertView(store, alert);
}

/** The alert of a partner by either of the ids that the two sources know it by. */
export function findAlert(store: Store, partnerTenantId: string, alertId: string): WorldAlert {
  const found = [...store.alerts.values()].find(
    (a) =>
      a.partnerTenantId === partnerTenantId &&
      (a.id === alertId || legacyId(a) === alertId || sourceId(store, a) === alertId),
  );
  if (found === undefined) throw new Error(`partner ${partnerTenantId} has no alert ${alertId}`);
  return found;
}
