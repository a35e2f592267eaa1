import { holds, keyOf } from '../world/azure/resource-id.ts';
import type { Json } from '../world/types.ts';
import { type AzureCall, personOf } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

// The built-in roles Contributor and Reader.
const contributor = {
  actions: ['*'],
  notActions: [
    'Microsoft.Authorization/*/Delete',
    'Microsoft.Authorization/*/Write',
    'Microsoft.Authorization/elevateAccess/Action',
  ],
};
const reader = { actions: ['*/read'], notActions: [] };

/** Whether the caller may change things: people who remove or own, unless it was taken from them; never the app itself. */
export function mayAct(call: AzureCall): boolean {
  const person = personOf(call);
  const partner = call.store.partners.get(call.subscription.partnerTenantId);
  if (person === undefined || partner === undefined) return false;
  if (call.store.azure.withdrawn.has(`${person.id} ${call.subscription.id}`)) return false;
  const { remover, owner } = partner.groups;
  return [remover, owner].some((id) => call.store.groups.get(id)?.memberIds.includes(person.id) === true);
}

/** `GET {scope}/providers/Microsoft.Authorization/permissions`: the caller's own (facts/azure.md 3.2). */
export function permissions(call: AzureCall): FakeAnswer {
  const role = mayAct(call) ? contributor : reader;
  return { status: 200, body: { value: [{ ...role, dataActions: [], notDataActions: [] }] } };
}

/** `GET {scope}/providers/Microsoft.Authorization/locks`: those above, at and below the scope, or one by its name. */
export function locks(call: AzureCall, scope: string, name?: string): FakeAnswer {
  const found = [...call.store.azure.locks.values()]
    .filter((lock) => related(keyOf(lock.scope), scope))
    .map(
      (lock): Json => ({
        id: lock.id,
        type: 'Microsoft.Authorization/locks',
        name: lock.name,
        properties: { level: lock.level, ...(lock.notes === undefined ? {} : { notes: lock.notes }) },
      }),
    );
  if (name === undefined) return { status: 200, body: { value: found } };
  const one = found.find((lock) => keyOf(String(lock.name)) === keyOf(name));
  return one === undefined
    ? azureError(404, 'LockNotFound', `The lock '${name}' could not be found.`)
    : { status: 200, body: one };
}

/** `GET {scope}/providers/Microsoft.Authorization/denyAssignments`. */
export function denyAssignments(call: AzureCall, scope: string): FakeAnswer {
  const found = [...call.store.azure.denials.values()].filter((denial) => related(keyOf(denial.scope), scope));
  return {
    status: 200,
    body: {
      value: found.map((denial) => ({
        id: denial.id,
        type: 'Microsoft.Authorization/denyAssignments',
        name: denial.id.split('/').at(-1),
        properties: {
          denyAssignmentName: denial.name,
          description: denial.description,
          scope: denial.scope,
          permissions: [{ actions: ['*/delete', '*/write'], notActions: [], dataActions: [], notDataActions: [] }],
          principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
          excludePrincipals: [],
          isSystemProtected: true,
        },
      })),
    },
  };
}

/** Keys of two scopes of which one is the other or above it. */
function related(one: string, other: string): boolean {
  return holds(one, other) || holds(other, one);
}
