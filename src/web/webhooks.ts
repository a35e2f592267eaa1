import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookEvent } from '../domain/webhook-event.ts';
import type { Log } from '../workflow/ports.ts';
import type { WebhookOutcome } from '../workflow/webhook-ports.ts';
import { answer, refuse } from './answer.ts';
import { readJsonBytes } from './read-json-body.ts';

export interface WebhooksDeps {
  /** Proves that Partner Center signed the body; never throws. `why` is for the log alone. */
  readonly verify: (
    headers: Readonly<Record<string, readonly string[] | undefined>>,
    body: Buffer,
  ) => Promise<
    { readonly kind: 'verified'; readonly event: WebhookEvent } | { readonly kind: 'refused'; readonly why: string }
  >;
  /** Commits what the event causes; see workflow/take-webhook.ts. */
  readonly take: (key: string, event: WebhookEvent) => Promise<WebhookOutcome>;
  /** Told after the answer to a callback that was refused; never throws. */
  readonly refused?: (key: string, why: string) => Promise<void>;
  readonly log: Log;
  readonly now?: () => number;
  /** Milliseconds in which a body must have come; 10,000 by default. */
  readonly bodyMs?: number;
}

/** Events are below 2 KB; the limit is Microsoft's verifiers' usual one (facts/partner-center.md 3.4, GATE). */
const mostBytes = 1024 * 1024;
/** One line a minute for each reason: a flood must not fill the log. */
const logEveryMs = 60_000;

/**
 * The handler of `POST /webhooks/partner-center/:key`. The signature comes first and decides alone: without a good one
 * every key gets the same answer, and with one an unknown key is answered as a known one, so that nothing tells keys
 * apart. An event is answered once its job is committed.
 */
export function createWebhooks(
  deps: WebhooksDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const now = deps.now ?? (() => performance.now());
  const refusals = new Map<string, { loggedAt: number; more: number }>();

  function note(why: string): void {
    const known = refusals.get(why) ?? { loggedAt: Number.NEGATIVE_INFINITY, more: 0 };
    if (now() - known.loggedAt < logEveryMs) return void refusals.set(why, { ...known, more: known.more + 1 });
    deps.log.warn({ why, more: known.more }, 'a callback was not from Partner Center');
    refusals.set(why, { loggedAt: now(), more: 0 });
  }

  return async (request, response) => {
    const body = await readJsonBytes(request, { bytes: mostBytes, ms: deps.bodyMs ?? 10_000 });
    if (!Buffer.isBuffer(body)) {
      // The rest of the body is never read, so the connection cannot be used again.
      if (!request.complete) response.setHeader('connection', 'close');
      return refuse(response, body.status, body.code, body.message);
    }
    const proof = await deps.verify(request.headersDistinct, body);
    if (proof.kind === 'refused') {
      note(proof.why);
      // Partner Center tries again what was answered so; anybody else learns as little as from any other refusal.
      refuse(response, 401, 'not-verified', 'The signature could not be verified.');
      return deps.refused?.(keyIn(request), proof.why);
    }
    const outcome = await deps.take(keyIn(request), proof.event);
    if (outcome === 'stale') return refuse(response, 400, 'stale', 'The event is too old, or the clocks differ.');
    answer(response, 202, { ok: true });
  };
}

function keyIn(request: IncomingMessage): string {
  return /^\/webhooks\/partner-center\/([^/?#]*)/.exec(request.url ?? '')?.[1]?.slice(0, 200) ?? '';
}
