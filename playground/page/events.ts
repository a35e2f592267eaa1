import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world/types.ts';

const heartbeatMs = 15_000;

/** Tells browsers by server-sent events that the world changed; each event is the world's version. */
export function versionEvents(world: World): {
  open(req: IncomingMessage, res: ServerResponse): void;
  close(): void;
} {
  const streams = new Set<ServerResponse>();
  const unsubscribe = world.onChange((version) => {
    for (const stream of streams) stream.write(`data: ${version}\n\n`);
  });
  const heartbeat = setInterval(() => {
    for (const stream of streams) stream.write(': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  return {
    open(req, res) {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      res.write(`retry: 1000\ndata: ${world.snapshot().version}\n\n`);
      streams.add(res);
      req.on('close', () => streams.delete(res));
    },
    close() {
      unsubscribe();
      clearInterval(heartbeat);
      for (const stream of streams) stream.end();
      streams.clear();
    },
  };
}
