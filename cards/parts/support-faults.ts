import type { FormFaultView } from '../asking-views.ts';
import { type Shown, say } from './escape.ts';
import type { Words } from './words.ts';

/** What is missing or wrong in a field, as the rest of a sentence. */
export function faultText(words: Words, { field, what }: FormFaultView): Shown {
  const key = `supportFault.${field}.${what}`;
  return words.has(key) ? say(words, key) : say(words, 'supportFault.other');
}
