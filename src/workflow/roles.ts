import { minute } from '../domain/clocks.ts';
import { OutsideError } from '../domain/outside.ts';
import { givenRole, isUnset, type Partner } from '../domain/partner.ts';
import { hasRole, type Person, type Role, roles } from '../domain/people.ts';
import type { GroupDirectory, Log, PartnerStore, RoleReader } from './ports.ts';

const freshFor = 2 * minute;
const mostRemembered = 5000;

interface Remembered {
  readonly until: number;
  readonly role: Role | 'none';
}

/**
 * Reads roles: of people who are named, and from Entra groups, and remembers an answer for two minutes. What cannot be
 * read is no role, and is not remembered, so that the next click asks again. Guests get nothing from a group, nor does
 * somebody whom the partner's tenant does not know, as a member of a shared channel from another organisation. Where a
 * partner has set nobody at all, whoever installed the bot first is the owner.
 */
export function createRoleReader(deps: {
  readonly groups: GroupDirectory;
  readonly partners: Pick<PartnerStore, 'installer'>;
  readonly now: () => Date;
  readonly log: Log;
}): RoleReader {
  const remembered = new Map<string, Remembered>();

  async function fromGroups(partner: Partner, person: Person): Promise<Role | 'none'> {
    const all = [...new Set(roles.flatMap((role) => givenRole(partner, role).groups))];
    if (all.length === 0) return 'none';
    const asked = Promise.all([
      deps.groups.memberOf(partner.tenantId, person.objectId, all),
      deps.groups.isGuest(partner.tenantId, person.objectId),
    ]);
    const [held, isGuest] = await asked.catch((error: unknown) => {
      if (isNotFound(error)) return [[], true] as const;
      throw error;
    });
    if (isGuest) return 'none';
    const member = new Set(held.map((id) => id.toLowerCase()));
    return (
      roles.findLast((role) => givenRole(partner, role).groups.some((id) => member.has(id.toLowerCase()))) ?? 'none'
    );
  }

  async function read(partner: Partner, person: Person): Promise<Role | 'none'> {
    const named = namedRole(partner, person);
    if (named === 'owner') return named;
    const given = await fromGroups(partner, person);
    return given !== 'none' && (named === 'none' || hasRole(given, named)) ? given : named;
  }

  async function described(partner: Partner, groups: readonly string[]) {
    const all = [...new Set(groups)].map(async (id) => {
      try {
        const { name, members } = await deps.groups.describe(partner.tenantId, id);
        return [{ group: name, members }];
      } catch (error) {
        // A group that is gone gives nothing to anybody; any other is there, though its name is not to be had.
        return isNotFound(error) ? [] : [{ group: id, members: [] }];
      }
    });
    return (await Promise.all(all)).flat();
  }

  return {
    async roleOf(partner, person, fresh) {
      if (person.tenantId.toLowerCase() !== partner.tenantId.toLowerCase()) return { role: 'none', unreadable: false };
      if (isUnset(partner)) {
        const installer = await deps.partners.installer(partner.id);
        const isOwner = installer !== undefined && installer.toLowerCase() === person.objectId.toLowerCase();
        return { role: isOwner ? 'owner' : 'none', unreadable: false };
      }
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
    groupsOf: async (partner, role) =>
      (await described(partner, givenRole(partner, role).groups)).map(({ group }) => group),
    whoHas: (partner, role) =>
      described(
        partner,
        roles.filter((r) => hasRole(r, role)).flatMap((r) => givenRole(partner, r).groups),
      ),
  };
}

function namedRole(partner: Partner, person: Person): Role | 'none' {
  const id = person.objectId.toLowerCase();
  return roles.findLast((role) => givenRole(partner, role).people.some((one) => one.toLowerCase() === id)) ?? 'none';
}

function isNotFound(error: unknown): boolean {
  return error instanceof OutsideError && error.why === 'not-found';
}
