import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language, Partner } from '../domain/partner.ts';
import { type BegunSignIn, type ConsentOutcome, consentOutcomes } from '../workflow/consent.ts';
import { languageOf } from './packs.ts';
import { readBytes } from './read-json-body.ts';

/** What a page of the consent shows. */
export type ConsentPage =
  | { readonly kind: 'ask'; readonly partner: Partner }
  | { readonly kind: 'leave'; readonly url: string }
  | { readonly kind: 'ended'; readonly outcome: ConsentOutcome };

export interface ConsentRoutesDeps {
  readonly page: (language: Language, shown: ConsentPage) => string;
  /** What those pages may do, for their Content-Security-Policy. */
  readonly policy: string;
  readonly partnerOfLink: (link: string) => Promise<Partner | undefined>;
  readonly begin: (link: string, language: Language) => Promise<BegunSignIn>;
  readonly end: (came: {
    readonly state?: string;
    readonly code?: string;
    readonly browser?: string;
  }) => Promise<ConsentOutcome>;
  /** Whether people reach this server by https. */
  readonly isSecure: boolean;
}

export interface ConsentRoutes {
  /** `GET /consent/:link`: changes nothing, whoever follows the link. */
  readonly show: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** `POST /consent/:link`: begins a sign-in in this browser. */
  readonly begin: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** `GET /consent/callback`: where the login service sends the browser back to. */
  readonly end: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** `GET /consent/ended/:outcome`: what came of it, at an address without a code. */
  readonly ended: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const mostBytes = 1024;
const bodyMs = 10_000;
const cookieSeconds = 15 * 60;

const guards = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

const statuses: Partial<Record<ConsentOutcome, number>> = { over: 410, away: 502, off: 503 };

/** The pages on which somebody of a partner consents to the background sign-in (docs/decisions/0014). */
export function createConsentRoutes(deps: ConsentRoutesDeps): ConsentRoutes {
  // With the prefix no other host of the domain can set it, and no page without TLS.
  const cookieName = deps.isSecure ? '__Host-mw-consent' : 'mw-consent';
  const cookie = (value: string, seconds: number): string =>
    `${cookieName}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${deps.isSecure ? '; Secure' : ''}`;

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    shown: ConsentPage,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const text = deps.page(languageOf(request.headers['accept-language']), shown);
    response.writeHead(shown.kind === 'ended' ? (statuses[shown.outcome] ?? 200) : 200, {
      ...guards,
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'content-security-policy': deps.policy,
      vary: 'accept-language',
      ...(request.complete ? {} : { connection: 'close' }),
      ...headers,
    });
    response.end(text);
  }

  return {
    show: async (request, response) => {
      const partner = await deps.partnerOfLink(lastPart(request));
      answer(request, response, partner ? { kind: 'ask', partner } : { kind: 'ended', outcome: 'over' });
    },

    begin: async (request, response) => {
      if (!(await isForm(request))) return answer(request, response, { kind: 'ended', outcome: 'over' });
      const begun = await deps.begin(lastPart(request), languageOf(request.headers['accept-language']));
      if (begun.kind !== 'go') return answer(request, response, { kind: 'ended', outcome: begun.kind });
      // A page and no redirect: `form-action` would be asked about every host to which a sign-in leads.
      answer(
        request,
        response,
        { kind: 'leave', url: begun.url },
        { 'set-cookie': cookie(begun.browser, cookieSeconds) },
      );
    },

    end: async (request, response) => {
      const query = new URL(request.url ?? '/', 'http://here').searchParams;
      const browser = cookieIn(request, cookieName);
      const state = query.get('state');
      const code = query.get('code');
      const outcome = await deps.end({
        ...(state === null ? {} : { state }),
        ...(code === null ? {} : { code }),
        ...(browser === undefined ? {} : { browser }),
      });
      // To an address of ours that is fixed: the code leaves the browser's address line, and nobody is sent elsewhere.
      response.writeHead(303, {
        ...guards,
        location: `/consent/ended/${outcome}`,
        'set-cookie': cookie('', 0),
        'content-length': 0,
      });
      response.end();
    },

    ended: async (request, response) => {
      const asked = lastPart(request);
      answer(request, response, {
        kind: 'ended',
        outcome: consentOutcomes.find((one) => one === asked) ?? 'over',
      });
    },
  };
}

function lastPart(request: IncomingMessage): string {
  return /^\/consent\/(?:ended\/)?([^/?#]*)/.exec(request.url ?? '')?.[1] ?? '';
}

/** Reads the form to its end, and whether it is one. */
async function isForm(request: IncomingMessage): Promise<boolean> {
  const [type = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/x-www-form-urlencoded') return false;
  return Buffer.isBuffer(await readBytes(request, { bytes: mostBytes, ms: bodyMs }));
}

function cookieIn(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').slice(0, 8192).split(';');
  const values = pairs.map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`));
  // Two of one name: somebody put one there.
  return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined;
}
