import { minute } from '../domain/clocks.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { hasRole, type Person, type Role, roles } from '../domain/people.ts';
import type { GroupDirectory, Log, RoleReader } from './ports.ts';

const freshFor = 2 * minute;
const mostRemembered = 5000;

interface Remembered {
  readonly until: number;
  readonly role: Role | 'none';
}

/**
 * Reads roles from Entra groups and remembers an answer for two minutes. What cannot be read is no role, and is not
 * remembered, so that the next click asks again. Somebody whom the partner's tenant does not know, as a member of a
 * shared channel from another organisation, has none.
 */
export function createRoleReader(deps: {
  readonly groups: GroupDirectory;
  readonly now: () => Date;
  readonly log: Log;
}): RoleReader {
  const remembered = new Map<string, Remembered>();

  async function read(partner: Partner, person: Person): Promise<Role | 'none'> {
    const all = [...new Set(roles.flatMap((role) => partner.roleGroups[role]))];
    if (all.length === 0) return 'none';
    const held = await deps.groups.memberOf(partner.tenantId, person.objectId, all).catch((error: unknown) => {
      if (isNotFound(error)) return [];
      throw error;
    });
    const member = new Set(held.map((id) => id.toLowerCase()));
    return roles.findLast((role) => partner.roleGroups[role].some((id) => member.has(id.toLowerCase()))) ?? 'none';
  }

  return {
    async roleOf(partner, person, fresh) {
      if (person.tenantId.toLowerCase() !== partner.tenantId.toLowerCase()) return { role: 'none', unreadable: false };
      const key = `${partner.id} ${person.objectId.toLowerCase()}`;
      const now = deps.now().getTime();
      const known = remembered.get(key);
      if (fresh === undefined && known && known.until > now && known.until - now <= freshFor)
        return { role: known.role, unreadable: false };
      try {
        const role = await read(partner, person);
        if (remembered.size >= mostRemembered) remembered.clear();
        remembered.set(key, { until: now + freshFor, role });
        return { role, unreadable: false };
      } catch (error) {
        deps.log.warn({ partner: partner.id, err: error }, 'a role could not be read');
        return { role: 'none', unreadable: true };
      }
    },
    async whoHas(partner, role) {
      const ids = [...new Set(roles.filter((r) => hasRole(r, role)).flatMap((r) => partner.roleGroups[r]))];
      const described = ids.map(async (id) => {
        try {
          const { name, members } = await deps.groups.describe(partner.tenantId, id);
          return [{ group: name, members }];
        } catch (error) {
          // A group that is gone gives nothing to anybody; any other is there, though its name is not to be had.
          return isNotFound(error) ? [] : [{ group: id, members: [] }];
        }
      });
      return (await Promise.all(described)).flat();
    },
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof OutsideError && error.why === 'not-found';
}
