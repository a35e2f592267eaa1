import { type ChecklistName, checklistNames } from './after-care.ts';
import { type ResourceKey, resourceKey } from './azure-resource.ts';
import type { Case } from './case.ts';
import type { ClockCommand, PersonCommand, Refusal } from './commands.ts';
import type { Decision } from './decide.ts';
import type { CaseEvent } from './events.ts';
import { hasRole, samePerson } from './people.ts';
import type { Standpoint } from './policy.ts';
import { storableText } from './storable.ts';

export const responseCommands = [
  'stop',
  'start',
  'request-plan',
  'approve-plan',
  'drop-plan',
  'cancel-run',
  'check-off',
] as const satisfies readonly PersonCommand['type'][];
export type ResponseCommand = Extract<PersonCommand, { type: (typeof responseCommands)[number] }>;

const events = (...list: readonly CaseEvent[]): Decision => ({ kind: 'events', events: list });
const refuse = (refusal: Refusal): Decision => ({ kind: 'refused', refusal });

/** What a person's command about resources does to an open case; the right to give it has been checked. */
export function decideResponse(c: Case, command: ResponseCommand, who: Standpoint, now: Date): Decision {
  switch (command.type) {
    case 'stop':
    case 'start':
      if (command.resources.length === 0) return refuse({ kind: 'nothing-chosen' });
      if (foreign(c, command.resources)) return refuse({ kind: 'foreign-resource' });
      if (isRunning(c)) return refuse({ kind: 'run-running' });
      if (c.run?.id === command.runId) return refuse({ kind: 'run-over' });
      return events({
        type: command.type === 'stop' ? 'stop-requested' : 'start-requested',
        runId: command.runId,
        resources: [...new Set(command.resources)],
      });
    case 'request-plan':
      return requestPlan(c, command, who);
    case 'approve-plan':
      return approvePlan(c, command, who, now);
    case 'drop-plan':
      if (c.plan?.id !== command.planId) return refuse({ kind: 'plan-other' });
      return isWaiting(c)
        ? events({ type: 'plan-voided', planId: command.planId, why: 'dropped' })
        : refuse({ kind: 'plan-not-frozen' });
    case 'cancel-run':
      if (!isRunning(c) || c.run?.id !== command.runId) return refuse({ kind: 'run-over' });
      return c.run.cancelledBy ? events() : events({ type: 'run-cancelled', runId: command.runId });
    case 'check-off': {
      if (c.verdict.kind !== 'fraud') return refuse({ kind: 'not-fraud' });
      const note = storableText(command.note ?? '').trim();
      if (command.state === 'waived' && note === '') return refuse({ kind: 'reason-missing' });
      const { item, state } = command;
      return events({ type: 'checked-off', item, state, ...(note === '' ? {} : { note }) });
    }
  }
}

/** Ids come from a client: none of another subscription gets further than here, nor what is no key of a resource. */
function foreign({ subscriptionId }: Case, resources: readonly ResourceKey[]): boolean {
  const own = `/subscriptions/${subscriptionId.toLowerCase()}/`;
  return resources.some((key) => !key.startsWith(own) || resourceKey(key) !== key || !isPlainPath(key));
}

/** Without steps up, escapes, queries, and what no database stores; names with blanks there are. */
function isPlainPath(key: ResourceKey): boolean {
  return !/[\p{Cc}%?#\\]|\/\.{0,2}(?=\/|$)/u.test(key) && key.isWellFormed();
}

/** What ends with a verdict of fraud that is taken back: a plan that nobody approved, and what a deletion has not begun. */
export function calledOff(c: Case): readonly CaseEvent[] {
  const { plan, run } = c;
  const removes = isRunning(c) && (run?.act === 'delete' || run?.act === 'cancel');
  return [
    ...(plan && isWaiting(c) ? [{ type: 'plan-voided', planId: plan.id, why: 'dropped' } as const] : []),
    ...(run && removes && !run.cancelledBy ? [{ type: 'run-cancelled', runId: run.id } as const] : []),
  ];
}

/** Whether something is being done to the resources. */
export function isRunning(c: Case): boolean {
  return c.run !== undefined && c.run.endedAt === undefined;
}

/** Whether there is a plan that nobody has approved yet. */
function isWaiting({ plan }: Case): boolean {
  return plan?.state === 'requested' || plan?.state === 'frozen';
}

/** Names of resource groups are no longer. */
const longestGroup = 90;

function requestPlan(c: Case, command: Extract<ResponseCommand, { type: 'request-plan' }>, who: Standpoint): Decision {
  if (c.verdict.kind !== 'fraud') return refuse({ kind: 'not-fraud' });
  if (isRunning(c)) return refuse({ kind: 'run-running' });
  // An id names one plan: whoever asked for it cannot become somebody else.
  if (c.plan?.id === command.planId) return refuse({ kind: 'plan-pending' });
  const group = storableText(command.group ?? '').trim();
  const chosen = { resources: command.resources.length > 0, group: group !== '', subscription: true }[command.kind];
  if (!chosen || group.length > longestGroup) return refuse({ kind: 'nothing-chosen' });
  if (foreign(c, command.resources)) return refuse({ kind: 'foreign-resource' });
  if (command.liftGuards && !hasRole(who.role, 'owner')) return refuse({ kind: 'guards-owner-only' });
  const { planId, kind, withAttached, liftGuards } = command;
  const resources = [...new Set(command.resources)];
  const wish = { planId, kind, resources, withAttached, liftGuards, ...(group === '' ? {} : { group }) };
  return events(
    ...(c.plan && isWaiting(c) ? [{ type: 'plan-voided', planId: c.plan.id, why: 'dropped' } as const] : []),
    { type: 'plan-requested', ...wish },
  );
}

function approvePlan(
  c: Case,
  command: Extract<ResponseCommand, { type: 'approve-plan' }>,
  who: Standpoint,
  now: Date,
): Decision {
  const { plan } = c;
  if (plan === undefined) return refuse({ kind: 'plan-not-frozen' });
  if (c.verdict.kind !== 'fraud') return refuse({ kind: 'not-fraud' });
  if (plan.id !== command.planId) return refuse({ kind: 'plan-other' });
  if (plan.approvedBy) return refuse({ kind: 'already-approved', by: plan.approvedBy });
  if (plan.state === 'void' && plan.voided?.why === 'expired') return refuse({ kind: 'plan-expired' });
  if (plan.state !== 'frozen') return refuse({ kind: 'plan-not-frozen' });
  if (!(Date.parse(plan.expiresAt ?? '') > now.getTime())) return refuse({ kind: 'plan-expired' });
  if (plan.hash !== command.hash) return refuse({ kind: 'plan-other' });
  if (plan.needsSecond !== false && samePerson(plan.by, who.person))
    return refuse({ kind: 'second-person', requester: plan.by });
  const expected = plan.subscriptionName ?? '';
  // Some names can hardly be typed: the subscription's id does as well.
  const typed = sameName(command.typedName);
  if (sameName(expected) === '' || (typed !== sameName(expected) && typed !== c.subscriptionId.toLowerCase()))
    return refuse({ kind: 'wrong-name', expected });
  if (isRunning(c)) return refuse({ kind: 'run-running' });
  if (c.run?.id === command.runId) return refuse({ kind: 'run-over' });
  return events({ type: 'plan-approved', planId: plan.id, hash: command.hash, runId: command.runId });
}

/** Phones write a capital where there is none, and blanks at the end. */
function sameName(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** What keeps a fraud case from being closed without a waiver: something burns, or is not known not to, or a point of the checklist is open. */
export function openResponse(c: Case): { readonly burning: boolean; readonly checklist: readonly ChecklistName[] } {
  if (c.verdict.kind !== 'fraud' || c.isTest) return { burning: false, checklist: [] };
  return {
    burning: c.spend !== 'stopped',
    checklist: checklistNames.filter((name) => c.checklist?.[name] === undefined),
  };
}

type ResponseNews = Extract<
  ClockCommand,
  {
    type: 'investigated' | 'plan-made' | 'plan-stopped' | 'plan-void' | 'expire-plan' | 'run-ended' | 'looked-after';
  }
>;

/** What a job or a clock says of plans, runs and looks; nothing where it comes too late. */
export function observeResponse(c: Case, command: ResponseNews): readonly CaseEvent[] {
  switch (command.type) {
    case 'investigated':
      return [{ type: 'investigated', signs: command.signs }];
    case 'plan-made': {
      const { id, hash, subscriptionName, items, expiresAt, needsSecond } = command.plan;
      if (c.plan?.id !== id || c.plan.state !== 'requested' || c.stage === 'closed') return [];
      if (command.plan.caseId !== c.id || c.verdict.kind !== 'fraud') return [];
      const count = items.length;
      return [{ type: 'plan-frozen', planId: id, hash, subscriptionName, items: count, expiresAt, needsSecond }];
    }
    case 'plan-stopped':
      if (c.plan?.id !== command.planId || c.plan.state !== 'requested') return [];
      return [{ type: 'plan-stopped', planId: command.planId, stop: command.stop }];
    case 'plan-void': {
      const { planId, why, drift } = command;
      if (c.plan?.id !== planId || c.plan.state !== 'approved') return [];
      return [{ type: 'plan-voided', planId, why, ...(drift === undefined ? {} : { drift }) }];
    }
    case 'expire-plan':
      if (c.plan?.state !== 'frozen' || Date.parse(c.plan.expiresAt ?? '') > Date.parse(command.now)) return [];
      return [{ type: 'plan-voided', planId: c.plan.id, why: 'expired' }];
    case 'run-ended':
      if (c.run?.id !== command.runId || c.run.endedAt !== undefined) return [];
      return [{ type: 'run-ended', runId: command.runId, counts: command.counts }];
    case 'looked-after': {
      const { hours, look, mayReopen } = command;
      if (c.afterCare?.next !== hours || Date.parse(look.at) < Date.parse(c.afterCare.dueAt ?? '')) return [];
      if (look.hours !== hours) return [];
      // What was confirmed since as the customer's own may be made again.
      const isOwn = c.verdict.kind === 'legitimate' || c.verdict.kind === 'ignore';
      const reopens = mayReopen && c.stage === 'closed' && !isOwn && cameBack(look);
      const isAnswered = Object.keys(c.checklist ?? {}).length > 0;
      return [
        {
          type: 'looked-after',
          hours,
          look,
          ...(reopens ? { reopens } : {}),
          ...(isAnswered && !isOwn && cameBack(look) ? { checklistAgain: true } : {}),
        },
      ];
    }
  }
}

/** Whether what was removed is there again, or whoever made it made more. */
export function cameBack(look: { readonly back: readonly string[]; readonly fresh: readonly string[] }): boolean {
  return look.back.length > 0 || look.fresh.length > 0;
}
