import { isJson } from '../messages.ts';
import type { World } from '../types.ts';

/** How long Teams waits for a bot before it gives up (facts on Teams, 1.5). */
const standardPatienceMs = 15_000;

export type Post = World['post'];

/** Sends activities to the bot as the channel does. */
export function poster(parts: {
  endpoint: () => string | undefined;
  token: World['token'];
  serviceUrl: () => string;
  patienceMs: number | undefined;
}): Post {
  return async (activity, options = {}) => {
    const url = parts.endpoint();
    if (url === undefined) throw new Error('setBotEndpoint has not been called');
    const claimed =
      isJson(activity) && typeof activity.serviceUrl === 'string' ? activity.serviceUrl : parts.serviceUrl();
    const token = options.token === undefined ? await parts.token({ claims: { serviceurl: claimed } }) : options.token;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': options.contentType ?? 'application/json; charset=utf-8',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: options.rawBody ?? JSON.stringify(activity),
        signal: AbortSignal.timeout(parts.patienceMs ?? standardPatienceMs),
      });
      return { status: answer.status, body: await answer.text() };
    } catch (error) {
      return { status: error instanceof DOMException && error.name === 'TimeoutError' ? 504 : 502, body: '' };
    }
  };
}
