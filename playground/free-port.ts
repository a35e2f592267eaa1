import { createServer } from 'node:net';

/** The first port from `from` on that nothing on 127.0.0.1 listens on; any free one when `from` is 0. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; ; port += 1) {
    const free = await tryPort(port);
    if (free !== undefined) return free;
    if (port >= from + 100) throw new Error(`No port from ${from} to ${port} is free.`);
  }
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
