import { need, type Store, type WorldAlert } from './store.ts';
import type { AlertView } from './types.ts';

/** Changes an alert's status and writes the change into its log, as the source does for whoever asks. */
export function changeStatus(
  store: Store,
  alertId: string,
  to: { status: WorldAlert['status']; reason?: WorldAlert['resolvedReason']; by: string },
): WorldAlert {
  const { resolvedReason: _reason, resolvedBy: _by, resolvedAt: _at, ...alert } = need(store.alerts, alertId, 'alert');
  const at = store.clock.now().toISOString();
  const changed: WorldAlert = {
    ...alert,
    status: to.status,
    // The source fills resolvedBy for an alert that is only under investigation, too (sample of the Graph docs).
    ...(to.status === 'active' ? {} : { resolvedBy: to.by }),
    ...(to.status === 'resolved'
      ? { resolvedAt: at, ...(to.reason === undefined ? {} : { resolvedReason: to.reason }) }
      : {}),
    log: [...alert.log, { from: alert.status, to: to.status, by: to.by, at }],
  };
  store.alerts.set(alertId, changed);
  store.changed();
  return changed;
}

/** The id under which the partner's own source knows an alert: the legacy one puts the subscription before it. */
export function sourceId(store: Store, alert: WorldAlert): string {
  const source = store.partners.get(alert.partnerTenantId)?.source;
  return source === 'fraudEvents' ? legacyId(alert) : alert.id;
}

export function legacyId(alert: Pick<WorldAlert, 'id' | 'subscriptionId'>): string {
  return `${alert.subscriptionId}_${alert.id}`;
}

export function alertView(store: Store, alert: WorldAlert): AlertView {
  return {
    partnerTenantId: alert.partnerTenantId,
    id: sourceId(store, alert),
    subscriptionId: alert.subscriptionId,
    subscriptionName: store.subscriptions.get(alert.subscriptionId)?.name ?? alert.subscriptionId,
    customerTenantId: alert.customerTenantId,
    customerName: store.customers.get(alert.customerTenantId)?.name ?? alert.customerTenantId,
    alertType: alert.alertType,
    status: alert.status,
    resolvedReason: alert.resolvedReason ?? null,
    resolvedBy: alert.resolvedBy ?? null,
    isTest: alert.isTest,
    detectedAt: alert.detectedAt,
  };
}
