import type { Store } from '../store.ts';
import { keyOf, subscriptionOf, typeOf } from './resource-id.ts';
import type { AzureCaller, AzureEvent } from './state.ts';

const second = 1000;

interface Deed {
  readonly resourceId: string;
  readonly by: AzureCaller;
  /** When it began, in ms. */
  readonly at: number;
  readonly correlationId: string;
  /** `{type}/write` by default. */
  readonly operation?: string;
  readonly method?: string;
  readonly request?: unknown;
  readonly response?: unknown;
  /** Only the last row: for what is done at once. */
  readonly short?: boolean;
  readonly failed?: boolean;
}

/** Writes one act into the activity log: Started, Accepted and the end, under one operation id (facts/azure.md 4). */
export function logDeed(store: Store, deed: Deed): void {
  const operation = deed.operation ?? `${typeOf(deed.resourceId)}/write`;
  const operationId = store.ids.next();
  const creates = operation.endsWith('/write');
  const row = (
    status: AzureEvent['status'],
    after: number,
    more: Pick<AzureEvent, 'subStatus' | 'request' | 'response'> = {},
  ): AzureEvent => ({
    id: store.ids.next(),
    subscriptionId: subscriptionOf(deed.resourceId),
    at: new Date(deed.at + after).toISOString(),
    operation,
    status,
    resourceId: deed.resourceId,
    correlationId: deed.correlationId,
    operationId,
    method: deed.method ?? (creates ? 'PUT' : operation.endsWith('/delete') ? 'DELETE' : 'POST'),
    by: deed.by,
    ...more,
  });
  const body = {
    ...(deed.request === undefined ? {} : { request: deed.request }),
    ...(deed.response === undefined ? {} : { response: deed.response }),
  };
  const last = deed.short === true ? { subStatus: creates ? 'Created' : 'OK', ...body } : {};
  const end = row(deed.failed === true ? 'Failed' : 'Succeeded', deed.short === true ? 0 : 40 * second, last);
  if (deed.short === true) store.azure.events.push(end);
  else {
    const accepted = { subStatus: creates ? 'Created' : 'Accepted', ...body };
    store.azure.events.push(row('Started', 0), row('Accepted', second, accepted), end);
  }
}

/** Notes a deployment of a group with its own row; what it made carries its correlation id. */
export function logDeployment(
  store: Store,
  made: { groupId: string; name: string; by: AzureCaller; at: number; resourceIds: readonly string[] },
): string {
  const id = `${made.groupId}/providers/Microsoft.Resources/deployments/${made.name}`;
  const correlationId = store.ids.next();
  store.azure.deployments.set(keyOf(id), {
    id,
    name: made.name,
    at: new Date(made.at).toISOString(),
    correlationId,
    resourceIds: made.resourceIds,
  });
  logDeed(store, { resourceId: id, by: made.by, at: made.at, correlationId });
  return correlationId;
}
