import type { Partner } from '../domain/partner.ts';
import { hasRole, type Person, type Role } from '../domain/people.ts';
import type { RoleReader } from './ports.ts';

/**
 * Whether a person still has the role for what a job does in their name; `now` asks the directory whatever is remembered.
 * Throws where roles cannot be read: then nobody may, and the queue tries again.
 */
export async function mayStill(
  { roles }: { readonly roles: Pick<RoleReader, 'roleOf'> },
  partner: Partner,
  by: Person,
  needed: Role,
  fresh?: 'now',
): Promise<boolean> {
  const { role, unreadable } = await roles.roleOf(partner, by, fresh);
  if (unreadable) throw new Error('the role of the person in whose name it is done could not be read');
  return hasRole(role, needed);
}
