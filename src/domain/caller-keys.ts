import { type ActivityCaller, type ActivityEvent, callerKey } from './activity.ts';

export type CallerKeyOf = (caller: ActivityCaller) => string | undefined;

/**
 * One key for the same caller however the log spells it: some entries name the object id, some the user principal name
 * only. A name that stands beside several ids means the first of them by text.
 */
export function callerKeys(events: readonly ActivityEvent[]): CallerKeyOf {
  const ids = new Map<string, string>();
  for (const { caller } of events) {
    const name = caller.name?.toLowerCase();
    const id = caller.objectId?.toLowerCase();
    if (name === undefined || id === undefined) continue;
    const known = ids.get(name);
    if (known === undefined || id < known) ids.set(name, id);
  }
  return (caller) => {
    const key = callerKey(caller);
    return key === undefined ? undefined : (ids.get(key) ?? key);
  };
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether an application acted: the log gives an id for a name then, or none (facts/azure.md 4). */
export function isApplication(caller: ActivityCaller): boolean {
  return caller.name === undefined ? caller.appId !== undefined : guid.test(caller.name);
}
