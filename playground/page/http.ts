import type { IncomingMessage, ServerResponse } from 'node:http';

const maxBodyBytes = 1_000_000;

/** What the page's server answers instead of the asked thing; `message` is shown to the person. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The JSON body of a request that changes something. Refuses what a foreign page could send: another origin, a form, or
 * a body that is not an object. A request without an Origin header comes from no browser page and is let through.
 */
export async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
  refuseOtherOrigin(req);
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? ''))
    throw new Refusal(415, 'Send application/json.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Refusal(413, 'The body is too large.');
    chunks.push(chunk);
  }
  return asObject(Buffer.concat(chunks).toString('utf8'));
}

/** Refuses a request that a page of another origin sent. */
export function refuseOtherOrigin(req: IncomingMessage): void {
  const { origin, host } = req.headers;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new Refusal(403, 'This page belongs to another origin.');
  if (req.headers['sec-fetch-site'] === 'cross-site') throw new Refusal(403, 'This page belongs to another origin.');
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}

function asObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'The body is not a JSON object.');
  return Object.fromEntries(Object.entries(value));
}
