import type { Partner } from './partner.ts';
import type { Role } from './people.ts';
import type { SettingFault } from './settings.ts';

/** Most groups that owners give one role. */
export const mostRoleGroups = 10;

/** What is to become of the groups of a role; ids in small letters. `group` left out: all that the role has. */
export type GroupWish =
  | { readonly role: Role; readonly how: 'instead' | 'besides'; readonly group: string }
  | { readonly role: Role; readonly how: 'take'; readonly group?: string };

type RoleGroups = Partner['roleGroups'];

/** The object id in what somebody typed for one, in small letters; with braces or quotes around it, as portals copy it. */
export function groupIdIn(text: string): string | undefined {
  return /^[{("'“]?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[})"'”]?[.,;!]?$/.exec(text.trim().toLowerCase())?.[1];
}

/**
 * The groups as they are then. A role from which the last is taken keeps an empty list: of the approver this says that only
 * owners approve, and not that whoever may remove does (docs/decisions/0011).
 */
export function withGroups(before: RoleGroups, wish: GroupWish): RoleGroups | SettingFault {
  const { role, group } = wish;
  const held = before[role] ?? [];
  const isIt = (id: string) => id.toLowerCase() === group;
  if (wish.how === 'take') {
    if (held.length === 0) return { kind: 'no-groups', role };
    if (group === undefined) return { ...before, [role]: [] };
    return held.some(isIt) ? { ...before, [role]: held.filter((id) => !isIt(id)) } : { kind: 'group-not-held', role };
  }
  if (held.some(isIt) && (wish.how === 'besides' || held.length === 1)) return { kind: 'group-held', role };
  const after = wish.how === 'instead' ? [wish.group] : [...held, wish.group];
  return after.length > mostRoleGroups
    ? { kind: 'groups-full', role, most: mostRoleGroups }
    : { ...before, [role]: after };
}
