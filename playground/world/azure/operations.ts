import type { Store } from '../store.ts';
import type { AzureOperation } from './state.ts';
import type { AzureOutcome } from './types.ts';

interface Begun {
  readonly target: string;
  readonly act: AzureOperation['act'];
  readonly outcome: AzureOutcome;
  /** What is true once it has succeeded; an error's code and message where it could not be done after all. */
  readonly done: () => { readonly code: string; readonly message: string } | undefined;
}

/** Begins a long-running operation: it ends by itself in real time, as its outcome says (facts/azure.md 2.3). */
export function beginOperation(store: Store, begun: Begun): AzureOperation {
  const { target, act, outcome } = begun;
  const id = store.ids.next();
  const operation: AzureOperation = {
    id,
    target,
    act,
    outcome,
    begunAt: store.clock.now().toISOString(),
    state: 'InProgress',
  };
  store.azure.operations.set(id, operation);
  if (act === 'delete') store.azure.deleting.set(target, id);
  store.changed();
  if (outcome.kind !== 'never-ending') {
    const ms = store.azure.options.operationMs ?? 300 + Math.floor(store.ids.chance(id) * 600);
    setTimeout(() => end(store, operation, begun), ms).unref();
  }
  return operation;
}

/** The delete of a resource or group that is under way, if one is. */
export function deletionOf(store: Store, key: string): AzureOperation | undefined {
  const id = store.azure.deleting.get(key);
  return id === undefined ? undefined : store.azure.operations.get(id);
}

function end(store: Store, operation: AzureOperation, begun: Begun): void {
  const ended = { ...operation, endedAt: store.clock.now().toISOString() };
  store.azure.operations.set(operation.id, { ...ended, ...endOf(begun) });
  if (operation.act === 'delete') store.azure.deleting.delete(operation.target);
  store.changed();
}

function endOf({ outcome, done }: Begun): Pick<AzureOperation, 'state' | 'error'> {
  if (outcome.kind === 'failed') {
    const { code = 'InternalOperationError', message = 'The operation failed.' } = outcome;
    return { state: 'Failed', error: { code, message } };
  }
  if (outcome.kind === 'canceled') {
    return { state: 'Canceled', error: { code: 'OperationPreempted', message: 'The operation was canceled.' } };
  }
  if (outcome.kind === 'stays') return { state: 'Succeeded' };
  if (outcome.kind === 'lingers') {
    setTimeout(done, outcome.ms).unref();
    return { state: 'Succeeded' };
  }
  const error = done();
  return error === undefined ? { state: 'Succeeded' } : { state: 'Failed', error };
}
