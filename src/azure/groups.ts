import { present } from '../http/loose.ts';
import { urlPath } from '../http/url-path.ts';
import type { Arm } from './client.ts';
import { GroupList } from './schema.ts';

/**
 * A resource group by its name, in any case; undefined where there is none. Assumption: the list of groups takes
 * $expand=createdTime as that of resources does; where it does not tell, there is no `createdAt`.
 */
export async function readGroup(
  arm: Arm,
  subscriptionId: string,
  name: string,
): Promise<{ readonly createdAt?: string; readonly managedBy?: string } | undefined> {
  const call = {
    path: urlPath`/subscriptions/${subscriptionId}/resourcegroups`,
    query: { 'api-version': '2021-04-01', $expand: 'createdTime' },
  };
  const pages = arm.pages(call, (body) => {
    const page = GroupList.parse(body);
    return { items: page.value, next: page.nextLink };
  });
  for await (const page of pages) {
    const found = page.find((one) => one.name?.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return present({ createdAt: found.createdTime, managedBy: found.managedBy });
  }
  return undefined;
}
