import type { CaseResponseView } from '../../cards/response-views.ts';
import type { AfterCareLook } from '../domain/after-care.ts';
import type { Case } from '../domain/case.ts';
import { openResponse } from '../domain/decide-response.ts';

function signsView({ signs }: Case): Pick<CaseResponseView, 'signs'> {
  if (signs === undefined) return {};
  const { unreadable, ...rest } = signs;
  return { signs: { ...rest, isUnreadable: unreadable === true } };
}

function planView({ plan }: Case): Pick<CaseResponseView, 'plan'> {
  if (plan === undefined) return {};
  const { id, kind, state, by, items, expiresAt, needsSecond, approvedBy } = plan;
  return {
    plan: {
      id,
      kind,
      state,
      by: by.name,
      needsSecond: needsSecond === true,
      ...(items === undefined ? {} : { items }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(approvedBy && { approvedBy: approvedBy.name }),
    },
  };
}

function runLine({ run }: Case): Pick<CaseResponseView, 'run'> {
  if (run === undefined) return {};
  const { id, act, by, at, items, endedAt, counts } = run;
  return {
    run: {
      id,
      act,
      by: by.name,
      at,
      items,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(counts && { counts }),
    },
  };
}

function stateOf(look: AfterCareLook): 'well' | 'back' | 'unreadable' {
  if (look.unreadable) return 'unreadable';
  return look.back.length + look.fresh.length > 0 ? 'back' : 'well';
}

function careLine(c: Case): Pick<CaseResponseView, 'afterCare'> {
  if (c.verdict.kind !== 'fraud') return {};
  const last = c.afterCare?.looks.at(-1);
  const { next, dueAt } = c.afterCare ?? {};
  return {
    afterCare: {
      openItems: openResponse(c).checklist.length,
      ...(next !== undefined && dueAt !== undefined && { next: { hours: next, at: dueAt } }),
      ...(last && { last: { hours: last.hours, at: last.at, state: stateOf(last) } }),
    },
  };
}

/** How the second end stands, for the case's own card; nothing while nobody has looked and nothing was done. */
export function responseView(c: Case): CaseResponseView | undefined {
  if (c.signs === undefined && c.plan === undefined && c.run === undefined && c.verdict.kind !== 'fraud')
    return undefined;
  return {
    spend: c.spend,
    ...signsView(c),
    ...planView(c),
    ...runLine(c),
    ...careLine(c),
    ...(c.waiver && { waiver: { by: c.waiver.by.name, reason: c.waiver.reason } }),
  };
}
