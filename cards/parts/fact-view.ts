import type { FactView } from '../views.ts';
import { prose, type Shown, say } from './escape.ts';
import type { Fact } from './facts.ts';
import type { MessageKey, Words } from './words.ts';

const detailLength = 160;

/** Why something could not be looked up, with what the service said. */
export function whyUnavailable(words: Words, unavailable: Extract<FactView<unknown>, { state: 'unavailable' }>) {
  const detail = unavailable.detail === undefined ? undefined : prose(unavailable.detail, detailLength);
  return { why: say(words, `unavailable.${unavailable.why}`), ...(detail ? { detail } : {}) };
}

/** A looked-up thing as label and value; where it is missing, that is said and why, never passed over. */
export function factOf<T>(
  words: Words,
  label: MessageKey,
  looked: FactView<T>,
  show: (value: T) => { readonly value: readonly Shown[]; readonly aside?: Shown; readonly tone?: Fact['tone'] },
): Fact {
  if (looked.state === 'known') return { label, ...show(looked.value) };
  return { label, value: [say(words, 'unavailable.label')], aside: whyUnavailable(words, looked).why };
}
