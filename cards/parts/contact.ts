import type { ContactView, MailView } from '../asking-views.ts';
import type { CustomerView } from '../views.ts';
import { onCase, pressable } from './actions.ts';
import { dayAndTime, outside, prose, type Shown, say, setOff } from './escape.ts';
import { heading, quiet, rich, run, text } from './text.ts';
import { folded, toggleLine } from './toggle.ts';
import type { Color, Element } from './types.ts';
import type { Words } from './words.ts';

const shownMails = 4;
const shownTries = 4;
const noteLength = 240;

const mailColors: Readonly<Record<MailView['state'], Color>> = {
  asked: 'Default',
  sending: 'Default',
  sent: 'Good',
  failed: 'Warning',
  unknown: 'Warning',
};

function mailLines(words: Words, view: CustomerView, mail: MailView): readonly Element[] {
  const on = { ...onCase(view), mail: mail.mail };
  return [
    rich(
      [
        run(say(words, `mail.${mail.state}`), { color: mailColors[mail.state], weight: 'Bolder' }),
        run(setOff(outside(mail.to))),
      ],
      { spacing: 'Small' },
    ),
    text(outside(mail.subject), { size: 'Small', italic: true }, { spacing: 'None' }),
    ...(mail.why ? [text(say(words, `mail.why.${mail.why}`), { size: 'Small' }, { spacing: 'None' })] : []),
    quiet(say(words, 'note.byAt', { name: outside(mail.by), when: dayAndTime(mail.at) }), { spacing: 'None' }),
    ...(mail.state === 'unknown'
      ? [
          text(say(words, 'mail.didItGo'), { size: 'Small' }, { spacing: 'Small' }),
          rich([pressable(say(words, 'mail.itWent'), 'contact.settle', { ...on, sent: true })], { spacing: 'Small' }),
          rich([pressable(say(words, 'mail.itDidNot'), 'contact.settle', { ...on, sent: false })], {
            spacing: 'Small',
          }),
        ]
      : []),
  ];
}

function triedLines(words: Words, { tries }: ContactView): readonly Element[] {
  return tries.slice(-shownTries).flatMap(({ way, to, note, by, at }) => {
    const how: Shown = say(words, `tried.${way}`);
    return [
      rich([run(how, { weight: 'Bolder' }), ...(to === undefined ? [] : [run(setOff(outside(to)))])], {
        spacing: 'Small',
      }),
      ...(note === undefined
        ? []
        : [text(prose(note, noteLength), { size: 'Small', italic: true }, { spacing: 'None' })]),
      quiet(say(words, 'note.byAt', { name: outside(by), when: dayAndTime(at) }), { spacing: 'None' }),
    ];
  });
}

/** How the customer was asked so far, and when it is asked again whether there is an answer. */
export function contactItems(words: Words, view: CustomerView): readonly Element[] {
  const { contact } = view;
  const { mails, tries, askAgain } = contact;
  if (mails.length === 0 && tries.length === 0 && askAgain === undefined) return [];
  const older = Math.max(mails.length - shownMails, 0) + Math.max(tries.length - shownTries, 0);
  return [
    heading(words, 'contact.soFar', { spacing: 'Medium', separator: true }),
    ...(older > 0 ? [quiet(say(words, 'contact.older', { count: older }), { spacing: 'None' })] : []),
    ...mails.slice(-shownMails).flatMap((mail) => mailLines(words, view, mail)),
    ...triedLines(words, contact),
    ...(askAgain
      ? [
          text(
            say(words, 'contact.askAgain', { when: dayAndTime(askAgain.at), name: outside(askAgain.by) }),
            {},
            { spacing: 'Small' },
          ),
        ]
      : []),
  ];
}

/** What to say on the telephone, in the customer's language; unfolded by a press. */
export function callScript(words: Words, { draft }: CustomerView): readonly Element[] {
  return [
    text(say(words, 'customer.call'), {}, { spacing: 'Medium' }),
    toggleLine(say(words, 'contact.script'), 'script'),
    folded(
      'script',
      draft.script.map((line) => text(prose(line), { italic: true }, { spacing: 'Small' })),
      false,
    ),
  ];
}
