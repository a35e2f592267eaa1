import type { ITextInput } from '@microsoft/teams.cards';
import { maxTextLength, snoozeHours } from '../verbs.ts';
import type { MoreView } from '../views.ts';
import { button, onCase, unfold } from './actions.ts';
import { openLines } from './checklist.ts';
import { dayAndTime, outside, type Shown, say } from './escape.ts';
import { consequencesOfCancelling } from './plan-sections.ts';
import { quiet, text } from './text.ts';
import type { Action, Card } from './types.ts';
import type { Words } from './words.ts';

const hoursOfDay = 24;

/** A required text of some lines. */
function reasonInput(id: string, texts: { label: Shown; placeholder: Shown; missing: Shown }): ITextInput {
  return {
    type: 'Input.Text',
    id,
    label: texts.label,
    placeholder: texts.placeholder,
    isRequired: true,
    errorMessage: texts.missing,
    maxLength: maxTextLength,
    isMultiline: true,
  };
}

export function noteForm(words: Words, view: MoreView): Action {
  return unfold(
    words,
    'more.note',
    [
      reasonInput('text', {
        label: say(words, 'more.noteLabel'),
        placeholder: say(words, 'more.notePlaceholder'),
        missing: say(words, 'more.noteMissing'),
      }),
    ],
    [button(say(words, 'more.noteSave'), 'note', onCase(view), { withInputs: true, style: 'positive' })],
  );
}

export function hoursText(words: Words, hours: number): Shown {
  return hours < hoursOfDay
    ? say(words, 'more.snoozeHour', { hours })
    : say(words, 'more.snoozeDay', { days: hours / hoursOfDay });
}

export function snoozeForm(words: Words, view: MoreView): Action {
  const until = view.snoozedUntil;
  return unfold(
    words,
    'more.snooze',
    [
      ...(until === undefined ? [] : [text(say(words, 'more.snoozedNow', { when: dayAndTime(until) }))]),
      {
        type: 'Input.ChoiceSet',
        id: 'hours',
        label: say(words, 'more.snoozeHours'),
        style: 'compact',
        value: '4',
        isRequired: true,
        errorMessage: say(words, 'more.snoozeHoursMissing'),
        choices: snoozeHours.map((hours) => ({ title: hoursText(words, hours), value: String(hours) })),
      },
      reasonInput('reason', {
        label: say(words, 'more.snoozeReason'),
        placeholder: say(words, 'more.snoozeReasonPlaceholder'),
        missing: say(words, 'more.snoozeReasonMissing'),
      }),
      quiet(say(words, 'more.snoozeNotice'), { spacing: 'Small' }),
    ],
    [button(say(words, 'more.snoozeSet'), 'snooze', onCase(view), { withInputs: true, style: 'positive' })],
  );
}

export function assignForm(words: Words, view: MoreView): Action {
  if (view.candidates.length === 0) {
    return unfold(words, 'more.assign', [text(say(words, 'more.assignNobody'))], []);
  }
  return unfold(
    words,
    'more.assign',
    [
      {
        type: 'Input.ChoiceSet',
        id: 'to',
        label: say(words, 'more.assignTo'),
        style: 'compact',
        isRequired: true,
        errorMessage: say(words, 'more.assignMissing'),
        placeholder: say(words, 'more.assignPlaceholder'),
        choices: view.candidates.map(({ id, name }) => ({ title: outside(name), value: id })),
      },
    ],
    [button(say(words, 'more.assignDo'), 'assign', onCase(view), { withInputs: true, style: 'positive' })],
  );
}

function reopenButton(words: Words, view: MoreView): Action {
  return button(say(words, 'more.reopenDo'), 'reopen', onCase(view), { withInputs: true });
}

/** What reopening means and why it is done, with its button: the whole card of a closed case. */
export function reopen(words: Words, view: MoreView): { readonly body: Card['body']; readonly action: Action } {
  return {
    body: [
      text(say(words, 'more.reopenNotice'), {}, { spacing: 'Medium' }),
      reasonInput('because', {
        label: say(words, 'more.reopenReason'),
        placeholder: say(words, 'more.reopenReasonPlaceholder'),
        missing: say(words, 'more.reopenReasonMissing'),
      }),
    ],
    action: reopenButton(words, view),
  };
}

/** What of a fraud is still open, and the box by which a person answers for it. */
function stillOpen(words: Words, view: MoreView): Card['body'] {
  const lines = view.open === undefined || !view.canClose ? [] : openLines(words, view.open);
  if (lines.length === 0) return [];
  return [
    {
      type: 'Container',
      style: 'warning',
      items: [
        text(say(words, 'more.closeOpen'), { weight: 'Bolder' }),
        ...lines.map((line) => text(line, {}, { spacing: 'None' })),
      ],
    },
    {
      type: 'Input.Toggle',
      id: 'waive',
      label: say(words, 'more.waiveLabel'),
      title: say(words, 'more.waive'),
      value: 'false',
      wrap: true,
    },
  ];
}

/** Cancelling the whole subscription: what it means before a plan for it is asked for. */
export function cancelForm(words: Words, view: MoreView): Action {
  return unfold(
    words,
    'more.cancel',
    [text(say(words, 'more.cancelIntro'), { weight: 'Bolder' }), ...consequencesOfCancelling(words)],
    [
      button(
        say(words, 'more.cancelDo'),
        'plan.request',
        { ...onCase(view), kind: 'subscription' },
        { hint: say(words, 'action.plan.hint') },
      ),
    ],
  );
}

/** Of a decided case: close it, or take the decision back. One reason for either, because ids of inputs are unique. */
export function endForm(words: Words, view: MoreView): Action {
  return unfold(
    words,
    'more.end',
    [
      text(say(words, 'more.endNotice')),
      ...stillOpen(words, view),
      reasonInput('because', {
        label: say(words, 'more.endReason'),
        placeholder: say(words, 'more.endReasonPlaceholder'),
        missing: say(words, 'more.endReasonMissing'),
      }),
    ],
    [
      ...(view.canClose
        ? [button(say(words, 'more.closeDo'), 'close', onCase(view), { withInputs: true, style: 'positive' })]
        : []),
      ...(view.canReopen ? [reopenButton(words, view)] : []),
    ],
  );
}
