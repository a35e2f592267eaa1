import type { AzureResource, PowerState } from '../domain/azure-resource.ts';
import { resourceKey } from '../domain/azure-resource.ts';
import { actsOf } from './acts-table.ts';
import { type Arm, allOf } from './client.ts';
import { idPath } from './resource-id.ts';
import { type Body, BodyList } from './schema.ts';
import { detailsOf, toChild } from './to-resource.ts';

/** Types whose children Resource Manager's list does not have, with the route to them (facts/azure.md 1.1, 2.6). */
const routes: Readonly<Record<string, { readonly suffix: string; readonly type: string }>> = {
  'microsoft.machinelearningservices/workspaces': {
    suffix: '/computes',
    type: 'microsoft.machinelearningservices/workspaces/computes',
  },
  'microsoft.batch/batchaccounts': { suffix: '/pools', type: 'microsoft.batch/batchaccounts/pools' },
  'microsoft.containerservice/managedclusters': {
    suffix: '/agentPools',
    type: 'microsoft.containerservice/managedclusters/agentpools',
  },
};

export function hasChildren(resource: Pick<AzureResource, 'type'>): boolean {
  return Object.hasOwn(routes, resource.type);
}

/** Computes, pools or agent pools of one resource, with whether they run. Throws HttpError. */
export async function readChildren(
  arm: Arm,
  subscriptionId: string,
  parent: AzureResource,
  signal?: AbortSignal,
): Promise<readonly { readonly resource: AzureResource; readonly power: PowerState }[]> {
  const route = Object.hasOwn(routes, parent.type) ? routes[parent.type] : undefined;
  const version = actsOf(route?.type ?? '')?.version;
  if (route === undefined || version === undefined) return [];
  const call = { path: `${idPath(parent.id, subscriptionId)}${route.suffix}`, query: { 'api-version': version } };
  const read = (body: unknown) => {
    const page = BodyList.parse(body);
    return { items: page.value.flatMap((one) => childOf(one, parent)), next: page.nextLink };
  };
  return allOf(arm.pages(call, read, signal));
}

function childOf(body: Body, parent: AzureResource) {
  const key = resourceKey(body.id ?? '');
  if (!key.startsWith(`${parent.key}/`)) return [];
  const details = detailsOf(key, body);
  const resource = toChild(body, details, parent.key);
  const location = resource.location === '' ? parent.location : resource.location;
  return [{ resource: { ...resource, location }, power: details.power }];
}
