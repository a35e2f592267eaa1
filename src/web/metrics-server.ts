import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from '../workflow/ports.ts';
import { refuse } from './answer.ts';
import type { WebServer } from './server.ts';

export interface MetricsServerDeps {
  readonly read: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly log: Log;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
}

/**
 * `GET /metrics` on a port of its own: the port that Teams reaches is open to the world, and figures are not for it
 * (docs/decisions/0016-looking-on.md).
 */
export function createMetricsServer({ read, log, port, host }: MetricsServerDeps): WebServer {
  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if ((request.url ?? '').split('?')[0] !== '/metrics')
      return refuse(response, 404, 'not-found', 'There is nothing at this address.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'method-not-allowed', 'This address does not take that method.');
    try {
      const { type, text } = await read();
      const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' };
      response.writeHead(200, headers);
      response.end(request.method === 'HEAD' ? undefined : text);
    } catch (err) {
      log.error({ err }, 'the metrics could not be read');
      refuse(response, 500, 'failed', 'The request could not be answered.');
    }
  }
  const server = createServer((request, response) => void answerTo(request, response));

  return {
    start: () => {
      const { promise, resolve, reject } = Promise.withResolvers<{ readonly port: number }>();
      server.once('error', reject);
      server.listen(port, host, () => {
        const address = server.address();
        resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
      });
      return promise;
    },
    stop: () => {
      if (!server.listening) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      return promise;
    },
  };
}
