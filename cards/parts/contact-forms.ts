import { waitHours } from '../asking-verbs.ts';
import { wayNames } from '../asking-views.ts';
import { maxTextLength } from '../verbs.ts';
import type { CustomerView, Language } from '../views.ts';
import { button, onCase, unfold } from './actions.ts';
import { editable, say } from './escape.ts';
import { hoursText } from './more-forms.ts';
import { quiet, text } from './text.ts';
import type { Action, Element } from './types.ts';
import type { Words } from './words.ts';

/** Longest texts of a mail, as the domain's `mailLimits`. */
const limits = { to: 254, subject: 200, body: 20_000, person: 200 } as const;
const draftLength = 6000;
const otherLanguages: Readonly<Record<Language, Language>> = { en: 'it', it: 'en' };

function ways(words: Words) {
  return wayNames.map((way) => ({ title: say(words, `way.${way}`), value: way }));
}

/** The message with its recipient, to be changed and sent in the person's own name, or to be copied. */
export function writeForm(words: Words, view: CustomerView): Action {
  const { draft } = view;
  const other = otherLanguages[draft.language];
  const email = view.facts?.state === 'known' ? view.facts.value.email : undefined;
  return unfold(
    words,
    'contact.write',
    [
      {
        type: 'Input.Text',
        id: 'to',
        label: say(words, 'contact.to'),
        placeholder: say(words, 'contact.toPlaceholder'),
        style: 'Email',
        isRequired: true,
        errorMessage: say(words, 'contact.toMissing'),
        maxLength: limits.to,
        ...(email !== undefined && { value: editable(email, limits.to) }),
      },
      {
        type: 'Input.Text',
        id: 'subject',
        label: say(words, 'customer.subject'),
        value: editable(draft.subject, limits.subject),
        maxLength: limits.subject,
        isRequired: true,
        errorMessage: say(words, 'contact.subjectMissing'),
        spacing: 'Small',
      },
      {
        type: 'Input.Text',
        id: 'draft',
        label: say(words, 'customer.draft'),
        value: editable(draft.body, draftLength),
        maxLength: limits.body,
        isRequired: true,
        errorMessage: say(words, 'contact.bodyMissing'),
        isMultiline: true,
        spacing: 'Small',
      },
      text(say(words, 'contact.suspects'), { size: 'Small' }, { spacing: 'Small' }),
      quiet(say(words, 'contact.sender'), { spacing: 'Small' }),
    ],
    [
      button(
        say(words, 'contact.send'),
        'contact.send',
        { ...onCase(view), language: draft.language },
        { withInputs: true, style: 'positive', hint: say(words, 'contact.send.hint') },
      ),
      button(
        say(words, `contact.write.${other}`),
        'check.open',
        { ...onCase(view), check: 'customer', language: other },
        { hint: say(words, 'contact.write.hint') },
      ),
    ],
  );
}

/** What was done elsewhere: a call, a message that was copied; and that there is no answer yet. */
export function otherwiseForm(words: Words, view: CustomerView): Action {
  const on = onCase(view);
  return unfold(
    words,
    'contact.otherwise',
    [
      {
        type: 'Input.ChoiceSet',
        id: 'triedWay',
        label: say(words, 'contact.way'),
        style: 'compact',
        value: 'call',
        choices: ways(words),
      },
      {
        type: 'Input.Text',
        id: 'triedTo',
        label: say(words, 'contact.whom'),
        maxLength: limits.person,
        spacing: 'Small',
      },
      {
        type: 'Input.Text',
        id: 'triedNote',
        label: say(words, 'checkCard.note'),
        maxLength: maxTextLength,
        isMultiline: true,
        spacing: 'Small',
      },
      {
        type: 'Input.ChoiceSet',
        id: 'hours',
        label: say(words, 'contact.wait'),
        style: 'compact',
        value: '4',
        spacing: 'Medium',
        separator: true,
        choices: waitHours.map((hours) => ({ title: hoursText(words, hours), value: String(hours) })),
      },
      quiet(say(words, 'contact.waitNotice'), { spacing: 'Small' }),
    ],
    [
      button(say(words, 'contact.noteSave'), 'contact.note', on, { withInputs: true, style: 'positive' }),
      button(say(words, 'contact.waitSet'), 'contact.wait', on, { withInputs: true }),
    ],
  );
}

/** Who answered, and by what way. */
export function answererInputs(words: Words): readonly Element[] {
  return [
    {
      type: 'Input.Text',
      id: 'from',
      label: say(words, 'contact.from'),
      placeholder: say(words, 'contact.fromPlaceholder'),
      maxLength: limits.person,
      spacing: 'Small',
    },
    {
      type: 'Input.ChoiceSet',
      id: 'way',
      label: say(words, 'contact.fromWay'),
      style: 'compact',
      placeholder: say(words, 'contact.fromWayPlaceholder'),
      spacing: 'Small',
      choices: ways(words),
    },
  ];
}
