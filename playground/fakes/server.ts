import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { record } from '../world/requests.ts';
import type { Store } from '../world/store.ts';
import type { Fault } from '../world/types.ts';
import { takeFault } from './faults.ts';
import { type Route, router } from './router.ts';

export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON or form; undefined when there is none or it does not parse. */
  readonly body: unknown;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeParts {
  readonly service: Fault['service'];
  readonly store: Store;
  readonly routes: readonly Route[];
  readonly notFound: (request: FakeRequest) => FakeAnswer;
  /** Turns the path as sent into the one that routes are written for. */
  readonly path?: (pathname: string) => string;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly port?: number;
}

export interface RunningFake {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one fake service on 127.0.0.1: reads the request, looks for a fault, answers by the routes, records. */
export async function startFake(parts: FakeParts): Promise<RunningFake> {
  const find = router(parts.routes);
  const stopped = new AbortController();
  const listener = (req: IncomingMessage, res: ServerResponse): void => {
    serve({ parts, find, stopped: stopped.signal }, req, res).catch(() => res.destroy());
  };
  const server: Server = parts.tls === undefined ? createServer(listener) : createTlsServer(parts.tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `${parts.tls === undefined ? 'http' : 'https'}://127.0.0.1:${portOf(server)}`,
    async close() {
      stopped.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Serving {
  readonly parts: FakeParts;
  readonly find: ReturnType<typeof router>;
  readonly stopped: AbortSignal;
}

async function serve(serving: Serving, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { parts } = serving;
  // A path that begins with two slashes would otherwise be read as a host.
  const target = (req.url ?? '/').replace(/^\/+/, '/');
  const url = new URL(target, `http://${req.headers.host ?? '127.0.0.1'}`);
  const method = req.method ?? 'GET';
  const body = parseBody(await text(req), req.headers['content-type'] ?? '');
  const headers = plainHeaders(req);
  const seen = (status: number): void =>
    record(parts.store, { service: parts.service, method, path: target, status, headers, body });
  const fault = takeFault(parts.store, { service: parts.service, method, path: target });

  if (fault?.kind === 'reset') {
    seen(0);
    res.destroy();
    return;
  }
  if (fault?.kind === 'delay') await pause(fault.ms, serving.stopped);
  if (fault?.kind === 'status') {
    seen(fault.status);
    send(res, { status: fault.status, body: fault.body, headers: fault.headers });
    return;
  }
  const found = serving.find(method, (parts.path ?? ((p: string) => p))(url.pathname));
  const request: FakeRequest = { method, url, params: found?.params ?? {}, headers, body };
  const own = found === undefined ? parts.notFound(request) : await answered(found.route, request);
  const answer = fault?.kind === 'done-but' ? { status: fault.status } : own;
  seen(answer.status);
  if (fault?.kind === 'half') sendHalf(res, answer);
  else send(res, answer);
}

async function answered(route: Route, request: FakeRequest): Promise<FakeAnswer> {
  try {
    return await route.handle(request);
  } catch (error) {
    // A mistake of the fake itself must be seen by whoever uses it, and be told from Microsoft's own answers.
    return { status: 500, body: { error: { code: 'LocalWorldBroken', message: String(error) } } };
  }
}

function encode(answer: FakeAnswer): Buffer {
  if (answer.body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

function writeHead(res: ServerResponse, answer: FakeAnswer, length: number): void {
  const type = typeof answer.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  res.writeHead(answer.status, {
    ...(length > 0 ? { 'content-type': type } : {}),
    ...(answer.status === 204 ? {} : { 'content-length': String(length) }),
    ...answer.headers,
  });
}

function send(res: ServerResponse, answer: FakeAnswer): void {
  const bytes = encode(answer);
  writeHead(res, answer, bytes.length);
  res.end(bytes);
}

function sendHalf(res: ServerResponse, answer: FakeAnswer): void {
  const bytes = encode(answer);
  writeHead(res, answer, Math.max(bytes.length, 2));
  res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.destroy());
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake does not listen on a port');
  return address.port;
}

function parseBody(sent: string, contentType: string): unknown {
  if (sent === '') return undefined;
  if (contentType.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(sent));
  try {
    return JSON.parse(sent) as unknown;
  } catch {
    return undefined;
  }
}

function plainHeaders(req: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
