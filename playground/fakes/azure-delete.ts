import { callerOfPerson } from '../world/azure/callers.ts';
import { logDeed } from '../world/azure/events.ts';
import { beginOperation, deletionOf } from '../world/azure/operations.ts';
import { removeGroup, removeResource } from '../world/azure/remove.ts';
import { groupNameOf, keyOf, typeOf } from '../world/azure/resource-id.ts';
import type { AzureOutcome } from '../world/azure/types.ts';
import { mayAct } from './azure-authorization.ts';
import { type AzureCall, personOf } from './azure-call.ts';
import type { DeleteLimit } from './azure-deletes.ts';
import { disabled } from './azure-disabled.ts';
import { noGroup } from './azure-lists.ts';
import { accepted } from './azure-operations.ts';
import { missingGroup, programmedRefusal, refusalOf, type Target, unauthorized } from './azure-refusals.ts';
import type { FakeAnswer } from './server.ts';

/** `DELETE` of any resource or of a resource group: refused, done at once, or begun (facts/azure.md 2.1-2.7). */
export function deleteAny(call: AzureCall, limit: DeleteLimit): FakeAnswer {
  const { headers, refusal } = limit.take(call);
  const answer = refusal ?? deleted(call);
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

function deleted(call: AzureCall): FakeAnswer {
  const { store, path } = call;
  const key = keyOf(path);
  const isGroup = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(key);
  const resource = store.resources.get(key);
  const type = isGroup ? 'Microsoft.Resources/subscriptions/resourceGroups' : (resource?.type ?? typeOf(path));
  if (!mayAct(call) || /^microsoft\.authorization\//i.test(type)) return unauthorized(call, `${type}/delete`, path);
  if (call.subscription.cancelledAt !== undefined) return disabled(call);
  if (isGroup && !store.azure.groups.has(key)) return noGroup(path);
  const missing = missingGroup(store, path);
  if (missing !== undefined) return missing;
  if (!isGroup && resource === undefined) return { status: 204 };
  const running = deletionOf(store, key);
  if (running !== undefined) return accepted(call, running);
  const target: Target = resource === undefined ? { key, id: path } : { key, id: resource.id, resource };
  const refusal = programmedRefusal(call, target, 'delete') ?? refusalOf(call, target, 'delete');
  return refusal ?? begin(call, target);
}

function begin(call: AzureCall, target: Target): FakeAnswer {
  const { store } = call;
  const outcome: AzureOutcome = store.azure.programs.get(`delete ${target.key}`) ?? { kind: 'async' };
  log(call, target);
  if (outcome.kind === 'ok' || outcome.kind === 'no-content') {
    remove(call, target);
    return { status: outcome.kind === 'ok' ? 200 : 204 };
  }
  const operation = beginOperation(store, {
    target: target.key,
    act: 'delete',
    outcome,
    done: () => remove(call, target),
  });
  return accepted(call, operation);
}

function remove({ store }: AzureCall, target: Target): { code: string; message: string } | undefined {
  if (target.resource !== undefined) {
    // Another one of the same name may have come meanwhile: the provider deletes by name.
    removeResource(store, target.key);
    return undefined;
  }
  const kept = removeGroup(store, target.key);
  if (kept.length === 0) return undefined;
  return {
    code: 'ResourceGroupDeletionBlocked',
    message: `Deletion of resource group '${groupNameOf(target.id)}' failed as resources with identifiers '${kept.join(', ')}' could not be deleted.`,
  };
}

function log(call: AzureCall, { id, resource }: Target): void {
  const person = personOf(call);
  if (person === undefined) return;
  const type = resource?.type ?? 'Microsoft.Resources/subscriptions/resourcegroups';
  logDeed(call.store, {
    resourceId: id,
    by: callerOfPerson(call.store, person),
    at: call.store.clock.now().getTime(),
    correlationId: call.store.ids.next(),
    operation: `${type}/delete`,
    short: true,
  });
}
