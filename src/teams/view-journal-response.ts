import type { Words } from '../../cards/parts/words.ts';
import type { ResponseEvent } from '../domain/apply-response.ts';
import { cameBack } from '../domain/decide-response.ts';
import type { CaseEvent } from '../domain/events.ts';

/** The event of a type; one that several types share is found by any of them. */
export type Event<T extends CaseEvent['type']> = CaseEvent & { readonly type: T };
export type Sentence<T extends CaseEvent['type']> = (words: Words, event: Event<T>, name: string) => string;

function planRequested({ t }: Words, { kind, liftGuards }: Event<'plan-requested'>, name: string): string {
  if (kind === 'subscription') return t('journal.cancelRequested', { name });
  return t(liftGuards ? 'journal.planRequestedLifted' : 'journal.planRequested', { name });
}

function lookedAfter({ t }: Words, { hours, look, checklistAgain }: Event<'looked-after'>): string {
  if (look.unreadable) return t('journal.lookedAfterBlind', { hours });
  if (!cameBack(look)) return t('journal.lookedAfter', { hours });
  return t(checklistAgain ? 'journal.lookedAfterAgain' : 'journal.lookedAfterBack', { hours });
}

/** What the events of the second end are called to people; see view-journal.ts. */
export const responseSentences: { readonly [T in ResponseEvent['type']]: Sentence<T> } = {
  investigated: ({ t }, { signs: { strong, burning, unreadable } }) =>
    unreadable ? t('journal.investigatedBlind') : t('journal.investigated', { strong, burning }),
  'stop-requested': ({ t }, { resources }, name) => t('journal.stopRequested', { name, count: resources.length }),
  'start-requested': ({ t }, { resources }, name) => t('journal.startRequested', { name, count: resources.length }),
  'plan-requested': planRequested,
  'plan-frozen': ({ t }, { items }) => t('journal.planFrozen', { items }),
  'plan-stopped': ({ t }) => t('journal.planStopped'),
  'plan-approved': ({ t }, _event, name) => t('journal.planApproved', { name }),
  'plan-voided': ({ t }, { why }, name) => t(`journal.planVoided.${why}`, { name }),
  'run-cancelled': ({ t }, _event, name) => t('journal.runCancelled', { name }),
  'run-ended': ({ t }, { counts }) =>
    t('journal.runEnded', { done: counts.done, rest: counts.failed + counts.skipped + counts.unknown + counts.open }),
  'looked-after': lookedAfter,
  'checked-off': ({ t }, { item, state }, name) =>
    t('journal.checkedOff', { name, item: t(`checklist.${item}`), state: t(`checklist.state.${state}`) }),
  waived: ({ t }, { reason }, name) => t('journal.waived', { name, reason }),
};
