import { type AskingDue, askingDue, askingDueAt } from '../domain/asking-due.ts';
import type { Case } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import type { CaseId, NewId } from '../domain/ids.ts';
import { keepDays } from '../domain/pack.ts';
import { freshness } from '../domain/webhook-event.ts';
import type { PackStore } from './asking-ports.ts';
import { cardMissing } from './card-missing.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { Job } from './job-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import { isDue } from './poll.ts';
import type { NewPost, Post, PostStore } from './post-ports.ts';
import { type RemindDeps, remindOfClocks } from './remind.ts';
import type { RunStore } from './response-ports.ts';
import type { SignInStore } from './sign-in-ports.ts';
import type { WebhookStore } from './webhook-ports.ts';
import { carryOutJob, trackSupportJob } from './write-case.ts';

/** An event may come again as long as it is fresh, from before our clock to after it. */
const forgetAfterMs = freshness.pastMs + freshness.futureMs;

export interface SweepDeps extends Pick<HandleDeps, 'cases' | 'now'>, Pick<RemindDeps, 'clockReminders'> {
  readonly partners: PartnerStore;
  readonly posts: PostStore;
  readonly runs: Pick<RunStore, 'open'>;
  readonly packs: Pick<PackStore, 'clear'>;
  readonly newId: NewId;
  readonly webhooks: Pick<WebhookStore, 'forget'>;
  readonly signIns: Pick<SignInStore, 'forget'>;
  /** What is said where a case's cards are when its snooze ends. */
  readonly reminders: (
    c: Case,
    snooze: NonNullable<Case['snooze']>,
    cards: readonly Post[],
  ) => Promise<readonly NewPost[]>;
  /** What is said there when a request was composed and not filed, or a customer has not answered. */
  readonly askingReminders: (c: Case, due: AskingDue, cards: readonly Post[]) => Promise<readonly NewPost[]>;
}

/** Does what absolute times ask for by now: looks at sources that are due, cards that are missing, snoozes and plans that end, reminders of the 24 hours, looks that are due after a removal, runs that nobody goes on with; clears away old packs. Runs each minute, and may run at any time. */
export async function sweep(deps: SweepDeps): Promise<void> {
  const now = deps.now();
  const jobs: Job[] = [];
  for (const partner of await deps.partners.all()) {
    if (isDue(partner, await deps.partners.sourceState(partner.id), now)) jobs.push(pollJob(partner.id));
  }
  if (jobs.length > 0) await deps.posts.add([], jobs);
  await cardMissing(deps);
  const at = now.toISOString();
  for (const caseId of await deps.cases.snoozesEnded(at)) await remind(deps, caseId, now);
  await remindOfClocks(deps);
  for (const caseId of await deps.cases.plansExpired(at))
    await observeCase(deps, caseId, { type: 'expire-plan', now: at }, 'planner');
  const looks = (await deps.cases.afterCareDue(at)).map(lookAfterJob);
  const runs = (await deps.runs.open()).map(({ caseId, runId }) => carryOutJob(caseId, runId));
  for (const caseId of await deps.cases.askingDue(at)) await askingDueNow(deps, caseId, now);
  // What is older than the freshness of events is refused by its age.
  await deps.webhooks.forget(new Date(now.getTime() - forgetAfterMs).toISOString());
  if (looks.length + runs.length > 0) await deps.posts.add([], [...looks, ...runs]);
  // Who signs in the day after is not told any more what they had wished.
  await deps.signIns.forget(new Date(now.getTime() - day).toISOString());
  await deps.packs.clear(new Date(now.getTime() - keepDays * day).toISOString());
}

/** What was promised comes first, and once (its posts know each other by their keys); then the snooze is over. */
async function remind(deps: SweepDeps, caseId: CaseId, now: Date): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const snooze = stored?.case.snooze;
  // It may have been made longer since it was found to be over.
  if (stored && snooze && Date.parse(snooze.until) <= now.getTime()) {
    const cards = await deps.posts.cardsOf(caseId);
    await deps.posts.add(await deps.reminders(stored.case, snooze, cards), []);
  }
  await observeCase(deps, caseId, { type: 'end-snooze', now: now.toISOString() }, 'snooze');
}

/** Reminders are said first, and once (their posts know each other by their keys); then they are over. */
async function askingDueNow(deps: SweepDeps, caseId: CaseId, now: Date): Promise<void> {
  const c = (await deps.cases.load(caseId))?.case;
  if (c === undefined) return;
  const due = askingDue(c, now);
  if (due.remind.length + due.track.length === 0 && !due.askAgain)
    await deps.cases.putOffAsking(caseId, c.seq, askingDueAt(c));
  if (due.remind.length > 0 || due.askAgain)
    await deps.posts.add(await deps.askingReminders(c, due, await deps.posts.cardsOf(caseId)), []);
  const at = now.toISOString();
  for (const kind of due.remind) await observeCase(deps, caseId, { type: 'remind-support', kind, now: at }, 'reminder');
  if (due.askAgain) await observeCase(deps, caseId, { type: 'ask-again', now: at }, 'reminder');
  if (due.track.length > 0)
    await deps.posts.add(
      [],
      due.track.map((kind) => trackSupportJob(caseId, kind)),
    );
}

function lookAfterJob(caseId: CaseId): Job {
  return { name: 'look-after', payload: { caseId }, key: `look-after:${caseId}`, queue: `look-after:${caseId}` };
}

export function pollJob(partnerId: Extract<Job, { name: 'poll' }>['payload']['partnerId']): Job {
  return { name: 'poll', payload: { partnerId }, key: `poll:${partnerId}`, queue: `poll:${partnerId}` };
}
