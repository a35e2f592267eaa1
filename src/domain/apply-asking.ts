import type { Case } from './case.ts';
import type { CaseMail, CustomerContact } from './contact.ts';
import type { CaseEvent } from './events.ts';
import type { Person } from './people.ts';
import type { SupportKind, SupportRequest } from './support.ts';

export const askingEvents = [
  'support-composed',
  'support-filed',
  'support-dropped',
  'support-tracked',
  'support-note-asked',
  'support-note-ended',
  'support-reminded',
  'mail-asked',
  'mail-begun',
  'mail-ended',
  'mail-settled',
  'contact-noted',
  'answer-awaited',
  'asked-again',
] as const satisfies readonly CaseEvent['type'][];
export type AskingEvent = Extract<CaseEvent, { type: (typeof askingEvents)[number] }>;

export function isAskingEvent(event: CaseEvent): event is AskingEvent {
  return askingEvents.some((type) => type === event.type);
}

const nobodyAsked: CustomerContact = { mails: [], tries: [] };

/** The case after asking Microsoft or the customer; `by` gives the person and throws where there is none. */
export function stepAsking(c: Case, event: AskingEvent, by: () => Person, at: string): Case {
  switch (event.type) {
    case 'support-composed': {
      const { kind, form, remindAt } = event;
      const request: SupportRequest = { kind, state: 'composed', form, by: by(), at, remindAt };
      return { ...c, support: { ...c.support, [kind]: request } };
    }
    case 'support-filed':
      return withRequest(c, event.kind, ({ kind, form, by: composer, at: composedAt }) => ({
        kind,
        form,
        by: composer,
        at: composedAt,
        state: 'filed',
        number: event.number,
        filedBy: by(),
        filedAt: at,
      }));
    case 'support-dropped': {
      const { [event.kind]: _, ...rest } = c.support ?? {};
      return { ...c, support: rest };
    }
    case 'support-tracked': {
      const { tracking, why } = event;
      return withRequest(c, event.kind, (request) => {
        const { trouble: _, ...known } = request;
        if (why !== undefined) return { ...known, trouble: { why, at } };
        const found = tracking ?? known.tracking;
        return { ...known, ...(found && { tracking: { ...found, readAt: at } }) };
      });
    }
    case 'support-note-asked':
      return withRequest(c, event.kind, (request) => ({
        ...request,
        note: { text: event.text, by: by(), state: 'sending' },
      }));
    case 'support-note-ended':
      return withRequest(c, event.kind, (request) =>
        request.note === undefined
          ? request
          : {
              ...request,
              note:
                event.why === undefined
                  ? { ...request.note, state: 'sent' }
                  : { ...request.note, state: 'failed', why: event.why },
            },
      );
    case 'support-reminded':
      return withRequest(c, event.kind, (request) => {
        const { remindAt: _, ...said } = request;
        return said;
      });
    case 'mail-asked':
      return withContact(c, (contact) => ({
        ...contact,
        mails: [...contact.mails, { ...event.mail, state: 'asked', by: by(), at }],
      }));
    case 'mail-begun':
      return withMail(c, event.mailId, (mail) => ({ ...mail, state: 'sending' }));
    case 'mail-ended':
      return withMail(c, event.mailId, (mail) => ({
        ...mail,
        state: event.state,
        endedAt: at,
        ...(event.why === undefined ? {} : { why: event.why }),
      }));
    case 'mail-settled':
      return withMail(c, event.mailId, (mail) => ({ ...mail, state: event.sent ? 'sent' : 'failed', endedAt: at }));
    case 'contact-noted': {
      const { type: _, ...tried } = event;
      return withContact(c, (contact) => ({ ...contact, tries: [...contact.tries, { ...tried, by: by(), at }] }));
    }
    case 'answer-awaited':
      return withContact(c, (contact) => ({ ...contact, askAgain: { at: event.until, by: by() } }));
    case 'asked-again':
      return withContact(c, (contact) => {
        const { askAgain: _, ...asked } = contact;
        return asked;
      });
  }
}

function withRequest(c: Case, kind: SupportKind, change: (request: SupportRequest) => SupportRequest): Case {
  const known = c.support?.[kind];
  if (known === undefined) throw new TypeError('a request that nobody composed');
  return { ...c, support: { ...c.support, [kind]: change(known) } };
}

function withContact(c: Case, change: (contact: CustomerContact) => CustomerContact): Case {
  return { ...c, contact: change(c.contact ?? nobodyAsked) };
}

function withMail(c: Case, id: CaseMail['id'], change: (mail: CaseMail) => CaseMail): Case {
  return withContact(c, (contact) => ({
    ...contact,
    mails: contact.mails.map((mail) => (mail.id === id ? change(mail) : mail)),
  }));
}
