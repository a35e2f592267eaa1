import type { AskingEvent } from '../domain/apply-asking.ts';
import type { Sentence } from './view-journal-response.ts';

/** What the events of the third end are called to people; see view-journal.ts. */
export const askingSentences: { readonly [T in AskingEvent['type']]: Sentence<T> } = {
  'support-composed': ({ t }, { kind }, name) => t(`journal.supportComposed.${kind}`, { name }),
  'support-filed': ({ t }, { kind, number }, name) => t(`journal.supportFiled.${kind}`, { name, request: number }),
  'support-dropped': ({ t }, _event, name) => t('journal.supportDropped', { name }),
  'support-tracked': ({ t }, { tracking, why }) => {
    if (why !== undefined) return t('journal.supportNotTracked');
    return tracking === undefined
      ? t('journal.supportUnchanged')
      : t('journal.supportTracked', { status: t(`requestStatus.${tracking.status}`) });
  },
  'support-note-asked': ({ t }, { text }, name) => t('journal.supportNoteAsked', { name, text }),
  'support-note-ended': ({ t }, { why }) => {
    if (why === 'role-lost') return t('journal.supportNoteHeldBack');
    return t(why === undefined ? 'journal.supportNoteEnded' : 'journal.supportNoteFailed');
  },
  'support-reminded': ({ t }) => t('journal.supportReminded'),
  'mail-asked': ({ t }, { mail: { to, subject } }, name) => t('journal.mailAsked', { name, to, subject }),
  'mail-begun': ({ t }) => t('journal.mailBegun'),
  'mail-ended': ({ t }, { state, why }) =>
    why === 'role-lost' ? t('journal.mailHeldBack') : t(`journal.mailEnded.${state}`),
  'mail-settled': ({ t }, { sent }, name) =>
    t(sent ? 'journal.mailSettled.sent' : 'journal.mailSettled.failed', { name }),
  'contact-noted': ({ t }, { way }, name) => t(`journal.contactNoted.${way}`, { name }),
  'answer-awaited': ({ t }, _event, name) => t('journal.answerAwaited', { name }),
  'asked-again': ({ t }) => t('journal.askedAgain'),
};
