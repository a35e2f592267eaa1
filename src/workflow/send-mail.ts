import type { CaseId, MailId } from '../domain/ids.ts';
import type { Mailer } from './asking-ports.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { PartnerStore } from './ports.ts';

export interface SendMailDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: PartnerStore;
  readonly mailer: Mailer;
}

/**
 * Sends a mail to the customer in the name of the person who asked for it, at most once. Before the request goes out the
 * case says "perhaps sent"; where that is found when the job begins, somebody died in between, nobody can tell, and the
 * case asks.
 */
export async function sendMail(deps: SendMailDeps, caseId: CaseId, mailId: MailId): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  const mail = stored?.case.contact?.mails.find(({ id }) => id === mailId);
  if (!partner || !mail) return;
  const end = (state: 'sent' | 'failed' | 'unknown', why?: Parameters<typeof ended>[1]) =>
    observeCase(deps, caseId, { type: 'mail-ended', mailId, ...ended(state, why) }, 'mailer');
  if (mail.state === 'sending') {
    await end('unknown');
    return;
  }
  if (mail.state !== 'asked') return;
  const begun = await observeCase(deps, caseId, { type: 'mail-begun', mailId }, 'mailer');
  const mine = begun?.contact?.mails.find(({ id }) => id === mailId);
  if (mine?.state !== 'sending') return;
  const { to, subject, body, language } = mail;
  const outcome = await deps.mailer.send(partner, mail.by, { id: mailId, to, subject, body, language });
  await end(outcome.kind, outcome.kind === 'failed' ? outcome.why : undefined);
}

function ended(
  state: 'sent' | 'failed' | 'unknown',
  why: Extract<Awaited<ReturnType<Mailer['send']>>, { kind: 'failed' }>['why'] | undefined,
) {
  return { state, ...(why === undefined ? {} : { why }) };
}
