import type { Creation } from '../creations.ts';

/** What people know a caller by: outside text, or an id; '' where the log names nobody. */
export function callerName(creation: Creation | undefined): string {
  const caller = creation?.event.caller;
  return caller?.name ?? caller?.appId ?? caller?.objectId ?? '';
}
