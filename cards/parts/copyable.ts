import type { ICodeBlock } from '@microsoft/teams.cards';
import { editable, prose, say } from './escape.ts';
import { quiet, text } from './text.ts';
import type { Element } from './types.ts';
import type { MessageKey, Words } from './words.ts';

/** A text under its label, to be taken elsewhere: clients that know code blocks give them a button that copies. */
export function copyable(words: Words, label: MessageKey, value: string, most: number): readonly Element[] {
  const copied = editable(value, most);
  if (copied === '') return [];
  const block: ICodeBlock = {
    type: 'CodeBlock',
    codeSnippet: copied,
    language: 'PlainText',
    spacing: 'ExtraSmall',
    fallback: text(prose(value, most), { fontType: 'Monospace', size: 'Small' }, { spacing: 'None' }),
  };
  return [quiet(say(words, label), { spacing: 'Small' }), block];
}
