import { groupIdOf, holds, keyOf, lockOf } from '../world/azure/resource-id.ts';
import type { AzureAct, AzureOutcome } from '../world/azure/types.ts';
import { isType, usersOf } from '../world/azure/users.ts';
import type { Store, WorldResource } from '../world/store.ts';
import { type AzureCall, personOf } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

export interface Target {
  readonly key: string;
  readonly id: string;
  /** Undefined for a resource group. */
  readonly resource?: WorldResource;
}

/** Codes of what is still used (facts/azure.md 2.7). Assumption: those of interface, disk and all other types. */
const inUse: Readonly<Record<string, readonly [status: number, code: string]>> = {
  'microsoft.network/publicipaddresses': [400, 'PublicIPAddressCannotBeDeleted'],
  'microsoft.network/networksecuritygroups': [400, 'InUseNetworkSecurityGroupCannotBeDeleted'],
  'microsoft.network/virtualnetworks': [400, 'InUseSubnetCannotBeDeleted'],
  'microsoft.network/networkinterfaces': [400, 'NicInUse'],
  'microsoft.compute/disks': [409, 'OperationNotAllowed'],
};

export function unauthorized(call: AzureCall, action: string, scope: string): FakeAnswer {
  const person = personOf(call);
  const who = person?.upn ?? call.claims.appid;
  return azureError(
    403,
    'AuthorizationFailed',
    `The client '${who}' with object id '${person?.id ?? call.claims.appid}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** Why Azure refuses to delete or stop something as it is now; undefined when nothing speaks against it. */
export function refusalOf(call: AzureCall, target: Target, act: AzureAct): FakeAnswer | undefined {
  const { store } = call;
  return (
    lockRefusal(store, target, act) ??
    denialRefusal(call, target, act) ??
    (act === 'delete' ? useRefusal(store, target) : undefined)
  );
}

/** What was programmed as a refusal, used up by one where it comes a number of times only. */
export function programmedRefusal(call: AzureCall, target: Target, act: AzureAct): FakeAnswer | undefined {
  const { store } = call;
  const key = `${act} ${target.key}`;
  const outcome = store.azure.programs.get(key);
  switch (outcome?.kind) {
    case 'locked':
      return scopeLocked(target.id, target.id, act);
    case 'forbidden':
      return unauthorized(call, actionOf(target, act), target.id);
    case 'denied':
      return denied(call, target, act, 'System deny assignment');
    case 'policy':
      return disallowed(target);
    case 'capitalised':
      return {
        status: 409,
        body: { Error: { Code: 'Conflict', Message: 'The resource is busy with another operation.' } },
      };
    case 'in-use': {
      const { code = 'InUseSubnetCannotBeDeleted', until } = outcome;
      return store.resources.has(keyOf(until)) ? azureError(409, code, `It is in use by ${until}.`) : undefined;
    }
    case 'throttled': {
      countDown(store, key, outcome);
      const { code = 'TooManyRequests', retryAfter = 1 } = outcome;
      return { ...azureError(429, code, 'Too many requests.'), headers: { 'retry-after': String(retryAfter) } };
    }
    case 'server-error':
      countDown(store, key, outcome);
      return azureError(outcome.status ?? 503, 'ServiceUnavailable', 'The service is unavailable.');
    default:
      return undefined;
  }
}

function countDown(
  store: Store,
  key: string,
  outcome: Extract<AzureOutcome, { kind: 'throttled' | 'server-error' }>,
): void {
  const { times = 1 } = outcome;
  if (times <= 1) store.azure.programs.delete(key);
  else store.azure.programs.set(key, { ...outcome, times: times - 1 });
}

function actionOf(target: Target, act: AzureAct): string {
  const type = target.resource?.type ?? 'Microsoft.Resources/subscriptions/resourceGroups';
  return act === 'delete' ? `${type}/delete` : `${type}/deallocate/action`;
}

/** A lock at or above holds for all; one within a group blocks the deletion of the whole group (facts/azure.md 2.4). */
function lockRefusal(store: Store, target: Target, act: AzureAct): FakeAnswer | undefined {
  if (store.azure.options.locksBind === false) return undefined;
  const lock =
    lockOf(store, target.key) ??
    [...store.azure.locks.values()].find((l) => target.resource === undefined && holds(target.key, keyOf(l.scope)));
  if (lock === undefined || (act === 'stop' && lock.level !== 'ReadOnly')) return undefined;
  return scopeLocked(target.id, lock.scope, act);
}

function scopeLocked(id: string, locked: string, act: AzureAct): FakeAnswer {
  const verb = act === 'delete' ? 'delete' : 'write';
  return azureError(
    409,
    'ScopeLocked',
    `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${locked}'. Please remove the lock and try again.`,
  );
}

function denialRefusal(call: AzureCall, target: Target, act: AzureAct): FakeAnswer | undefined {
  const denial = [...call.store.azure.denials.values()].find((d) => holds(keyOf(d.scope), target.key));
  return denial === undefined ? undefined : denied(call, target, act, denial.name);
}

function denied(call: AzureCall, target: Target, act: AzureAct, name: string): FakeAnswer {
  return azureError(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client '${personOf(call)?.upn ?? ''}' has permission to perform action '${actionOf(target, act)}' on scope '${target.id}'; however, the access is denied because of the deny assignment with name '${name}'.`,
  );
}

function disallowed(target: Target): FakeAnswer {
  return {
    status: 403,
    body: {
      error: {
        code: 'RequestDisallowedByPolicy',
        target: target.id.split('/').at(-1),
        message: `Resource '${target.id.split('/').at(-1)}' was disallowed by policy.`,
        additionalInfo: [
          { type: 'PolicyViolation', info: { policyDefinitionDisplayName: 'Nothing is deleted in production' } },
        ],
      },
    },
  };
}

function useRefusal(store: Store, { key, id, resource }: Target): FakeAnswer | undefined {
  const user = usersOf(store, key)[0];
  if (resource === undefined || user === undefined) return undefined;
  const [status, code] = inUse[resource.type.toLowerCase()] ?? [409, 'ResourceInUse'];
  const what = isType(resource, 'Microsoft.Compute/disks') ? 'is attached to' : 'is in use by';
  return azureError(status, code, `Resource ${id} ${what} ${user.id} and cannot be deleted.`);
}

/** 404 for what is in no group that is there; undefined where the group is. */
export function missingGroup(store: Store, path: string): FakeAnswer | undefined {
  const group = groupIdOf(path);
  if (group === undefined || store.azure.groups.has(keyOf(group))) return undefined;
  return azureError(404, 'ResourceGroupNotFound', `Resource group '${group.split('/')[4] ?? ''}' could not be found.`);
}
