import { present } from '../http/loose.ts';
import { urlPath } from '../http/url-path.ts';
import type { Arm } from './client.ts';
import { GroupList } from './schema.ts';
import { tagsOf } from './to-resource.ts';

/** Tags of a resource group by its name in lower case; groups without tags are left out. */
export type GroupTags = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * A resource group by its name, in any case; undefined where there is none. Assumption: the list of groups takes
 * $expand=createdTime as that of resources does; where it does not tell, there is no `createdAt`.
 */
export async function readGroup(
  arm: Arm,
  subscriptionId: string,
  name: string,
): Promise<{ readonly createdAt?: string; readonly managedBy?: string } | undefined> {
  for await (const page of groupPages(arm, subscriptionId, { $expand: 'createdTime' })) {
    const found = page.find((one) => one.name?.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return present({ createdAt: found.createdTime, managedBy: found.managedBy });
  }
  return undefined;
}

export async function readGroupTags(arm: Arm, subscriptionId: string, signal?: AbortSignal): Promise<GroupTags> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  for await (const page of groupPages(arm, subscriptionId, {}, signal))
    for (const group of page) {
      const tags = tagsOf(group.tags);
      if (group.name !== undefined && Object.keys(tags).length > 0) found.set(group.name.toLowerCase(), tags);
    }
  return found;
}

function groupPages(arm: Arm, subscriptionId: string, more: Readonly<Record<string, string>>, signal?: AbortSignal) {
  const call = {
    path: urlPath`/subscriptions/${subscriptionId}/resourcegroups`,
    query: { 'api-version': '2021-04-01', ...more },
  };
  const read = (body: unknown) => {
    const page = GroupList.parse(body);
    return { items: page.value, next: page.nextLink };
  };
  return arm.pages(call, read, signal);
}
