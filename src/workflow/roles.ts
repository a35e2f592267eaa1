import { createHash } from 'node:crypto';
import { minute } from '../domain/clocks.ts';
import { OutsideError } from '../domain/outside.ts';
import { givenRole, isUnset, type Partner } from '../domain/partner.ts';
import { hasRole, type Person, type Role, roles } from '../domain/people.ts';
import type { GroupDirectory } from './outside-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { KnownGroup, Log, RoleReader } from './ports.ts';

const freshFor = 2 * minute;
const mostRemembered = 5000;

interface Remembered {
  readonly until: number;
  readonly role: Role | 'none';
}

/**
 * Reads roles: of people who are named, and from Entra groups, and remembers an answer for two minutes, of the groups and
 * people that it was read for: where others are set, it is asked anew. What cannot be read is no role, and is not
 * remembered, so that the next click asks again. Guests get nothing from a group, nor does
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

  async function groupOf(partner: Partner, id: string): Promise<KnownGroup> {
    try {
      const { name, members } = await deps.groups.describe(partner.tenantId, id);
      return { id, state: 'found', name, members };
    } catch (error) {
      const state = stateAfter(error);
      if (state !== 'gone') deps.log.warn({ partner: partner.id, err: error }, 'a group could not be read');
      return { id, state };
    }
  }

  const groups: RoleReader['groups'] = (partner, ids) =>
    Promise.all([...new Map(ids.map((id) => [id.toLowerCase(), id])).values()].map((id) => groupOf(partner, id)));

  return {
    async roleOf(partner, person, fresh) {
      if (person.tenantId.toLowerCase() !== partner.tenantId.toLowerCase()) return { role: 'none', unreadable: false };
      if (isUnset(partner)) {
        const installer = await deps.partners.installer(partner.id);
        const isOwner = installer !== undefined && installer.toLowerCase() === person.objectId.toLowerCase();
        return { role: isOwner ? 'owner' : 'none', unreadable: false };
      }
      const key = keyOf(partner, person);
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
    groups,
    whoHas: async (partner, role) => {
      const giving = roles.filter((r) => hasRole(r, role)).flatMap((r) => givenRole(partner, r).groups);
      // A group that is gone gives nothing to anybody; any other is there, though its name is not to be had.
      return (await groups(partner, giving)).flatMap((group) => {
        if (group.state === 'gone') return [];
        return group.state === 'found'
          ? [{ group: group.name, members: group.members }]
          : [{ group: group.id, members: [] }];
      });
    },
  };
}

/** Who is asked for, and by what: a remembered role is of the groups and people that were set then. */
function keyOf({ id, roleGroups, rolePeople }: Partner, person: Person): string {
  const given = createHash('sha256')
    .update(JSON.stringify([roleGroups, rolePeople]))
    .digest('base64url');
  return `${id} ${given} ${person.objectId.toLowerCase()}`;
}

function stateAfter(error: unknown): Exclude<KnownGroup['state'], 'found'> {
  if (isNotFound(error)) return 'gone';
  const isForbidden = error instanceof OutsideError && (error.why === 'forbidden' || error.why === 'unauthorized');
  return isForbidden ? 'forbidden' : 'unreadable';
}

function namedRole(partner: Partner, person: Person): Role | 'none' {
  const id = person.objectId.toLowerCase();
  return roles.findLast((role) => givenRole(partner, role).people.some((one) => one.toLowerCase() === id)) ?? 'none';
}

function isNotFound(error: unknown): boolean {
  return error instanceof OutsideError && error.why === 'not-found';
}
