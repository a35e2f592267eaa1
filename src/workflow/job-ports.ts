import type { CheckName } from '../domain/case.ts';
import type { CaseId, ChannelId, MailId, PackId, PartnerId, PlanId, RunId } from '../domain/ids.ts';
import type { Person } from '../domain/people.ts';
import type { SupportKind } from '../domain/support.ts';

/** Every job there is, with its payload; handlers are in jobs/table.ts. */
export interface Jobs {
  /** Look at one partner's source. */
  poll: { readonly partnerId: PartnerId };
  /** Look at one subscription, of which Partner Center said that something happened. */
  'look-at': { readonly partnerId: PartnerId; readonly subscriptionId: string };
  /** Read the facts of one check of a case and show them. */
  'read-facts': { readonly caseId: CaseId; readonly check: CheckName; readonly by?: Person };
  /** Tell the source what was claimed or decided, then read it again. */
  report: { readonly caseId: CaseId };
  /** Say that a channel takes no messages any more, and have another take over. */
  'channel-closed': { readonly channelId: ChannelId };
  /** Send what is due in one Teams conversation thread (`thread` is posts.thread). */
  tell: { readonly thread: string };
  /** Read a case's subscription and conclude; for `by` where a person waits for it. */
  investigate: { readonly caseId: CaseId; readonly by?: Person };
  /** Make the plan that was asked for. */
  'make-plan': { readonly caseId: CaseId; readonly planId: PlanId };
  /** Go on with a run until it ends or has to wait. */
  'carry-out': { readonly caseId: CaseId; readonly runId: RunId };
  /** Look again at what was removed. */
  'look-after': { readonly caseId: CaseId };
  /** Send a mail that was asked for, at most once. */
  'send-mail': { readonly caseId: CaseId; readonly mailId: MailId };
  /** Read a support request again, and give it a note that waits. */
  'track-support': { readonly caseId: CaseId; readonly kind: SupportKind };
  /** Build an evidence pack. */
  'build-pack': { readonly caseId: CaseId; readonly packId: PackId };
  /** Go on with what a person wished to do before they had signed in. */
  'go-on': { readonly tenantId: string; readonly objectId: string };
  /** Read Microsoft's own figure of a partner's response time. */
  'read-score': { readonly partnerId: PartnerId };
  /** What absolute times ask for: polls that are due, snoozes that end. */
  sweep: Record<string, never>;
  /** Compare the open case of a subscription with what was confirmed there before. */
  recall: { readonly caseId: CaseId };
}

export type JobName = keyof Jobs;

export type Job = {
  [N in JobName]: {
    readonly name: N;
    readonly payload: Jobs[N];
    /** Two waiting jobs of one key become one. */
    readonly key?: string;
    /** Jobs of one queue run one after another. */
    readonly queue?: string;
    readonly runAt?: string;
    /** 0 unless told; what is higher waits while anything lower is due. */
    readonly priority?: number;
  };
}[JobName];
