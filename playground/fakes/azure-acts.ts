import { callerOfPerson } from '../world/azure/callers.ts';
import { logDeed } from '../world/azure/events.ts';
import { beginOperation } from '../world/azure/operations.ts';
import { putResource } from '../world/azure/parts.ts';
import { setPowerAll } from '../world/azure/power.ts';
import { keyOf } from '../world/azure/resource-id.ts';
import type { AzureOutcome, PowerState } from '../world/azure/types.ts';
import { isJson } from '../world/messages.ts';
import type { WorldResource } from '../world/store.ts';
import { mayAct } from './azure-authorization.ts';
import { type AzureCall, personOf } from './azure-call.ts';
import { disabled } from './azure-disabled.ts';
import { azureError } from './azure-errors.ts';
import { resourceJson } from './azure-lists.ts';
import { accepted } from './azure-operations.ts';
import { programmedRefusal, refusalOf, unauthorized } from './azure-refusals.ts';
import type { FakeAnswer } from './server.ts';

/** What each POST of a type does to its power (facts/azure.md 2.5, 2.6). A site that is stopped costs on: its plan does. */
const verbs: Readonly<Record<string, Readonly<Record<string, PowerState>>>> = {
  'microsoft.compute/virtualmachines': { deallocate: 'deallocated', poweroff: 'stopped', start: 'running' },
  'microsoft.compute/virtualmachinescalesets': { deallocate: 'deallocated', poweroff: 'stopped', start: 'running' },
  'microsoft.containerservice/managedclusters': { stop: 'deallocated', start: 'running' },
  'microsoft.containerinstance/containergroups': { stop: 'deallocated', start: 'running' },
  'microsoft.machinelearningservices/workspaces/computes': { stop: 'deallocated', start: 'running' },
  'microsoft.app/containerapps': { stop: 'deallocated', start: 'running' },
  'microsoft.web/sites': { stop: 'stopped', start: 'running' },
  'microsoft.batch/batchaccounts/pools': { disableautoscale: 'running', stopresize: 'running' },
};

/** `POST {resource}/{verb}`: starts or stops what can be started or stopped. */
export function postVerb(call: AzureCall): FakeAnswer {
  const { store, path } = call;
  const at = path.lastIndexOf('/');
  const key = keyOf(path.slice(0, at));
  const verb = path.slice(at + 1);
  const resource = store.resources.get(key);
  if (resource === undefined) return noResource(path.slice(0, at));
  const state = verbs[resource.type.toLowerCase()]?.[verb.toLowerCase()];
  if (state === undefined) return azureError(400, 'InvalidRequest', `There is no action ${verb} of ${resource.type}.`);
  const target = { key, id: resource.id, resource };
  if (!mayAct(call)) return unauthorized(call, `${resource.type}/${verb}/action`, resource.id);
  if (call.subscription.cancelledAt !== undefined) return disabled(call);
  const stops = state !== 'running';
  const refusal = (stops ? programmedRefusal(call, target, 'stop') : undefined) ?? refusalOf(call, target, 'stop');
  if (refusal !== undefined) return refusal;
  log(call, resource, `${resource.type}/${verb}/action`);
  return begin(call, key, state);
}

function begin(call: AzureCall, key: string, state: PowerState): FakeAnswer {
  const { store } = call;
  const set = (): undefined => {
    setPowerAll(store, key, state, store.clock.now().toISOString());
    return undefined;
  };
  const programmed = state === 'running' ? undefined : store.azure.programs.get(`stop ${key}`);
  const outcome: AzureOutcome = programmed ?? { kind: 'async' };
  if (outcome.kind === 'ok' || outcome.kind === 'no-content') {
    set();
    return { status: outcome.kind === 'ok' ? 200 : 204 };
  }
  return accepted(
    call,
    beginOperation(store, { target: key, act: state === 'running' ? 'start' : 'stop', outcome, done: set }),
  );
}

/** `PATCH` or `PUT` of a resource that is there: tags, SKU and properties are merged; a scale set or pool of no machines runs no more. */
export function patchResource(call: AzureCall): FakeAnswer {
  const { store, request, path } = call;
  const resource = store.resources.get(keyOf(path));
  if (resource === undefined) return noResource(path);
  const refusal = writeRefusal(call, resource, `${resource.type}/write`);
  if (refusal !== undefined) return refusal;
  if (!isJson(request.body)) return azureError(400, 'InvalidRequestContent', 'The request content was invalid.');
  const { tags, properties, sku } = request.body;
  const at = store.clock.now().toISOString();
  const changed: WorldResource = {
    ...resource,
    changedAt: at,
    ...(isJson(tags) ? { tags: textsOf(tags) } : {}),
    ...(isJson(properties) ? { properties: { ...resource.properties, ...properties } } : {}),
  };
  putResource(store, changed);
  const machines = machinesOf(sku, properties);
  if (machines !== undefined) setPowerAll(store, keyOf(path), machines === 0 ? 'deallocated' : 'running', at);
  store.changed();
  log(call, changed, `${resource.type}/write`);
  return { status: 200, body: resourceJson(store, store.resources.get(keyOf(path)) ?? changed) };
}

/** `GET` or `PATCH {scope}/providers/Microsoft.Resources/tags/default`: Merge, Replace or Delete. */
export function tagsOf(call: AzureCall, scope: string): FakeAnswer {
  const { store, request } = call;
  const resource = store.resources.get(scope);
  if (resource === undefined) return noResource(scope);
  const id = `${resource.id}/providers/Microsoft.Resources/tags/default`;
  const answer = (tags: WorldResource['tags'] = {}): FakeAnswer => ({
    status: 200,
    body: { id, name: 'default', type: 'Microsoft.Resources/tags', properties: { tags } },
  });
  if (request.method === 'GET') return answer(resource.tags);
  const refusal = writeRefusal(call, resource, 'Microsoft.Resources/tags/write');
  if (refusal !== undefined) return refusal;
  const body = isJson(request.body) ? request.body : {};
  const sent = isJson(body.properties) && isJson(body.properties.tags) ? textsOf(body.properties.tags) : {};
  const before = resource.tags ?? {};
  const tags =
    body.operation === 'Merge'
      ? { ...before, ...sent }
      : body.operation === 'Replace'
        ? sent
        : Object.fromEntries(Object.entries(before).filter(([name]) => sent[name] === undefined));
  putResource(store, { ...resource, tags, changedAt: store.clock.now().toISOString() });
  store.changed();
  log(call, resource, 'Microsoft.Resources/tags/write');
  return answer(tags);
}

export function noResource(id: string): FakeAnswer {
  return azureError(404, 'ResourceNotFound', `The Resource '${id.split('/').slice(-2).join('/')}' was not found.`);
}

function writeRefusal(call: AzureCall, resource: WorldResource, action: string): FakeAnswer | undefined {
  if (!mayAct(call)) return unauthorized(call, action, resource.id);
  if (call.subscription.cancelledAt !== undefined) return disabled(call);
  return refusalOf(call, { key: keyOf(resource.id), id: resource.id, resource }, 'stop');
}

function machinesOf(sku: unknown, properties: unknown): number | undefined {
  if (isJson(sku) && typeof sku.capacity === 'number') return sku.capacity;
  if (isJson(properties) && typeof properties.count === 'number') return properties.count;
  const scale = isJson(properties) && isJson(properties.scaleSettings) ? properties.scaleSettings : {};
  const fixed = isJson(scale.fixedScale) ? scale.fixedScale : {};
  if (typeof fixed.targetDedicatedNodes !== 'number') return undefined;
  return fixed.targetDedicatedNodes + Number(fixed.targetLowPriorityNodes ?? 0);
}

function textsOf(tags: object): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}

function log(call: AzureCall, resource: WorldResource, operation: string): void {
  const person = personOf(call);
  if (person === undefined) return;
  logDeed(call.store, {
    resourceId: resource.id,
    by: callerOfPerson(call.store, person),
    at: call.store.clock.now().getTime(),
    correlationId: call.store.ids.next(),
    operation,
    method: operation.endsWith('/write') ? 'PATCH' : 'POST',
    short: true,
  });
}
