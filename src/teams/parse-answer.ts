import type { CheckAnswer } from '../domain/case.ts';
import { fold } from './parse-command.ts';

/** Words by which a check's question may be answered, per answer; from locales. */
export type AnswerWords = Readonly<Record<CheckAnswer, readonly string[]>>;

/**
 * Reads an answer at the beginning of a text ("yes", "sì", "no, we don't know it"); the rest is the note. The longest
 * phrase wins, so that "not sure" is not "no". Undefined where the text begins otherwise.
 */
export function parseAnswer(
  text: string,
  languages: readonly AnswerWords[],
): { readonly answer: CheckAnswer; readonly note: string } | undefined {
  const typed = text.trim();
  const folded = fold(typed);
  let best: { answer: CheckAnswer; length: number } | undefined;
  for (const words of languages) {
    for (const answer of ['unsure', 'bad', 'good'] as const) {
      for (const phrase of words[answer].map(fold)) {
        const fits = folded.startsWith(phrase) && /^([\s,.:;!?-]|$)/.test(folded.slice(phrase.length));
        if (fits && phrase.length > (best?.length ?? 0)) best = { answer, length: phrase.length };
      }
    }
  }
  if (best === undefined) return undefined;
  // Accents fold away without changing how many letters a word has, so the note is cut by counting base letters.
  return { answer: best.answer, note: afterFolded(typed, best.length).replace(/^[\s,.:;!?-]+/, '') };
}

function afterFolded(typed: string, length: number): string {
  let folded = 0;
  let i = 0;
  const characters = Array.from(typed);
  while (i < characters.length && folded < length) folded += fold(characters[i++] ?? '').length;
  return characters.slice(i).join('');
}
