import { AsyncLocalStorage } from 'node:async_hooks';

const carried = new AsyncLocalStorage<string>();

/** The trace that the work at hand belongs to, as a W3C traceparent; undefined where there is none. */
export function carriedTrace(): string | undefined {
  return carried.getStore();
}

/** Does work as a part of a trace: the jobs that it adds carry that trace in their rows (outbox.ts). */
export function carryTrace<T>(traceparent: string, work: () => T): T {
  return carried.run(traceparent, work);
}
