import type { Case } from './case.ts';
import { commandRoles, type PersonCommand, type Refusal } from './commands.ts';
import { hasRole, type Person, type Role } from './people.ts';

/** What is known, at this moment, of the person who wants something. */
export interface Standpoint {
  readonly person: Person;
  readonly role: Role | 'none';
  /** Tenant of the partner whose case it is. */
  readonly partnerTenantId: string;
}

/** Whether the person may see a case at all: own tenant, and a role. */
export function maySee(who: Standpoint): Refusal | undefined {
  if (who.person.tenantId.toLowerCase() !== who.partnerTenantId.toLowerCase()) return { kind: 'other-tenant' };
  return hasRole(who.role, 'viewer') ? undefined : { kind: 'role-missing', needed: 'viewer' };
}

/** Whether the person may give this command; everything that is not allowed is refused. */
export function mayCommand(who: Standpoint, command: PersonCommand, _case: Case): Refusal | undefined {
  const unseen = maySee(who);
  if (unseen?.kind === 'other-tenant') return unseen;
  const needed = commandRoles[command.type];
  if (!hasRole(who.role, needed)) return { kind: 'role-missing', needed };
  if (command.type === 'assign' && command.to.tenantId.toLowerCase() !== who.partnerTenantId.toLowerCase()) {
    return { kind: 'assignee-other-tenant' };
  }
  return undefined;
}
