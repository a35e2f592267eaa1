import type { SeenRequest } from '../playground/world/types.ts';

/** Whether a request to the connector opened a thread, as each new card does. */
export function isNewThread({ service, method, path, status }: SeenRequest): boolean {
  return service === 'connector' && method === 'POST' && path.endsWith('/v3/conversations') && status < 300;
}
