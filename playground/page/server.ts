import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { World } from '../world/types.ts';
import { type ApiContext, type PageActions, postRoutes } from './api.ts';
import { versionEvents } from './events.ts';
import { Refusal, readJson, refuseOtherOrigin, sendJson } from './http.ts';
import { sendStaticFile } from './static-files.ts';

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // The sign-in window tells the page that opened it what came of it.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
};

/**
 * Serves the page of the local world on 127.0.0.1: the chat, the cards and the panel that moves the world.
 * `port` 0 or absent takes a free one; rejects with EADDRINUSE when the port is taken.
 */
export async function servePage(options: {
  readonly world: World;
  readonly port?: number;
  readonly actions?: PageActions;
}): Promise<{ url: string; close(): Promise<void> }> {
  const context: ApiContext = { world: options.world, actions: options.actions ?? {} };
  const events = versionEvents(options.world);
  const server = createServer((req, res) => {
    for (const [name, value] of Object.entries(securityHeaders)) res.setHeader(name, value);
    answer(context, events, req, res).catch((error: unknown) => sendError(res, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  }).catch((error: unknown) => {
    events.close();
    throw error;
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : options.port}`,
    async close() {
      events.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  context: ApiContext,
  events: ReturnType<typeof versionEvents>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  refuseOtherHost(req);
  const path = decodeURIComponent(new URL(req.url ?? '/', 'http://page').pathname);
  if (req.method === 'GET') return answerGet(context, events, path, req, res);
  if (req.method === 'DELETE' && path.startsWith('/api/fault/')) {
    refuseOtherOrigin(req);
    context.world.removeFault(path.slice('/api/fault/'.length));
    return sendJson(res, 200, {});
  }
  const route = req.method === 'POST' ? postRoutes[path] : undefined;
  if (route === undefined) throw new Refusal(404, 'There is nothing here.');
  sendJson(res, 200, await route(context, await readJson(req)));
}

async function answerGet(
  context: ApiContext,
  events: ReturnType<typeof versionEvents>,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (path === '/api/events') return events.open(req, res);
  if (path === '/api/snapshot') {
    const { restartBot, webhook } = context.actions;
    const can = { restartBot: restartBot !== undefined, webhook: webhook !== undefined };
    return sendJson(res, 200, { ...context.world.snapshot(), can });
  }
  if (!(await sendStaticFile(path, res))) throw new Refusal(404, 'There is nothing here.');
}

/** A name that an attacker's DNS points at 127.0.0.1 would otherwise count as the page's own origin. */
function refuseOtherHost(req: IncomingMessage): void {
  const name = (req.headers.host ?? '').replace(/:\d+$/, '');
  if (name !== '127.0.0.1' && name !== 'localhost') throw new Refusal(421, 'This page is served on 127.0.0.1 only.');
}

function sendError(res: ServerResponse, error: unknown): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const status = error instanceof Refusal ? error.status : 500;
  sendJson(res, status, { error: error instanceof Error ? error.message : 'Something went wrong.' });
}
