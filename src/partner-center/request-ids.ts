import { HttpError } from '../http/http-error.ts';

/** Unanswered changes remembered; more than that are not under way at once. */
const mostOpen = 1000;

/**
 * MS-RequestId of changes: the same again for a change that got no answer, so that Partner Center knows the second try
 * for the first, and a new one once there was any answer (facts/partner-center.md 8.4). Kept in memory only: after a
 * restart the second try is a change of its own, which sets the same status again.
 */
export function createRequestIds(newId: () => string) {
  const open = new Map<string, string>();

  return async <T>(change: string, send: (requestId: string) => Promise<T>): Promise<T> => {
    const requestId = open.get(change) ?? newId();
    const oldest = open.keys().next();
    if (open.size >= mostOpen && !oldest.done) open.delete(oldest.value);
    open.set(change, requestId);
    try {
      const sent = await send(requestId);
      open.delete(change);
      return sent;
    } catch (error) {
      if (error instanceof HttpError && error.status !== undefined) open.delete(change);
      throw error;
    }
  };
}
