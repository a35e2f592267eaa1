/** A person of Teams: tenant and Entra object id identify, the name is only shown. */
export interface Person {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
}

/** Who a journal entry names: a person, or the part of the product that a clock or a source set going. */
export type Actor =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'clock'; readonly name: ClockName };

export type ClockName =
  | 'source'
  | 'reporter'
  | 'snooze'
  | 'investigator'
  | 'planner'
  | 'runner'
  | 'after-care'
  | 'mailer'
  | 'support'
  | 'reminder'
  | 'memory';

/** From least to most; each role may do what those before it may. */
export const roles = ['viewer', 'responder', 'remover', 'approver', 'owner'] as const;
export type Role = (typeof roles)[number];

export function samePerson(
  a: Pick<Person, 'tenantId' | 'objectId'>,
  b: Pick<Person, 'tenantId' | 'objectId'>,
): boolean {
  return a.tenantId.toLowerCase() === b.tenantId.toLowerCase() && a.objectId.toLowerCase() === b.objectId.toLowerCase();
}

export function hasRole(held: Role | 'none', needed: Role): boolean {
  return held !== 'none' && roles.indexOf(held) >= roles.indexOf(needed);
}
