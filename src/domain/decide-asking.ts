import type { Case } from './case.ts';
import { hour } from './clocks.ts';
import { type ClockCommand, maxSnoozeHours, maxTextLength, type PersonCommand, type Refusal } from './commands.ts';
import { mailLimits } from './contact.ts';
import type { Decision } from './decide.ts';
import type { CaseEvent } from './events.ts';
import { canonicalJson } from './journal.ts';
import { storable, storableText } from './storable.ts';
import {
  faultsOf,
  isAddress,
  type RequestTracking,
  remindHours,
  requestNumber,
  type SupportRequest,
  supportLimits,
  type TrackingTrouble,
} from './support.ts';

export const askingCommands = [
  'compose-support',
  'file-support',
  'drop-support',
  'support-note',
  'send-mail',
  'settle-mail',
  'note-contact',
  'await-answer',
] as const satisfies readonly PersonCommand['type'][];
export type AskingCommand = Extract<PersonCommand, { type: (typeof askingCommands)[number] }>;

const events = (...list: readonly CaseEvent[]): Decision => ({ kind: 'events', events: list });
const refuse = (refusal: Refusal): Decision => ({ kind: 'refused', refusal });
const oneLine = (text: string | undefined): string =>
  storableText(text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** What asking Microsoft or the customer does to a case, closed ones too; the right to do it has been checked. */
export function decideAsking(c: Case, command: AskingCommand, now: Date): Decision {
  switch (command.type) {
    case 'compose-support': {
      const form = storable(command.form);
      const faults = faultsOf(form, command.subscriptionName);
      if (faults.length > 0) return refuse({ kind: 'form-incomplete', faults });
      const remindAt = new Date(now.getTime() + remindHours * hour).toISOString();
      return events({ type: 'support-composed', kind: command.kind, form, remindAt });
    }
    case 'file-support': {
      if (c.support?.[command.kind] === undefined) return refuse({ kind: 'nothing-composed' });
      const number = requestNumber(command.number);
      if (number === undefined) return refuse({ kind: 'no-request-number' });
      return events({ type: 'support-filed', kind: command.kind, number });
    }
    case 'drop-support':
      if (c.support?.[command.kind]?.state !== 'composed') return refuse({ kind: 'nothing-composed' });
      return events({ type: 'support-dropped', kind: command.kind });
    case 'support-note': {
      const text = storableText(command.text).trim();
      if (c.support?.[command.kind]?.number === undefined) return refuse({ kind: 'not-filed' });
      if (text === '') return refuse({ kind: 'reason-missing' });
      if (text.length > supportLimits.note) return refuse({ kind: 'text-too-long', max: supportLimits.note });
      if (c.support[command.kind]?.note?.state === 'sending') return refuse({ kind: 'note-under-way' });
      return events({ type: 'support-note-asked', kind: command.kind, text });
    }
    case 'send-mail':
      return sendMail(c, command);
    case 'settle-mail': {
      const mail = c.contact?.mails.find(({ id }) => id === command.mailId);
      if (mail?.state !== 'unknown') return refuse({ kind: 'nothing-to-settle' });
      return events({ type: 'mail-settled', mailId: command.mailId, sent: command.sent });
    }
    case 'note-contact': {
      const note = storableText(command.note ?? '').trim();
      const to = oneLine(command.to);
      if (note.length > maxTextLength) return refuse({ kind: 'text-too-long', max: maxTextLength });
      return events({
        type: 'contact-noted',
        way: command.way,
        ...(to === '' ? {} : { to: to.slice(0, supportLimits.contact) }),
        ...(note === '' ? {} : { note }),
      });
    }
    case 'await-answer': {
      const wait = Date.parse(command.until) - now.getTime();
      if (!(wait > 0) || wait > maxSnoozeHours * hour)
        return refuse({ kind: 'snooze-out-of-range', maxHours: maxSnoozeHours });
      return events({ type: 'answer-awaited', until: new Date(command.until).toISOString() });
    }
  }
}

/** A mail is written down before anything is sent; a line break in an address or a subject is never mended in silence. */
function sendMail(c: Case, command: Extract<AskingCommand, { type: 'send-mail' }>): Decision {
  const { mail } = command;
  const subject = storableText(mail.subject).trim();
  const body = storableText(mail.body).trim();
  if (!isAddress(mail.to)) return refuse({ kind: 'bad-address' });
  if (/[\r\n\p{Cc}]/u.test(subject)) return refuse({ kind: 'bad-subject' });
  if (subject === '' || body === '') return refuse({ kind: 'mail-empty' });
  if (subject.length > mailLimits.subject) return refuse({ kind: 'text-too-long', max: mailLimits.subject });
  if (body.length > mailLimits.body) return refuse({ kind: 'text-too-long', max: mailLimits.body });
  if (c.contact?.mails.some(({ state }) => state === 'asked' || state === 'sending'))
    return refuse({ kind: 'mail-under-way' });
  return events({ type: 'mail-asked', mail: { ...mail, to: mail.to.trim(), subject, body } });
}

type AskingNews = Extract<
  ClockCommand,
  {
    type: 'mail-begun' | 'mail-ended' | 'support-tracked' | 'support-note-ended' | 'remind-support' | 'ask-again';
  }
>;

/** What jobs and clocks say of requests and mails; nothing where it comes too late. */
export function observeAsking(c: Case, command: AskingNews): readonly CaseEvent[] {
  switch (command.type) {
    case 'mail-begun':
      return mailIn(c, command.mailId)?.state === 'asked' ? [{ type: 'mail-begun', mailId: command.mailId }] : [];
    case 'mail-ended': {
      const { mailId, state, why } = command;
      const before = mailIn(c, mailId)?.state;
      // Held back by us: too late once another process has begun it.
      const isHeldBack = why === 'suspected' || why === 'role-lost';
      if (before !== 'asked' && (before !== 'sending' || isHeldBack)) return [];
      return [{ type: 'mail-ended', mailId, state, ...(why === undefined ? {} : { why }) }];
    }
    case 'support-tracked': {
      const { type, ...news } = storable(command);
      const request = c.support?.[news.kind];
      return request?.number !== news.number || isKnown(request, news) ? [] : [{ type, ...news }];
    }
    case 'support-note-ended': {
      const { kind, why } = command;
      if (c.support?.[kind]?.note?.state !== 'sending') return [];
      return [{ type: 'support-note-ended', kind, ...(why === undefined ? {} : { why }) }];
    }
    case 'remind-support': {
      const request = c.support?.[command.kind];
      const isDue = request?.remindAt !== undefined && Date.parse(request.remindAt) <= Date.parse(command.now);
      return request?.state === 'composed' && isDue ? [{ type: 'support-reminded', kind: command.kind }] : [];
    }
    case 'ask-again': {
      const due = c.contact?.askAgain?.at;
      return due !== undefined && Date.parse(due) <= Date.parse(command.now) ? [{ type: 'asked-again' }] : [];
    }
  }
}

/** Whether a look found what the last one had found: that is no entry, and no card is drawn again for it. */
function isKnown(
  { tracking: before, trouble }: SupportRequest,
  { tracking, why }: { readonly tracking?: RequestTracking; readonly why?: TrackingTrouble },
): boolean {
  if (why !== undefined || trouble !== undefined) return trouble?.why === why;
  if (tracking === undefined || before === undefined) return false;
  const { readAt: _, ...known } = before;
  return canonicalJson(known) === canonicalJson(tracking);
}

function mailIn(c: Case, mailId: string) {
  return c.contact?.mails.find(({ id }) => id === mailId);
}
