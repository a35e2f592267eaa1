import { type GroupWish, groupIdIn, withGroups } from '../domain/role-groups.ts';
import type { SettingFault } from '../domain/settings.ts';
import type { SettingsWish } from './change-settings.ts';
import type { KnownGroup, RoleReader } from './ports.ts';

/** What somebody asks for with the groups of a role; `group` is as they typed it, empty for all that the role has. */
export type GroupAsked = Pick<GroupWish, 'role' | 'how'> & { readonly group: string };

/**
 * The wish to give a role to a group, or to take it away. Whoever is in a group gets its role, so its id is looked up in the
 * partner's own directory before it counts; what is taken away need not be there any more.
 */
export function groupsWish(roles: Pick<RoleReader, 'groups'>, asked: GroupAsked): SettingsWish {
  return async (before, { partner }) => {
    const wish = wishOf(asked);
    if ('kind' in wish) return [wish];
    const groups = withGroups(before.groups, wish);
    if ('kind' in groups) return [groups];
    if (wish.how !== 'take') {
      const [found] = await roles.groups(partner, [wish.group]);
      const fault = found && faultOf(found);
      if (fault !== undefined) return [fault];
    }
    return { ...before, groups };
  };
}

function wishOf({ role, how, group: typed }: GroupAsked): GroupWish | SettingFault {
  if (how === 'take' && typed.trim() === '') return { role, how };
  const group = groupIdIn(typed);
  return group === undefined ? { kind: 'group-id', value: typed.trim() } : { role, how, group };
}

function faultOf({ id: value, state }: KnownGroup): SettingFault | undefined {
  switch (state) {
    case 'found':
      return undefined;
    case 'gone':
      return { kind: 'group-unknown', value };
    case 'forbidden':
    case 'unreadable':
      return { kind: `group-${state}`, value };
  }
}
