import type { Case } from '../domain/case.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import { dueReminder, type Reminder, standardReminders } from '../domain/reminders.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { NewPost } from './post-ports.ts';
import { writeEvents } from './write-case.ts';

export interface RemindDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: Pick<PartnerStore, 'byId'>;
  /** What is said, and where; none while there is no place for it. */
  readonly clockReminders: (partner: Partner, c: Case, reminder: Reminder) => Promise<readonly NewPost[]>;
}

const attempts = 20;
const mostAtOnce = 200;

/**
 * Reminds of the 24 hours where it is due. Safe at any time and in many processes at once. What is due by now comes before
 * a changed policy is taken over, so that a change, and time without any process after it, swallows nothing.
 */
export async function remindOfClocks(deps: RemindDeps): Promise<void> {
  for (const caseId of await deps.cases.remindersDue(deps.now().toISOString())) await remind(deps, caseId);
  for (const caseId of await deps.cases.otherwiseReminded(standardReminders, mostAtOnce)) await follow(deps, caseId);
}

/** Takes a changed policy over; what it would have said before now is let pass. */
async function follow(deps: RemindDeps, caseId: CaseId): Promise<void> {
  const partnerId = (await deps.cases.load(caseId))?.case.partnerId;
  const partner = partnerId && (await deps.partners.byId(partnerId));
  if (!partner) return;
  await observeCase(
    deps,
    caseId,
    { type: 'set-reminders', policy: partner.reminders ?? standardReminders },
    'reminder',
  );
}

/**
 * The messages and the entry that they were said are one transaction upon the case as it was read: said once, and never
 * of a case that was answered meanwhile. Without any place to say it the reminder stays due.
 */
async function remind(deps: RemindDeps, caseId: CaseId): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const now = deps.now();
    const stored = await deps.cases.load(caseId);
    const due = stored && dueReminder(stored.case, now);
    const partner = due && (await deps.partners.byId(stored.case.partnerId));
    if (!partner) return;
    const posts = await deps.clockReminders(partner, stored.case, due);
    if (posts.length === 0) return;
    const written = writeEvents(
      stored,
      caseId,
      [{ type: 'reminded', level: due.level, dueAt: due.at }],
      { kind: 'clock', name: 'reminder' },
      now.toISOString(),
    );
    if ((await deps.cases.commit({ ...written, detections: [], posts })) === 'committed') return;
  }
  throw new Error('the case changed under every attempt to remind of it');
}
