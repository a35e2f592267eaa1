import type { ContactView } from '../../cards/asking-views.ts';
import type { Case } from '../domain/case.ts';

/** How the customer was asked so far. */
export function contactView({ contact }: Case): ContactView {
  if (contact === undefined) return { mails: [], tries: [] };
  const { mails, tries, askAgain } = contact;
  return {
    mails: mails.map(({ id, to, subject, state, by, at, endedAt, why }) => ({
      mail: id,
      to,
      subject,
      state,
      by: by.name,
      at: endedAt ?? at,
      ...(why === undefined ? {} : { why }),
    })),
    tries: tries.map((tried) => ({ ...tried, by: tried.by.name })),
    ...(askAgain && { askAgain: { at: askAgain.at, by: askAgain.by.name } }),
  };
}
