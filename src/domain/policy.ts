import type { Case, CasePlan } from './case.ts';
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

/** Who may approve a plan: what needs a second person, as the end of a subscription does, is an approver's; the rest a remover's. */
export function approvingRole(plan: Pick<CasePlan, 'kind' | 'state' | 'needsSecond'> | undefined): Role {
  const isNothing =
    plan === undefined || plan.state === 'requested' || plan.state === 'stopped' || plan.state === 'void';
  return isNothing || (plan.needsSecond === false && plan.kind !== 'subscription') ? 'remover' : 'approver';
}

/** Whether the person may give this command; everything that is not allowed is refused. */
export function mayCommand(who: Standpoint, command: PersonCommand, c: Case): Refusal | undefined {
  const unseen = maySee(who);
  if (unseen?.kind === 'other-tenant') return unseen;
  const needed = command.type === 'approve-plan' ? approvingRole(c.plan) : commandRoles[command.type];
  if (!hasRole(who.role, needed)) return { kind: 'role-missing', needed };
  if (command.type === 'assign' && command.to.tenantId.toLowerCase() !== who.partnerTenantId.toLowerCase()) {
    return { kind: 'assignee-other-tenant' };
  }
  return undefined;
}
