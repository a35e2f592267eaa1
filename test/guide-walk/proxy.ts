import { mkdir } from 'node:fs/promises';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Certificate, makeCertificate } from '../../playground/world/certificate.ts';

/** The proxy that the guide asks for: it ends TLS and passes some paths on, to whichever process it was last told to. */
export interface Proxy {
  /** Without `https://`. */
  readonly host: string;
  readonly caFile: string;
  /** Which paths come through: beginnings, as the guide names them. */
  pass(paths: readonly string[]): void;
  /** Port of the process that gets the next requests. */
  use(port: number): void;
  close(): Promise<void>;
}

/** Its certificate goes into the folder, which it makes. */
export async function openProxy(folder: string): Promise<Proxy> {
  await mkdir(folder);
  const certificate: Certificate = await makeCertificate(folder);
  let passed: readonly string[] = [];
  let target = 0;
  const take = (incoming: IncomingMessage, answer: ServerResponse): void => {
    const { method, url: path = '/', headers } = incoming;
    if (!passed.some((one) => path.startsWith(one))) {
      answer.writeHead(404).end();
      return;
    }
    const onward = request({ host: '127.0.0.1', port: target, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.writeHead(502).end());
    incoming.pipe(onward);
  };
  const server = createServer({ key: certificate.key, cert: certificate.cert }, take);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    caFile: certificate.caFile,
    pass: (paths) => void (passed = paths),
    use: (next) => void (target = next),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => void server.close(() => done()));
    },
  };
}
