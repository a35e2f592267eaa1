import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** JSON where it is some, else text. */
  readonly body: unknown;
}

export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
      readonly json?: unknown;
      readonly body?: string | Buffer;
    }
  /** Closes the connection without an answer. */
  | 'reset'
  /** Promises a longer body than it sends, then closes the connection. */
  | 'half'
  /** Never answers. */
  | 'hang'
  /** Sends headers and a bit of body, then nothing more. */
  | 'hang-in-body';

/** Tells, by the host that was asked, that a local server has begun to keep somebody waiting for ever. */
export const hangs = new EventEmitter().setMaxListeners(0);

export interface LocalServer {
  /** Without slash at the end. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Replies to the next requests, in order. */
  next(...replies: readonly Reply[]): void;
  /** Replies when no reply is waiting; without it such a request is answered 501. */
  always(reply: (asked: Asked) => Reply): void;
}

/** A real HTTP server for one describe block, emptied before each test. */
export function localServer(): LocalServer {
  let asked: Asked[] = [];
  let queue: Reply[] = [];
  let fallback: ((asked: Asked) => Reply) | undefined;
  const server = createServer((req, res) => void answer(req, res));

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const seen = await readRequest(req);
    asked.push(seen);
    send(queue.shift() ?? fallback?.(seen) ?? { status: 501 }, req, res);
  }

  before((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  beforeEach(() => {
    asked = [];
    queue = [];
    fallback = undefined;
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });

  return {
    get url() {
      const address = server.address();
      return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    },
    get asked() {
      return asked;
    },
    next: (...replies) => queue.push(...replies),
    always: (reply) => {
      fallback = reply;
    },
  };
}

/** A port where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function readRequest(req: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const url = new URL(req.url ?? '/', 'http://here');
  return {
    method: req.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: req.headers,
    body: text === '' ? undefined : jsonOr(text),
  };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function send(reply: Reply, req: IncomingMessage, res: ServerResponse): void {
  if (reply === 'hang') {
    hangs.emit(req.headers.host ?? '');
    return;
  }
  if (reply === 'reset') {
    req.socket.resetAndDestroy();
    return;
  }
  if (reply === 'half' || reply === 'hang-in-body') {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    res.write('{"value":[', () => {
      if (reply === 'half') req.socket.destroy();
      else hangs.emit(req.headers.host ?? '');
    });
    return;
  }
  const body = reply.json === undefined ? (reply.body ?? '') : JSON.stringify(reply.json);
  for (const [name, value] of Object.entries(reply.headers ?? {}))
    res.setHeader(name, typeof value === 'string' ? value : [...value]);
  if (!res.hasHeader('content-type')) res.setHeader('content-type', 'application/json');
  res.writeHead(reply.status ?? 200);
  res.end(body);
}
