import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Language, languages } from '../domain/partner.ts';
import type { OpenedPack } from '../workflow/pack-code.ts';
import type { Log } from '../workflow/ports.ts';
import { readBytes } from './read-json-body.ts';

type Problem = Exclude<OpenedPack['kind'], 'opened'>;

export interface PackRoutesDeps {
  /** The page that asks for the code, as HTML. */
  readonly page: (language: Language, problem?: Problem) => string;
  /** What that page may do, for its Content-Security-Policy. */
  readonly policy: string;
  /** Takes the code and opens the pack; see workflow/pack-code.ts. */
  readonly open: (packId: string, typed: string) => Promise<OpenedPack>;
  readonly log: Log;
}

export interface PackRoutes {
  /** `GET /packs/:id`: changes nothing, whoever follows the link. */
  readonly show: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** `POST /packs/:id` with the code: gives the archive once. */
  readonly fetch: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** A code and its name are far shorter. */
const mostBytes = 2048;
const bodyMs = 10_000;

/** What every answer carries: nothing of it is kept, shown in a frame, or told to another page. */
const guards = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const statuses = { refused: 403, 'too-many': 429 } as const satisfies Record<Problem, number>;

/** The language of ours that a browser likes best (RFC 9110, 12.5.4). */
export function languageOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
      const weight = parameters
        .map((one) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(one)?.[1])
        .find((q) => q !== undefined);
      return {
        language: languages.find((one) => tag === one || tag.startsWith(`${one}-`)),
        weight: Number(weight ?? 1),
      };
    });
  const [best] = wishes
    .filter(({ language, weight }) => language && weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return best?.language ?? 'en';
}

function packIdIn(request: IncomingMessage): string {
  return /^\/packs\/([^/?#]*)/.exec(request.url ?? '')?.[1] ?? '';
}

export function createPackRoutes({ page, policy, open, log }: PackRoutesDeps): PackRoutes {
  function answer(request: IncomingMessage, response: ServerResponse, status: number, problem?: Problem): void {
    const text = page(languageOf(request.headers['accept-language']), problem);
    response.writeHead(status, {
      ...guards,
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'content-security-policy': policy,
      vary: 'accept-language',
      // The rest of a body that was too long is never read, so the connection cannot be used again.
      ...(request.complete ? {} : { connection: 'close' }),
    });
    response.end(text);
  }

  return {
    show: async (request, response) => answer(request, response, 200),

    fetch: async (request, response) => {
      const typed = await codeIn(request);
      const opened: OpenedPack = typed === undefined ? { kind: 'refused' } : await open(packIdIn(request), typed);
      if (opened.kind !== 'opened') return answer(request, response, statuses[opened.kind], opened.kind);
      const { fileName, bytes, sha256, parts } = opened;
      const digest = `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
      response.writeHead(200, {
        ...guards,
        'content-type': 'application/zip',
        'content-length': bytes,
        'content-disposition': `attachment; filename="${fileName}"`,
        // RFC 9530: of the archive, whatever it went through on its way.
        'content-digest': digest,
        'repr-digest': digest,
        'content-security-policy': "default-src 'none'; sandbox",
      });
      try {
        await pipeline(Readable.from(whole(parts, bytes)), response);
      } catch (err) {
        // The head has been sent: a broken connection is all that can still be said.
        response.destroy();
        log.warn({ err }, 'a pack was not sent to its end');
      }
    },
  };
}

/** The parts, and an error where they end early, as when the pack is cleared away meanwhile: else the reader would wait for the rest. */
async function* whole(parts: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const part of parts) {
    sent += part.length;
    yield part;
  }
  if (sent < bytes) throw new Error('the pack ended before its end');
}

/** The code of the page's form; undefined for a body that is none. */
async function codeIn(request: IncomingMessage): Promise<string | undefined> {
  const [type = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/x-www-form-urlencoded') return undefined;
  const body = await readBytes(request, { bytes: mostBytes, ms: bodyMs });
  if (!Buffer.isBuffer(body)) return undefined;
  return new URLSearchParams(body.toString('utf8')).get('code') ?? undefined;
}
