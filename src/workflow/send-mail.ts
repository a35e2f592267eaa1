import { commandRoles } from '../domain/commands.ts';
import type { CaseId, MailId } from '../domain/ids.ts';
import type { Mailer } from './asking-ports.ts';
import { claimCase, type HandleDeps, isSuspected, observeCase } from './handle.ts';
import { mayStill } from './may-still.ts';
import type { PartnerStore } from './partner-ports.ts';

export interface SendMailDeps extends Pick<HandleDeps, 'cases' | 'investigations' | 'now' | 'roles'> {
  readonly partners: PartnerStore;
  readonly mailer: Mailer;
}

/**
 * Sends a mail to the customer in the name of the person who asked for it, at most once. Right before the request goes
 * out the case says "perhaps sent"; where that is found when the job begins, somebody died in between, nobody can tell,
 * and the case asks. Whom the timeline has come to suspect since it was asked for is not written to, and who has lost the
 * role meanwhile does not write. Throws where the role cannot be read, with nothing sent, so that the queue tries again.
 */
export async function sendMail(deps: SendMailDeps, caseId: CaseId, mailId: MailId): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  const mail = stored?.case.contact?.mails.find(({ id }) => id === mailId);
  if (!partner || !mail) return;
  if (mail.state === 'sending') {
    await observeCase(deps, caseId, { type: 'mail-ended', mailId, state: 'unknown' }, 'mailer');
    return;
  }
  if (mail.state !== 'asked') return;
  const { by, to, subject, body, language } = mail;
  if (await isSuspected(deps, stored.case, to)) {
    await observeCase(deps, caseId, { type: 'mail-ended', mailId, state: 'failed', why: 'suspected' }, 'mailer');
    return;
  }
  const outcome = await deps.mailer.send(partner, by, { id: mailId, to, subject, body, language }, async () => {
    if (!(await mayStill(deps, partner, by, commandRoles['send-mail'], 'now'))) {
      await observeCase(deps, caseId, { type: 'mail-ended', mailId, state: 'failed', why: 'role-lost' }, 'mailer');
      return false;
    }
    const claimed = await claimCase(deps, caseId, { type: 'mail-begun', mailId }, 'mailer');
    return claimed?.isOurs === true;
  });
  if (outcome.kind === 'not-begun') return;
  const why = outcome.kind === 'failed' ? { why: outcome.why } : {};
  await observeCase(deps, caseId, { type: 'mail-ended', mailId, state: outcome.kind, ...why }, 'mailer');
}
