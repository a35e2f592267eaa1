import { atOnce } from '../domain/at-once.ts';
import { groupOf, type ResourceKey } from '../domain/azure-resource.ts';
import { OutsideError } from '../domain/outside.ts';
import { HttpError } from '../http/http-error.ts';
import { urlPath } from '../http/url-path.ts';
import { actsOf } from './acts-table.ts';
import { type Arm, allOf } from './client.ts';
import { allows } from './permissions.ts';
import { refusalOf } from './refusal.ts';
import { groupType, isAskable, typeOf } from './resource-id.ts';
import { type Permission, PermissionList } from './schema.ts';

type Answer = 'yes' | 'no' | 'unknown';

const asked = 4;

/**
 * Whether the caller may stop or delete each, by the permissions that Azure tells of them at its resource group, or at
 * the subscription for what is in none (facts/azure.md 3.2). Throws HttpError where the sign-in itself is refused.
 */
export async function mayDo(
  arm: Arm,
  subscriptionId: string,
  act: 'stop' | 'delete',
  keys: readonly ResourceKey[],
): Promise<Readonly<Record<ResourceKey, Answer>>> {
  const groups = [...new Set(keys.filter((key) => isAskable(key, subscriptionId)).map(groupOf))];
  const told = await atOnce(asked, groups, (group) => permissionsAt(arm, subscriptionId, group));
  const byGroup = new Map(groups.map((group, i) => [group, told[i]]));
  return Object.fromEntries(
    keys.map((key) => {
      const permissions = isAskable(key, subscriptionId) ? byGroup.get(groupOf(key)) : undefined;
      return [key, answerOf(permissions, rightsFor(act, key))];
    }),
  );
}

function answerOf(permissions: readonly Permission[] | undefined, rights: readonly string[]): Answer {
  if (permissions === undefined || rights.length === 0) return 'unknown';
  return rights.every((right) => allows(permissions, right)) ? 'yes' : 'no';
}

function rightsFor(act: 'stop' | 'delete', key: ResourceKey): readonly string[] {
  const type = typeOf(key);
  if (type === undefined) return [];
  if (act === 'stop') return (actsOf(type)?.stopRights ?? []).map((right) => `${type}/${right}`);
  return type === groupType ? ['microsoft.resources/subscriptions/resourcegroups/delete'] : [`${type}/delete`];
}

/** Undefined where they cannot be read. */
async function permissionsAt(
  arm: Arm,
  subscriptionId: string,
  group: string,
): Promise<readonly Permission[] | undefined> {
  const scope =
    group === ''
      ? urlPath`/subscriptions/${subscriptionId}`
      : urlPath`/subscriptions/${subscriptionId}/resourcegroups/${group}`;
  const call = {
    path: `${scope}/providers/Microsoft.Authorization/permissions`,
    query: { 'api-version': '2022-04-01' },
  };
  try {
    return await allOf(
      arm.pages(call, (body) => {
        const page = PermissionList.parse(body);
        return { items: page.value, next: page.nextLink };
      }),
    );
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    if (!(error instanceof HttpError)) throw error;
    const { why } = refusalOf(error);
    if (why === 'needs-sign-in' || why === 'mfa' || why === 'wrong-tenant' || why === 'lost-access') throw error;
    return undefined;
  }
}
