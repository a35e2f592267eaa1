import type { IncomingMessage } from 'node:http';

export type JsonBody = { readonly kind: 'json'; readonly value: unknown } | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly status: 400 | 408 | 413 | 415;
  readonly code: string;
  readonly message: string;
}

export interface BodyLimits {
  readonly bytes: number;
  /** Milliseconds in which the whole body must have come. */
  readonly ms: number;
}

/** The bytes of a body that says it is JSON, as they came, or why it was refused. */
export async function readJsonBytes(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | Refused> {
  if (!isJson(request.headers['content-type']))
    return refused(415, 'unsupported-media-type', 'The body must be application/json in UTF-8.');
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    return refused(415, 'unsupported-media-type', 'The body must not be compressed.');
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) return tooLarge(limits);
  return readBytes(request, limits);
}

/** Reads a request's body as JSON. Whatever is sent ends as a value or as a refusal with a 4xx status. */
export async function readJsonBody(request: IncomingMessage, limits: BodyLimits): Promise<JsonBody> {
  const read = await readJsonBytes(request, limits);
  if (!Buffer.isBuffer(read)) return read;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read));
    return { kind: 'json', value };
  } catch {
    return refused(400, 'invalid-json', 'The body is not valid JSON.');
  }
}

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((p) => p.trim()).find((p) => p.startsWith('charset='));
  return type.trim() === 'application/json' && (charset === undefined || /^charset="?utf-8"?$/.test(charset));
}

/** The whole body, or why it was refused. */
export function readBytes(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | Refused> {
  const { promise, resolve } = Promise.withResolvers<Buffer | Refused>();
  const chunks: Buffer[] = [];
  let length = 0;
  const end = (outcome: Buffer | Refused): void => {
    clearTimeout(timer);
    request.off('data', take);
    resolve(outcome);
  };
  const take = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limits.bytes) end(tooLarge(limits));
  };
  const timer = setTimeout(() => end(refused(408, 'too-slow', 'The body took too long to arrive.')), limits.ms);
  request.on('data', take);
  request.once('end', () => end(Buffer.concat(chunks)));
  request.once('error', () => end(refused(400, 'incomplete', 'The body ended too early.')));
  return promise;
}

function tooLarge(limits: BodyLimits): Refused {
  return refused(413, 'too-large', `The body is larger than ${limits.bytes} bytes.`);
}

function refused(status: 400 | 408 | 413 | 415, code: string, message: string): Refused {
  return { kind: 'refused', status, code, message };
}
