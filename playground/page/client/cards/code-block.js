import { h } from '../lib/dom.js';

/** A CodeBlock element with line numbers. */
export function drawCodeBlock({ codeSnippet = '', language = 'PlainText', startLineNumber = 1 }) {
  const lines = codeSnippet.replace(/\n$/, '').split('\n');
  return h(
    'figure',
    { class: 'code', 'aria-label': `Code, ${language}` },
    h('figcaption', { text: language === 'PlainText' ? 'Text' : language }),
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
