import type { AfterCareView } from '../../cards/plan-views.ts';
import { afterCareHours, checklistNames } from '../domain/after-care.ts';
import type { Case } from '../domain/case.ts';
import { hour } from '../domain/clocks.ts';
import { openResponse } from '../domain/decide-response.ts';
import { caseRef, type Names } from './view-data.ts';

/** Looks that are still to come, soonest first. */
function dueLooks({ afterCare }: Case): AfterCareView['due'] {
  if (afterCare?.next === undefined) return [];
  const { next, since } = afterCare;
  return afterCareHours
    .filter((hours) => hours >= next)
    .map((hours) => ({ hours, at: new Date(Date.parse(since) + hours * hour).toISOString() }));
}

/** What was found after the removal, the checklist, and what keeps the case from being closed. */
export function afterCareView(c: Case, names: Names): AfterCareView {
  return {
    ...caseRef(c, names),
    isClosed: c.stage === 'closed',
    due: dueLooks(c),
    looks: c.afterCare?.looks ?? [],
    checklist: checklistNames.map((item) => {
      const answer = c.checklist?.[item];
      if (answer === undefined) return { item, state: 'open' };
      const { state, by, at, note } = answer;
      return { item, state, by: by.name, at, ...(note === undefined ? {} : { note }) };
    }),
    open: openResponse(c),
    ...(c.afterCare && { since: c.afterCare.since }),
  };
}
