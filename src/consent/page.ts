import { createHash } from 'node:crypto';
import type { Words } from '../../cards/parts/words.ts';
import { type Html, html, styleSheet } from '../pack/report/html.ts';

const style = `
:root { color-scheme: light dark; --ground: #f4f5f8; --paper: #fff; --ink: #1c1d22; --quiet: #5b5f6a; --line: #d6d9e0; --accent: #0b4f8a; --on-accent: #fff; --good: #0e6b2d; --bad: #a4161a; --focus: #7d9cc0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14161a; --paper: #1f2228; --ink: #eceef2; --quiet: #a6abb7; --line: #3a3f49; --accent: #7db7ec; --on-accent: #0c1a27; --good: #6fd08c; --bad: #ff9a96; --focus: #b9d6f0; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground); color: var(--ink); font: 16px/1.5 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
main { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 28px 32px; width: min(560px, 100%); }
.brand { display: flex; align-items: center; gap: 10px; margin: 0 0 20px; color: var(--quiet); font-size: 14px; font-weight: 600; }
.brand svg { width: 24px; height: 24px; flex: none; color: var(--accent); }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 12px; text-wrap: balance; }
h2 { font-size: 15px; margin: 20px 0 6px; }
p { margin: 0 0 12px; }
p:last-child { margin-bottom: 0; }
ul { margin: 0; padding-left: 20px; }
li { margin-bottom: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 16px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; }
dt { color: var(--quiet); }
dd { margin: 0; font-weight: 600; }
dd.id { font: 14px/24px "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; }
.quiet { color: var(--quiet); font-size: 14px; margin: 20px 0 0; }
.good h1 { color: var(--good); }
.bad h1 { color: var(--bad); }
button, .go { display: inline-block; margin-top: 20px; font: inherit; font-weight: 600; padding: 10px 22px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
button:focus-visible, .go:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
@media (max-width: 480px) { main { padding: 22px 20px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 6px; } button, .go { width: 100%; text-align: center; } }
`;

/** What a browser may do on the pages: show our styles, and send the form back here. For the header. */
export const consentPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

type Outcome = 'given' | 'over' | 'denied' | 'refused' | 'foreign' | 'mfa' | 'away' | 'off';

type Shown =
  | { readonly kind: 'ask'; readonly partner: { readonly name: string; readonly tenantId: string } }
  | { readonly kind: 'leave'; readonly url: string }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

const sign = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 3 4 6v6c0 4.5 3.4 7.7 8 9 4.6-1.3 8-4.5 8-9V6z"/><path d="m8.5 12 2.5 2.5 4.5-5"/></svg>`;

/** The pages on which somebody of a partner consents to the background sign-in. The partner's name is outside text. */
export function consentPage(words: Words, shown: Shown): string {
  switch (shown.kind) {
    case 'ask':
      return page(words, words.t('consent.page.title'), '', ask(words, shown.partner));
    case 'leave':
      return page(words, words.t('consent.page.leaveTitle'), '', leave(words, shown.url), shown.url);
    case 'ended': {
      const { outcome } = shown;
      const look = outcome === 'given' ? 'good' : 'bad';
      const title = words.t(`consent.page.${outcome}Title`);
      return page(words, title, look, html`<p>${words.t(`consent.page.${outcome}`)}</p>`);
    }
  }
}

function ask(words: Words, { name, tenantId }: { readonly name: string; readonly tenantId: string }): Html {
  const item = (key: Parameters<Words['t']>[0]) => html`<li>${words.t(key)}</li>`;
  return html`<p>${words.t('consent.page.intro')}</p>
<dl><dt>${words.t('consent.page.partner')}</dt><dd>${name}</dd><dt>${words.t('consent.page.tenant')}</dt><dd class="id">${tenantId}</dd></dl>
<h2>${words.t('consent.page.who')}</h2>
<ul>${item('consent.page.whoAccount')}${item('consent.page.whoMfa')}</ul>
<h2>${words.t('consent.page.what')}</h2>
<ul>${item('consent.page.whatReads')}${item('consent.page.whatKeeps')}${item('consent.page.whatNot')}</ul>
<form method="post"><button type="submit">${words.t('consent.page.go')}</button></form>
<p class="quiet">${words.t('consent.page.end')}</p>`;
}

function leave(words: Words, url: string): Html {
  return html`<p>${words.t('consent.page.leave')}</p><a class="go" href="${url}">${words.t('consent.page.go')}</a>`;
}

function page(words: Words, title: string, look: '' | 'good' | 'bad', body: Html, next?: string): string {
  const refresh = next === undefined ? undefined : html`<meta http-equiv="refresh" content="0;url=${next}">`;
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">${refresh}<title>${title} · ${words.t('product.name')}</title>${styleSheet(style)}</head>
<body><main class="${look}"><p class="brand">${sign}${words.t('product.name')}</p><h1>${title}</h1>
${body}</main></body></html>
`.markup;
}
