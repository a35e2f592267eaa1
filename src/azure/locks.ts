import { type AzureLock, type DenyAssignment, type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import { present } from '../http/loose.ts';
import { urlPath } from '../http/url-path.ts';
import { type Arm, allOf } from './client.ts';
import { DenyList, LockList } from './schema.ts';

const lockMark = '/providers/microsoft.authorization/locks/';

/** Locks of a subscription, on whatever they lie, with the key of each lock (facts/azure.md 2.7). */
export async function readLocks(
  arm: Arm,
  subscriptionId: string,
  signal?: AbortSignal,
): Promise<readonly { readonly id: ResourceKey; readonly lock: AzureLock }[]> {
  const call = {
    path: urlPath`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/locks`,
    query: { 'api-version': '2020-05-01' },
  };
  const pages = arm.pages(
    call,
    (body) => {
      const page = LockList.parse(body);
      return { items: page.value, next: page.nextLink };
    },
    signal,
  );
  return (await allOf(pages)).map(({ id, name, level, notes }) => {
    const at = id.lastIndexOf(lockMark);
    // A lock whose place cannot be told is taken to lie on the whole subscription.
    const scope = at < 0 ? resourceKey(`/subscriptions/${subscriptionId}`) : id.slice(0, at);
    return { id, lock: present({ name, scope, level, notes }) };
  });
}

/** Deny assignments at, above and below a subscription. */
export async function readDenyAssignments(
  arm: Arm,
  subscriptionId: string,
  signal?: AbortSignal,
): Promise<readonly DenyAssignment[]> {
  const call = {
    path: urlPath`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/denyAssignments`,
    query: { 'api-version': '2022-04-01' },
  };
  const pages = arm.pages(
    call,
    (body) => {
      const page = DenyList.parse(body);
      return { items: page.value, next: page.nextLink };
    },
    signal,
  );
  return (await allOf(pages)).map(({ name, properties }) =>
    present({
      name: properties.denyAssignmentName ?? name ?? '',
      scope: resourceKey(properties.scope),
      actions: properties.permissions.flatMap((one) => one.actions),
      description: properties.description,
    }),
  );
}
