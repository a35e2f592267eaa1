import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, refuse } from './answer.ts';
import { readJsonBody } from './read-json-body.ts';

export interface MessagesDeps {
  /** Runs one turn of the bot and says what to answer; never throws. */
  readonly handle: (
    activity: object,
    authorization: string | undefined,
  ) => Promise<{ readonly status: number; readonly body?: unknown }>;
  /** Milliseconds in which a body must have come; 10,000 by default. */
  readonly bodyMs?: number;
}

/** Teams' activities are far smaller: a message holds at most about 100 KB (facts/teams.md 1.4). */
const mostBytes = 256 * 1024;

/** The handler of `POST /api/messages`: what is no activity is refused before the bot sees it. */
export function createMessages(
  deps: MessagesDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const body = await readJsonBody(request, { bytes: mostBytes, ms: deps.bodyMs ?? 10_000 });
    if (body.kind === 'refused') {
      // The rest of the body is never read, so the connection cannot be used again.
      if (!request.complete) response.setHeader('connection', 'close');
      return refuse(response, body.status, body.code, body.message);
    }
    const activity = body.value;
    if (typeof activity !== 'object' || activity === null || Array.isArray(activity))
      return refuse(response, 400, 'not-an-activity', 'The body must be a JSON object.');
    if (!('type' in activity) || typeof activity.type !== 'string' || activity.type === '')
      return refuse(response, 400, 'not-an-activity', 'The activity has no type.');
    if (!('serviceUrl' in activity) || !isWebUrl(activity.serviceUrl))
      return refuse(response, 400, 'not-an-activity', 'The activity has no valid serviceUrl.');
    const turn = await deps.handle(activity, request.headers.authorization);
    answer(response, turn.status, turn.body);
  };
}

function isWebUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}
