import type { Person, Role } from '../../src/domain/people.ts';
import type { Standpoint } from '../../src/domain/policy.ts';

export const homeTenant = '11111111-aaaa-4bbb-8ccc-000000000001';
const otherTenant = '22222222-aaaa-4bbb-8ccc-000000000002';

function person(tenantId: string, number: number, name: string): Person {
  return { tenantId, objectId: `00000000-aaaa-4bbb-8ccc-${String(number).padStart(12, '0')}`, name };
}

/** The people of the samples: seven of one partner with different roles, and one of another tenant. */
export const ada = person(homeTenant, 1, 'Ada Okoro');
export const ben = person(homeTenant, 2, 'Ben Ricci');
export const olga = person(homeTenant, 3, 'Olga Lund');
export const vic = person(homeTenant, 4, 'Vic Sato');
export const nils = person(homeTenant, 5, 'Nils Nobody');
export const eve = person(otherTenant, 6, 'Eve Elsewhere');
export const rosa = person(homeTenant, 7, 'Rosa Maurer');
export const remo = person(homeTenant, 8, 'Remo Haas');

/** What each of them may at the sample partner; Eve holds her role in her own tenant only. */
export const heldRoles: ReadonlyMap<Person, Role | 'none'> = new Map<Person, Role | 'none'>([
  [ada, 'responder'],
  [ben, 'responder'],
  [olga, 'owner'],
  [vic, 'viewer'],
  [nils, 'none'],
  [eve, 'owner'],
  [rosa, 'remover'],
  [remo, 'approver'],
]);

export const everybody: readonly Person[] = [...heldRoles.keys()];

/** A person as the domain meets them at the sample partner. */
export function standpoint(who: Person, role: Role | 'none' = heldRoles.get(who) ?? 'none'): Standpoint {
  return { person: who, role, partnerTenantId: homeTenant };
}
