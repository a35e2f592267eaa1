import { createHash } from 'node:crypto';
import type { Words } from '../../cards/parts/words.ts';
import { html, nothing, styleSheet } from './report/html.ts';

const style = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f5f8; color: #1c1d22; font: 16px/1.5 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; }
main { background: #fff; border: 1px solid #d6d9e0; border-radius: 8px; padding: 28px 32px; width: min(480px, 100vw - 32px); box-sizing: border-box; }
h1 { font-size: 22px; margin: 0 0 8px; }
p { margin: 0 0 16px; }
.quiet { color: #5b5f6a; font-size: 14px; margin: 16px 0 0; }
.problem { color: #a4161a; border-left: 3px solid #a4161a; padding-left: 12px; }
label { display: block; font-weight: 600; margin-bottom: 4px; }
input { width: 100%; box-sizing: border-box; font: 18px/1.4 "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; padding: 10px 12px; border: 1px solid #8a8e99; border-radius: 4px; text-transform: uppercase; }
button { margin-top: 16px; font: inherit; font-weight: 600; padding: 10px 20px; border: 0; border-radius: 4px; background: #0b4f8a; color: #fff; cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 3px solid #7d9cc0; outline-offset: 1px; }
`;

/** What a browser may do on the page: show our styles, and send the form back here. For the header. */
export const codePagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

export type CodeProblem = 'refused' | 'too-many';

/** The page that asks for the code of a pack; it names neither pack nor case, because anybody may have the link. */
export function codePage(words: Words, problem?: CodeProblem): string {
  const said = problem && words.t(problem === 'refused' ? 'pack.code.refused' : 'pack.code.tooMany');
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${words.t('pack.code.title')} · ${words.t('product.name')}</title>${styleSheet(style)}</head>
<body><main><h1>${words.t('pack.code.title')}</h1>
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
