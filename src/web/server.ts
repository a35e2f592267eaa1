import type { IncomingMessage, ServerResponse } from 'node:http';
import restify from 'restify';
import type { Log } from '../workflow/ports.ts';
import { answer, refuse } from './answer.ts';
import type { ConsentRoutes } from './consent.ts';
import type { PackRoutes } from './packs.ts';

export interface ServerDeps {
  /** Answers `POST /api/messages`; see messages.ts. */
  readonly messages: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Whether all that a turn needs is there; what it answers is shown at `/readyz`. */
  readonly ready: () => Promise<{ readonly ok: boolean }>;
  /** Answers `/packs/:id`; there is nothing at that address where it is left out. */
  readonly packs?: PackRoutes;
  /** Answers `/consent`; the same. */
  readonly consent?: ConsentRoutes;
  /** Answers `POST /webhooks/partner-center/:key`; see webhooks.ts. */
  readonly webhooks?: Handler;
  readonly log: Log;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Milliseconds that `stop` waits for requests in hand; 10,000 by default. */
  readonly graceMs?: number;
}

export interface WebServer {
  /** Resolves once connections are taken; rejects where the port cannot be had. */
  start(): Promise<{ readonly port: number }>;
  /** Takes no more connections, finishes the requests in hand, closes kept connections. */
  stop(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Milliseconds. Teams gives up on a turn after 15 seconds (facts/teams.md 1.5). */
const headersTimeout = 10_000;
const requestTimeout = 30_000;
/** Longer than the idle time of usual load balancers, so that they close a connection and not we while they use it. */
const keepAliveTimeout = 75_000;

/** The web server: Teams' endpoint, evidence packs, Partner Center's callbacks, and the two questions that an orchestrator asks. */
export function createServer(deps: ServerDeps): WebServer {
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false });
  Object.assign(server.server, { headersTimeout, requestTimeout, keepAliveTimeout });
  // restify takes upgrades and leaves them without an answer; without its listener Node answers them as usual requests.
  server.server.removeAllListeners('upgrade');

  const route =
    (handler: Handler) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        await handler(request, response);
      } catch (err) {
        deps.log.error({ err, method: request.method }, 'a request failed');
        refuse(response, 500, 'failed', 'The request could not be answered.');
      }
    };
  server.post('/api/messages', route(deps.messages));
  if (deps.packs !== undefined) {
    server.get('/packs/:id', route(deps.packs.show));
    server.head('/packs/:id', route(deps.packs.show));
    server.post('/packs/:id', route(deps.packs.fetch));
  }
  if (deps.consent !== undefined) {
    server.get('/consent/callback', route(deps.consent.end));
    server.get('/consent/ended/:outcome', route(deps.consent.ended));
    server.get('/consent/:link', route(deps.consent.show));
    server.head('/consent/:link', route(deps.consent.show));
    server.post('/consent/:link', route(deps.consent.begin));
  }
  if (deps.webhooks !== undefined) server.post('/webhooks/partner-center/:key', route(deps.webhooks));
  server.get(
    '/healthz',
    route((_, response) => Promise.resolve(answer(response, 200, { ok: true }))),
  );
  server.get(
    '/readyz',
    route(async (_, response) => {
      const state = await deps.ready().catch((err: unknown) => {
        deps.log.warn({ err }, 'the question for readiness failed');
        return { ok: false };
      });
      answer(response, state.ok ? 200 : 503, state);
    }),
  );
  // What no route takes: unknown paths, other methods, paths that cannot be decoded.
  server.on('restifyError', (_: IncomingMessage, response: ServerResponse, error: { statusCode?: number }) => {
    const status = error.statusCode ?? 500;
    if (status === 405) refuse(response, 405, 'method-not-allowed', 'This address does not take that method.');
    else if (status < 500) refuse(response, status, 'not-found', 'There is nothing at this address.');
    else refuse(response, 500, 'failed', 'The request could not be answered.');
  });

  return {
    start: () => listen(server, deps),
    stop: () => close(server, deps.graceMs ?? 10_000),
  };
}

function listen(server: restify.Server, { port, host, log }: ServerDeps): Promise<{ readonly port: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly port: number }>();
  // restify throws where nobody listens for errors of its server.
  server.on('error', (err: unknown) => {
    log.error({ err }, 'the web server failed');
    reject(err);
  });
  server.server.listen(port, host, () => {
    const address = server.server.address();
    resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
  });
  return promise;
}

function close(server: restify.Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { server: http } = server;
  if (!http.listening) return Promise.resolve();
  const timer = setTimeout(() => http.closeAllConnections(), graceMs);
  http.close(() => {
    clearTimeout(timer);
    resolve();
  });
  http.prependListener('request', (_: IncomingMessage, response: ServerResponse) =>
    response.setHeader('connection', 'close'),
  );
  // A connection becomes idle only after the answer in hand is through.
  server.on('after', () => setImmediate(() => http.closeIdleConnections()));
  http.closeIdleConnections();
  return promise;
}
