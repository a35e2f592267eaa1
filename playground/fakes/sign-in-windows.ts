import { createHash, randomInt } from 'node:crypto';
import type { Store } from '../world/store.ts';
import type { Sessions } from './login-sessions.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

export const signInPath = '/api/oauth/signin';
const redirectPath = '/.auth/web/redirect';

/**
 * Windows in which people sign in, from the link of a card to the code that Teams hands to the bot. Who declined, or signed in
 * as somebody else, may open one once more by the same link, while it lives.
 */
export interface SignInWindows {
  /** Begins one for whoever has this Teams id; answers what the link names it by. */
  open(userId: string, connectionName: string): string;
  /** Takes a code once; answers the person who signed in, where the code is of that user and connection. */
  takeCode(code: string, userId: string, connectionName: string): string | undefined;
  readonly routes: readonly Route[];
}

interface Window {
  readonly userId: string;
  readonly connectionName: string;
  readonly until: number;
}

const lifeMs = 10 * 60_000;
/** The tenant of a connection for people of any organisation. */
const anyTenant = 'organizations';

/** The pages of Bot Framework's token service: to the login host, and back with a code. */
export function signInWindows(parts: {
  store: Store;
  sessions: Sessions;
  url: () => string;
  loginUrl: () => string;
}): SignInWindows {
  const { store, sessions } = parts;
  const windows = new Map<string, Window>();
  const codes = new Map<string, Window & { readonly owner: string }>();
  const living = (id: string | null) => {
    const window = windows.get(id ?? '');
    return window !== undefined && window.until > Date.now() ? window : undefined;
  };

  function toLogin(request: FakeRequest): FakeAnswer {
    const id = request.url.searchParams.get('signin') ?? '';
    if (living(id) === undefined)
      return page(
        400,
        'Sign in',
        '<p>The sign-in link is not valid any more. Ask the bot once more for what you wanted.</p>',
      );
    const asked = new URLSearchParams({
      client_id: store.bot.appId,
      response_type: 'code',
      redirect_uri: `${parts.url()}${redirectPath}`,
      scope: 'openid offline_access',
      state: id,
    });
    const location = `${parts.loginUrl()}/${anyTenant}/oauth2/v2.0/authorize?${asked.toString()}`;
    return { status: 302, headers: { location } };
  }

  function back(request: FakeRequest): FakeAnswer {
    const query = request.url.searchParams;
    const window = living(query.get('state'));
    if (window === undefined || query.get('code') === null)
      return page(200, 'Sign in', '<p>You have not been signed in. You can close this window.</p>', 'CancelledByUser');
    const taken = sessions.takeCode({
      code: query.get('code') ?? '',
      tenant: anyTenant,
      redirectUri: `${parts.url()}${redirectPath}`,
      verifier: undefined,
    });
    if (taken.kind === 'bad') return page(400, 'Sign in', '<p>The sign-in could not be completed.</p>');
    const { person } = taken.session;
    store.consents.add(`${person.id} ${window.connectionName}`);
    const code = String(randomInt(100_000, 1_000_000));
    codes.set(code, { ...window, owner: person.id, until: Date.now() + lifeMs });
    store.changed();
    return page(
      200,
      'Signed in',
      `<p>You are signed in. This window closes by itself; the code is <b>${code}</b>.</p>`,
      code,
    );
  }

  return {
    open(userId, connectionName) {
      const id = store.ids.letters(`sign-in/${store.ids.next()}`, 40);
      windows.set(id, { userId, connectionName, until: Date.now() + lifeMs });
      return id;
    },
    takeCode(text, userId, connectionName) {
      const code = codes.get(text);
      if (code === undefined || code.userId !== userId || code.connectionName !== connectionName) return undefined;
      codes.delete(text);
      return code.until > Date.now() ? code.owner : undefined;
    },
    routes: [
      { method: 'GET', path: signInPath, handle: toLogin },
      { method: 'GET', path: redirectPath, handle: back },
    ],
  };
}

const style =
  ':root{color-scheme:light dark}body{font:15px/1.5 "Segoe UI",system-ui,sans-serif;padding:32px;max-width:440px;margin:auto}';

/** Hands what came of it to the window that opened this one, as Microsoft's page does by Teams' own library. */
function page(status: number, title: string, body: string, state?: string): FakeAnswer {
  const script = `opener?.postMessage({signIn:${JSON.stringify(state ?? '')}},'*');close();`;
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'; base-uri 'none'`,
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>${body}${state === undefined ? '' : `<script>${script}</script>`}</body></html>`,
  };
}
