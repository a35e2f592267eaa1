import type { Tokens } from '../http/tokens.ts';
import { urlPath } from '../http/url-path.ts';
import { createAskGraph, type GraphDeps, outside } from './client.ts';
import { Group, GroupIds, GroupMembers, UserType } from './schema.ts';

interface GroupDirectoryDeps extends GraphDeps {
  readonly tokens: Tokens;
  /** Scope of the app's token. */
  readonly scope: string;
}

const version = 'v1.0';
/** Group ids that checkMemberGroups takes at once. */
const atOnce = 20;
const membersShown = 5;

/** Entra groups of a partner's tenant, read by the app. All calls throw OutsideError. */
export function createGroupDirectory(deps: GroupDirectoryDeps) {
  const ask = createAskGraph(deps);

  return {
    /** Those of the groups, as they were given, that the person belongs to, also through other groups. */
    async memberOf(tenantId: string, objectId: string, groupIds: readonly string[]): Promise<readonly string[]> {
      const held = new Set<string>();
      for (let at = 0; at < groupIds.length; at += atOnce) {
        const json = { groupIds: groupIds.slice(at, at + atOnce) };
        const path = urlPath`/users/${objectId}/checkMemberGroups`;
        const found = await outside(async () => {
          const token = await deps.tokens.app(tenantId, deps.scope);
          return ask({ version, to: { path }, method: 'POST', json, token, safe: true }, (body) =>
            GroupIds.parse(body),
          );
        });
        for (const id of found.value) held.add(id.toLowerCase());
      }
      return groupIds.filter((id) => held.has(id.toLowerCase()));
    },

    /** Whether the directory knows the person as a guest. An account without a type is older than the field: a member. */
    async isGuest(tenantId: string, objectId: string): Promise<boolean> {
      return outside(async () => {
        const token = await deps.tokens.app(tenantId, deps.scope);
        const path = `${urlPath`/users/${objectId}`}?$select=userType`;
        const { userType } = await ask({ version, to: { path }, token }, (body) => UserType.parse(body));
        return userType?.toLowerCase() === 'guest';
      });
    },

    /** Display name of a group, its id where it has none, and the names of up to five direct members. */
    async describe(
      tenantId: string,
      groupId: string,
    ): Promise<{ readonly name: string; readonly members: readonly string[] }> {
      return outside(async () => {
        const token = await deps.tokens.app(tenantId, deps.scope);
        const group = urlPath`/groups/${groupId}`;
        const [{ displayName }, members] = await Promise.all([
          ask({ version, to: { path: `${group}?$select=displayName` }, token }, (body) => Group.parse(body)),
          ask({ version, to: { path: `${group}/members?$select=displayName&$top=${membersShown}` }, token }, (body) =>
            GroupMembers.parse(body),
          ),
        ]);
        const names = members.value.filter((name) => name !== undefined).slice(0, membersShown);
        return { name: displayName ?? groupId, members: names };
      });
    },
  };
}
