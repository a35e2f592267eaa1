import { createHash } from 'node:crypto';
import { isJson } from '../world/messages.ts';
import type { Store } from '../world/store.ts';
import type { Sessions } from './login-sessions.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

interface AuthorizeParts {
  readonly store: Store;
  readonly sessions: Sessions;
}

/** The redirect addresses that are registered for the app, at any port of this machine: the consent page, and Bot Framework's. */
const registered = /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/(?:consent\/callback|\.auth\/web\/redirect)$/;
/** Bot Framework's connections are for people of any organisation. */
const anyTenant = 'organizations';

/** Entra's page where people choose an account: here the people of the local world, with a switch for the second factor. */
export function authorizePage({ store }: AuthorizeParts, request: FakeRequest): FakeAnswer {
  const problem = problemOf(store, request);
  if (problem !== undefined) return page(400, 'Sign in', `<p class="problem" role="alert">${escape(problem)}</p>`);
  const people = [...store.people.values()].filter((person) => !person.isGuest);
  const own = (tenantId: string) => request.params.tenant === anyTenant || tenantId === request.params.tenant;
  const sorted = people.toSorted((a, b) => Number(own(b.tenantId)) - Number(own(a.tenantId)));
  const choices = sorted
    .map(
      (person) =>
        `<button name="person" value="${escape(person.id)}"><b>${escape(person.name)}</b><span>${escape(person.upn)}</span><small>${escape(person.title)}${own(person.tenantId) ? '' : ' · another organisation'}</small></button>`,
    )
    .join('');
  return page(
    200,
    'Pick an account',
    `<p>${escape(store.bot.name)} wants to ${request.params.tenant === anyTenant ? 'act with your own rights while you ask it to' : 'read security alerts, customers and subscriptions in your name, also when you are away'}.</p>
<form method="post"><label class="mfa"><input type="checkbox" name="mfa" value="on" checked> with multifactor authentication</label>
<div class="people">${choices}</div><button class="quiet" name="person" value="">Decline</button></form>`,
  );
}

/** Somebody picked an account: back to the app with a code, or with why there is none. */
export function authorize({ store, sessions }: AuthorizeParts, request: FakeRequest): FakeAnswer {
  const problem = problemOf(store, request);
  if (problem !== undefined) return page(400, 'Sign in', `<p class="problem" role="alert">${escape(problem)}</p>`);
  const asked = request.url.searchParams;
  const form = isJson(request.body) ? request.body : {};
  const back = new URL(asked.get('redirect_uri') ?? '');
  const state = asked.get('state');
  if (state !== null) back.searchParams.set('state', state);
  const { person: picked } = form;
  const person = typeof picked === 'string' ? store.people.get(picked) : undefined;
  const tenant = request.params.tenant ?? '';
  if (person === undefined) {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', 'AADSTS65004: User declined to consent to access the app.');
    return { status: 302, headers: { location: back.href } };
  }
  if (tenant !== anyTenant && person.tenantId !== tenant) {
    const text = `AADSTS50020: User account '${person.upn}' from another identity provider does not exist in tenant '${tenant}'.`;
    return page(400, 'Sign in', `<p class="problem" role="alert">${escape(text)}</p>`);
  }
  const [nonce, challenge, method] = ['nonce', 'code_challenge', 'code_challenge_method'].map((n) => asked.get(n));
  const code = sessions.giveCode({
    person,
    tenant,
    hasMfa: form['mfa'] === 'on',
    redirectUri: asked.get('redirect_uri') ?? '',
    ...(nonce ? { nonce } : {}),
    ...(challenge ? { challenge, method: method ?? 'plain' } : {}),
  });
  back.searchParams.set('code', code);
  back.searchParams.set('session_state', '00000000-0000-4000-8000-000000000003');
  return { status: 302, headers: { location: back.href } };
}

function problemOf(store: Store, request: FakeRequest): string | undefined {
  const asked = request.url.searchParams;
  if (asked.get('client_id') !== store.bot.appId)
    return 'AADSTS700016: The application was not found in the directory.';
  if (!registered.test(asked.get('redirect_uri') ?? ''))
    return 'AADSTS50011: The redirect URI specified in the request does not match those configured for the application.';
  if (asked.get('response_type') !== 'code')
    return 'AADSTS700054: The response type is not enabled for the application.';
  const { tenant = '' } = request.params;
  if (tenant !== anyTenant && !store.partners.has(tenant)) return 'AADSTS90002: The tenant was not found.';
  return undefined;
}

const style = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;grid-template-columns:minmax(0,1fr);place-items:center;padding:16px;box-sizing:border-box;overflow-wrap:anywhere;font:15px/1.5 "Segoe UI",system-ui,sans-serif;background:light-dark(#f2f2f2,#16181c);color:light-dark(#1b1b1b,#eee)}main{background:light-dark(#fff,#22252b);padding:32px;width:min(440px,100%);box-sizing:border-box;box-shadow:0 2px 6px #0003}h1{font-size:24px;margin:0 0 8px}small,span{display:block;color:light-dark(#5c5c5c,#aaa)}span{font-size:13px}.quiet{border:0}.people{display:grid;margin:12px 0;border-top:1px solid light-dark(#ddd,#444)}button{font:inherit;text-align:left;padding:10px 4px;border:0;border-bottom:1px solid light-dark(#ddd,#444);background:none;color:inherit;cursor:pointer}button:hover{background:light-dark(#f2f2f2,#2d3139)}.problem{color:light-dark(#a4161a,#ff9a96)}.local{font-size:13px;color:light-dark(#5c5c5c,#aaa);margin:16px 0 0}`;

function page(status: number, title: string, body: string): FakeAnswer {
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`,
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}<p class="local">The local world's sign-in page, in the place of Microsoft's.</p></main></body></html>`,
  };
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
