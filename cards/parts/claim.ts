import type { ClaimView } from '../asking-views.ts';
import { dayOf, figure, joined, type Shown, say } from './escape.ts';
import { quiet, text } from './text.ts';
import type { Element } from './types.ts';
import type { Words } from './words.ts';

/** Days before the deadline from which on it is marked. */
const soonDays = 14;

function deadline(words: Words, { deadlineAt, daysLeft = 0 }: ClaimView): Element | undefined {
  if (deadlineAt === undefined) return undefined;
  const shown =
    daysLeft < 0
      ? say(words, 'claim.over', { when: dayOf(deadlineAt) })
      : say(words, 'claim.by', { when: dayOf(deadlineAt), days: daysLeft });
  return daysLeft <= soonDays
    ? text(shown, { size: 'Small', color: 'Warning', weight: 'Bolder' }, { spacing: 'Small' })
    : quiet(shown, { spacing: 'Small' });
}

function usedText(words: Words, { used }: ClaimView): Shown | undefined {
  if (used.length === 0) return undefined;
  const cases = joined(
    used.map(({ number }) => figure(words, number)),
    ', ',
  );
  return say(words, 'claim.used', { count: used.length, cases });
}

/** Until when the one-time credit can be asked for, marked as an estimate, and whether the customer's one claim is used. */
export function claimLines(words: Words, claim: ClaimView): readonly Element[] {
  const { asked } = claim;
  if (asked?.request !== undefined) return [quiet(say(words, 'claim.asked'), { spacing: 'Small' })];
  const used = usedText(words, claim);
  const until = deadline(words, claim);
  return [
    ...(until ? [until] : []),
    ...(used ? [text(used, { size: 'Small', color: 'Warning' }, { spacing: 'None' })] : []),
  ];
}
