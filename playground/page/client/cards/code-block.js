import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/** As in Teams: a button that copies the whole text, without the numbers of its lines. */
function copyButton(text) {
  const button = h('button', { class: 'button small', type: 'button' }, icon('copy', 16), 'Copy');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    button.lastChild.textContent = 'Copied';
  });
  return button;
}

/** A CodeBlock element with line numbers. */
export function drawCodeBlock({ codeSnippet = '', language = 'PlainText', startLineNumber = 1 }) {
  const lines = codeSnippet.replace(/\n$/, '').split('\n');
  return h(
    'figure',
    { class: 'code', 'aria-label': `Code, ${language}` },
    h('figcaption', {}, h('span', { text: language === 'PlainText' ? 'Text' : language }), copyButton(codeSnippet)),
    h(
      'pre',
      { tabindex: 0 },
      lines.map((line, index) =>
        h(
          'div',
          { class: 'code-line', data: { line: String(startLineNumber + index) } },
          h('code', { text: line || ' ' }),
        ),
      ),
    ),
  );
}
