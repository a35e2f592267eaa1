import type { Store } from '../world/store.ts';
import type { Fault } from '../world/types.ts';

/** The first fault that fits the request, used up by one; undefined when the fake shall answer by itself. */
export function takeFault(
  store: Store,
  request: { service: Fault['service']; method: string; path: string },
): Fault['act'] | undefined {
  const index = store.faults.findIndex((f) => fits(f, request));
  const fault = store.faults[index];
  if (fault === undefined) return undefined;
  if (fault.times > 1) store.faults[index] = { ...fault, times: fault.times - 1 };
  else store.faults.splice(index, 1);
  store.changed();
  return fault.act;
}

function fits(fault: Fault, request: { service: Fault['service']; method: string; path: string }): boolean {
  if (fault.service !== request.service) return false;
  if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(request.path);
}
