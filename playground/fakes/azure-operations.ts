import type { AzureOperation } from '../world/azure/state.ts';
import type { Store } from '../world/store.ts';
import type { AzureCall } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

/** The first answer to a long-running operation: 202 with the links that its outcome has (facts/azure.md 2.3). */
export function accepted(call: AzureCall, operation: AzureOperation): FakeAnswer {
  const { outcome } = operation;
  const wait = { 'retry-after': String(pollAfter(call.store)) };
  if (outcome.kind === 'bare') return { status: 202, headers: wait };
  const host = outcome.kind === 'foreign-host' ? outcome.host : call.request.url.origin;
  const base = `${host}/subscriptions/${call.subscription.id}/providers/Microsoft.Resources/locations/westeurope`;
  const location = `${base}/operationresults/${operation.id}?api-version=2025-04-01`;
  const followed = `${base}/operations/${operation.id}?api-version=2025-04-01`;
  if (outcome.kind === 'location') return { status: 202, headers: { ...wait, location } };
  return { status: 202, headers: { ...wait, location, 'azure-asyncoperation': followed } };
}

/** Azure-AsyncOperation: always 200, the state is in the body. */
export function followOperation(call: AzureCall): FakeAnswer {
  const operation = call.store.azure.operations.get(call.request.params.operationId ?? '');
  if (operation === undefined || operation.outcome.kind === 'poll-404') return noOperation;
  return {
    status: 200,
    headers: operation.state === 'InProgress' ? { 'retry-after': String(pollAfter(call.store)) } : {},
    body: {
      id: call.path,
      name: operation.id,
      status: operation.state,
      startTime: operation.begunAt,
      ...(operation.endedAt === undefined ? {} : { endTime: operation.endedAt }),
      ...(operation.error === undefined ? {} : { error: operation.error }),
    },
  };
}

/** Location: 202 while it runs, 200 or 204 once it is over; the error itself where it failed. */
export function operationResult(call: AzureCall): FakeAnswer {
  const operation = call.store.azure.operations.get(call.request.params.operationId ?? '');
  if (operation === undefined || operation.outcome.kind === 'poll-404') return noOperation;
  if (operation.state === 'InProgress') {
    return { status: 202, headers: { 'retry-after': String(pollAfter(call.store)), location: call.request.url.href } };
  }
  if (operation.error !== undefined) return { status: 409, body: { error: operation.error } };
  // What a delete leaves has no body; the SDKs take 200 alone as the end of an action.
  return operation.act === 'delete' ? { status: 204 } : { status: 200 };
}

const noOperation = azureError(404, 'ResourceGroupNotFound', 'Resource group could not be found.');

function pollAfter(store: Store): number {
  return store.azure.options.pollAfter ?? 1;
}
