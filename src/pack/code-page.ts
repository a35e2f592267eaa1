import { createHash } from 'node:crypto';
import type { Words } from '../../cards/parts/words.ts';
import { html, nothing, styleSheet } from './report/html.ts';

const style = `
:root { color-scheme: light dark; --ground: #f4f5f8; --paper: #fff; --ink: #1c1d22; --quiet: #5b5f6a; --line: #d6d9e0; --edge: #8a8e99; --accent: #0b4f8a; --on-accent: #fff; --bad: #a4161a; --focus: #7d9cc0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14161a; --paper: #1f2228; --ink: #eceef2; --quiet: #a6abb7; --line: #3a3f49; --edge: #7c828f; --accent: #7db7ec; --on-accent: #0c1a27; --bad: #ff9a96; --focus: #b9d6f0; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground); color: var(--ink); font: 16px/1.5 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; }
main { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 28px 32px; width: min(480px, 100%); }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 8px; }
p { margin: 0 0 16px; }
.brand { margin: 0 0 12px; color: var(--quiet); font-size: 14px; font-weight: 600; }
.quiet { color: var(--quiet); font-size: 14px; margin: 16px 0 0; }
.problem { color: var(--bad); border-left: 3px solid var(--bad); padding-left: 12px; }
label { display: block; font-weight: 600; margin-bottom: 4px; }
input { width: 100%; font: 18px/1.4 "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; padding: 10px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); color: var(--ink); text-transform: uppercase; }
button { margin-top: 16px; font: inherit; font-weight: 600; padding: 10px 22px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
@media (max-width: 480px) { main { padding: 22px 20px; } button { width: 100%; } }
`;

/** What a browser may do on the page: show our styles, and send the form back here. For the header. */
export const codePagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

export type CodeProblem = 'refused' | 'too-many';

/** The page that asks for the code of a pack; it names neither pack nor case, because anybody may have the link. */
export function codePage(words: Words, problem?: CodeProblem): string {
  const said = problem && words.t(problem === 'refused' ? 'pack.code.refused' : 'pack.code.tooMany');
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${words.t('pack.code.title')} · ${words.t('product.name')}</title>${styleSheet(style)}</head>
<body><main><p class="brand">${words.t('product.name')}</p><h1>${words.t('pack.code.title')}</h1>
${said === undefined ? html`<p>${words.t('pack.code.intro')}</p>` : html`<p class="problem" role="alert">${said}</p>`}
${
  problem === 'too-many'
    ? nothing
    : html`<form method="post"><label for="code">${words.t('pack.code.label')}</label>
<input id="code" name="code" type="text" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus>
<button type="submit">${words.t('pack.code.submit')}</button></form>`
}
<p class="quiet">${words.t('pack.code.once')}</p></main></body></html>
`.markup;
}
