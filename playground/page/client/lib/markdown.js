import MarkdownIt from '../vendor/markdown-it.js';

// The marks around a mentioned name; private-use characters cannot come in by a keyboard.
export const mentionStart = '\uE000';
export const mentionEnd = '\uE001';

/** What Teams draws in TextBlock and Fact texts: emphasis, links and lists (facts: no headings, tables, code, quotes, HTML). */
const cardMarkdown = new MarkdownIt('zero', { breaks: true }).enable([
  'emphasis',
  'link',
  'list',
  'escape',
  'entity',
  'newline',
]);

/** A message's own text knows a little more. */
const messageMarkdown = new MarkdownIt('zero', { breaks: true }).enable([
  'emphasis',
  'strikethrough',
  'link',
  'list',
  'escape',
  'entity',
  'newline',
  'backticks',
  'fence',
  'code',
  'blockquote',
]);

export function cardHtml(text) {
  return withMentions(cardMarkdown.render(text));
}

export function messageHtml(text) {
  return withMentions(messageMarkdown.render(text.replace(/<at>([^<]*)<\/at>/g, `${mentionStart}$1${mentionEnd}`)));
}

function withMentions(html) {
  return html.replaceAll(mentionStart, '<span class="mention">').replaceAll(mentionEnd, '</span>');
}
