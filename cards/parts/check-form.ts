import { maxTextLength } from '../verbs.ts';
import type { CheckAnswer, CheckCardView } from '../views.ts';
import { back, button, onCase } from './actions.ts';
import { badge, type Tone } from './badge.ts';
import { answeredBy, answerText } from './checks.ts';
import { dayAndTime, outside, prose, say } from './escape.ts';
import { heading, quiet, text } from './text.ts';
import type { Action, Badge, Element } from './types.ts';
import type { Words } from './words.ts';

const tones: Readonly<Record<CheckAnswer, Tone>> = { good: 'Good', unsure: 'Warning', bad: 'Attention' };

/** The answer given so far, as a label of the header. */
export function answerBadges(words: Words, view: CheckCardView): readonly Badge[] {
  const { answer } = view;
  return answer.state === 'open' ? [] : [badge(answerText(words, answer), tones[answer.state])];
}

/** When the facts were read, or that they are on their way. */
export function readLine(words: Words, view: CheckCardView): Element {
  return view.readAt === undefined
    ? text(say(words, 'checkCard.reading'), { isSubtle: true }, { spacing: 'Medium' })
    : quiet(say(words, 'checkCard.readAt', { when: dayAndTime(view.readAt) }), { spacing: 'Small' });
}

/** The question at the end of a check card, with the answer given before; `more` inputs stand above the note. */
export function answerForm(words: Words, view: CheckCardView, more: readonly Element[] = []): readonly Element[] {
  const { answer } = view;
  if (view.isClosed) return [quiet(say(words, 'checkCard.closed'), { spacing: 'Medium', separator: true })];
  const given =
    answer.by === undefined || answer.at === undefined
      ? []
      : [
          text(say(words, 'checkCard.answered', { answer: answerText(words, answer) }), {}, { spacing: 'Small' }),
          ...(answer.note ? [text(prose(answer.note), { italic: true }, { spacing: 'None' })] : []),
          ...answeredBy(words, answer),
          quiet(say(words, 'check.byAt', { name: outside(answer.by), when: dayAndTime(answer.at) }), {
            spacing: 'None',
          }),
        ];
  return [
    heading(words, 'checkCard.answerTitle', { spacing: 'Medium', separator: true }),
    ...given,
    ...more,
    {
      type: 'Input.Text',
      id: 'note',
      label: say(words, 'checkCard.note'),
      placeholder: say(words, 'checkCard.notePlaceholder'),
      maxLength: maxTextLength,
      isMultiline: true,
      spacing: 'Small',
    },
  ];
}

/** The three answers in the words of the check. */
export function answerButtons(words: Words, view: CheckCardView): readonly [Action, Action, Action] {
  const { check } = view.answer;
  const answer = (given: CheckAnswer) =>
    button(
      say(words, `check.${check}.${given}`),
      'check.answer',
      { ...onCase(view), check, answer: given },
      { withInputs: true },
    );
  return [answer('good'), answer('unsure'), answer('bad')];
}

/** Three answers, reading again, and the way back. */
export function checkActions(words: Words, view: CheckCardView): readonly Action[] {
  if (view.isClosed) return [back(words, view)];
  return [
    ...answerButtons(words, view),
    button(say(words, 'action.checkAgain'), 'check.again', { ...onCase(view), check: view.answer.check }),
    back(words, view),
  ];
}
