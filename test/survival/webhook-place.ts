import { randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../playground/world/certificate.ts';
import { type Made, signingCertificate } from '../../playground/world/signing-certificate.ts';
import { trustCertificate } from '../../playground/world/trust.ts';
import type { WebhookEvent } from '../../src/domain/webhook-event.ts';
import { createVerifierOf } from '../../src/partner-center/webhook.ts';
import { createServer } from '../../src/web/server.ts';
import { createWebhooks } from '../../src/web/webhooks.ts';
import { quietLog } from '../support/quiet-log.ts';

type Serve = (response: ServerResponse) => void;

export interface Post {
  readonly body?: string | Buffer;
  /** Merged over the headers of a good callback; `undefined` takes one away. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly key?: string;
  /** Signs in place of the good leaf. */
  readonly by?: Made;
  /** What is signed, where that is not the body. */
  readonly signed?: string;
}

/** The web server with the real verifier, and a certificate host of the test's own, over TLS. */
export interface WebhookPlace {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** What was proved, with the key it came with. */
  readonly taken: { readonly key: string; readonly event: WebhookEvent }[];
  /** Requests that the certificate host got, by path. */
  readonly asked: string[];
  /** Why callbacks were refused, which nobody outside learns. */
  readonly why: string[];
  /** Forgets what was taken, asked and learned, as a process that starts anew. */
  forget(): void;
  readonly root: Made;
  readonly intermediate: Made;
  readonly good: Made;
  /** Serves a certificate under a name of its own; answers the link to it. */
  serve(what: string | Serve): string;
  headers(post?: Post): Record<string, string | string[]>;
  post(post?: Post): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

export const subscription = '11111111-aaaa-4bbb-8ccc-000000000001';
export const fraudBody = (more: object = {}): string =>
  JSON.stringify({
    EventName: 'azure-fraud-event-detected',
    ResourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${subscription}&EventStatus=Active`,
    AuditUri: null,
    ResourceChangeUtcDate: new Date().toISOString(),
    ...more,
  });

/** Milliseconds; far more than anything takes that comes at all, unless a test is about what does not come. */
export interface Patience {
  /** Of the product with the download of a certificate. */
  readonly certificateMs?: number;
  /** Of the product with the body of a callback. */
  readonly bodyMs?: number;
}

async function openWebhookPlace({ certificateMs = 60_000, bodyMs = 60_000 }: Patience): Promise<WebhookPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'mining-watch-webhook-'));
  const tls = await makeCertificate(folder);
  trustCertificate(tls.caFile);
  const served = new Map<string, Serve>();
  const asked: string[] = [];
  const certificates = createTlsServer({ key: tls.key, cert: tls.cert }, (request, response) => {
    asked.push(request.url ?? '');
    const serve = served.get(request.url ?? '');
    response.statusCode = serve === undefined ? 404 : 200;
    if (serve === undefined) response.end();
    else serve(response);
  });
  await new Promise<void>((done) => certificates.listen(0, '127.0.0.1', done));
  const address = certificates.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  const root = await signingCertificate({ name: 'Place root', authority: {} });
  const intermediate = await signingCertificate({ name: 'Place issuer', by: root, authority: { pathLength: 0 } });
  const good = await signingCertificate({ name: 'pcnotifications.example', by: intermediate });
  const certificatesFile = join(folder, 'trust.pem');
  await writeFile(certificatesFile, root.cert + intermediate.cert);

  const options = {
    certificateHost: host,
    certificatesFile,
    issuerHosts: [],
    limits: { bytes: 64 * 1024, ms: certificateMs },
  };
  let verify = createVerifierOf(options);
  const why: string[] = [];
  const taken: { key: string; event: WebhookEvent }[] = [];
  const server = createServer({
    messages: () => Promise.resolve(),
    ready: () => Promise.resolve({ ok: true }),
    webhooks: createWebhooks({
      verify: async (...given) => {
        const proof = await verify(...given);
        if (proof.kind === 'refused') why.push(proof.why);
        return proof;
      },
      take: (key, event) => {
        taken.push({ key, event });
        return Promise.resolve('taken');
      },
      log: quietLog,
      bodyMs,
    }),
    log: quietLog,
    port: 0,
    host: '127.0.0.1',
  });
  const { port } = await server.start();
  const url = `http://127.0.0.1:${port}/webhooks/partner-center`;

  const serve: WebhookPlace['serve'] = (what) => {
    const path = `/cert/${randomBytes(6).toString('hex')}.cer`;
    served.set(path, typeof what === 'function' ? what : (response) => response.end(what));
    return `https://${host}${path}`;
  };
  const goodLink = serve(good.cert);

  function headers({ body = fraudBody(), signed, by = good, headers: more = {} }: Post = {}) {
    const signature = sign('RSA-SHA256', Buffer.from(signed ?? body), by.key).toString('base64');
    const all: Record<string, string | readonly string[] | undefined> = {
      'content-type': 'application/json',
      authorization: `Signature ${signature}`,
      'x-ms-certificate-url': goodLink,
      'x-ms-signature-algorithm': 'rsa-sha256',
      ...more,
    };
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === 'string' ? value : [...value]]],
      ),
    );
  }

  async function post({ body = fraudBody(), key = 'k'.repeat(43), ...more }: Post = {}) {
    const sent = new Headers();
    for (const [name, value] of Object.entries(headers({ body, ...more })))
      for (const one of [value].flat()) sent.append(name, one);
    const response = await fetch(`${url}/${key}`, { method: 'POST', headers: sent, body: Buffer.from(body) });
    return { status: response.status, text: await response.text() };
  }

  return {
    url,
    host,
    port,
    taken,
    asked,
    why,
    forget() {
      verify = createVerifierOf(options);
      for (const list of [taken, asked, why]) list.length = 0;
    },
    root,
    intermediate,
    good,
    serve,
    headers,
    post,
    async close() {
      await server.stop();
      certificates.closeAllConnections();
      await new Promise((done) => certificates.close(done));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A place for the tests of one `describe`. */
export function useWebhookPlace(patience: Patience = {}): () => WebhookPlace {
  let place: WebhookPlace | undefined;
  before(async () => {
    place = await openWebhookPlace(patience);
  });
  beforeEach(() => place?.forget());
  after(() => place?.close());
  return () => {
    if (place === undefined) throw new Error('the place is there only while tests run');
    return place;
  };
}
