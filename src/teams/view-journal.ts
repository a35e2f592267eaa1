import type { Words } from '../../cards/parts/words.ts';
import type { StaleView } from '../../cards/talk-views.ts';
import type { Case } from '../domain/case.ts';
import type { CaseEvent, Entry } from '../domain/events.ts';
import type { MemoryDimension } from '../domain/memory.ts';
import { caseRef, type Names } from './view-data.ts';
import { askingSentences } from './view-journal-asking.ts';
import { type Event, responseSentences, type Sentence } from './view-journal-response.ts';

function closed({ t }: Words, { how, reason }: Event<'closed'>, name: string): string {
  if (how === 'by-person') return t('journal.closedPerson', { name, reason: reason ?? '' });
  return t(how === 'decided' ? 'journal.closedDecided' : 'journal.closedElsewhere');
}

function recalled({ t }: Words, { from, changes, unchecked, isReading }: Event<'recalled'>): string {
  const earlier = from.number;
  const named = (list: readonly MemoryDimension[]) =>
    [...new Set(list)].map((what) => t(`memory.what.${what}`)).join(', ');
  if (changes.length > 0)
    return t('journal.recalled.changed', { earlier, what: named(changes.map(({ what }) => what)) });
  if (isReading) return t('journal.recalled.reading', { earlier });
  return unchecked.length > 0
    ? t('journal.recalled.unchecked', { earlier, what: named(unchecked) })
    : t('journal.recalled.same', { earlier });
}

/** What each event is called to people. Outside text in it is raw: the card escapes the whole sentence. */
const sentences: { readonly [T in CaseEvent['type']]: Sentence<T> } = {
  opened: ({ t }) => t('journal.opened'),
  'detection-joined': ({ t }) => t('journal.joined'),
  'detection-updated': ({ t }) => t('journal.updated'),
  'source-resolved': ({ t }) => t('journal.sourceResolved'),
  claimed: ({ t }, _event, name) => t('journal.claimed', { name }),
  released: ({ t }, _event, name) => t('journal.released', { name }),
  assigned: ({ t }, event, name) => t('journal.assigned', { name, owner: event.owner.name }),
  'check-answered': ({ t }, { check, answer }, name) =>
    t('journal.checked', { name, check: t(`check.${check}`), answer: t(`check.${check}.${answer}`) }),
  decided: ({ t }, { verdict, reason, sameAs }, name) =>
    sameAs === undefined
      ? t('journal.decided', { name, verdict: t(`verdict.${verdict}`), reason })
      : t('journal.decidedSame', { name, earlier: sameAs.number, reason }),
  recalled,
  'recall-ended': ({ t }) => t('journal.recallEnded'),
  forgotten: ({ t }, _event, name) => t('journal.forgotten', { name }),
  reopened: ({ t }, { reason }, name) => t('journal.reopened', { name, reason }),
  noted: ({ t }, { text }, name) => t('journal.noted', { name, text }),
  snoozed: ({ t }, { reason }, name) => t('journal.snoozed', { name, reason }),
  'snooze-ended': ({ t }) => t('journal.snoozeEnded'),
  'reminders-set': ({ t }) => t('journal.remindersSet'),
  reminded: ({ t }, { level }) => t(`journal.reminded.${level}`),
  'report-requested': ({ t }) => t('journal.reportRequested'),
  reported: ({ t }) => t('journal.reported'),
  'report-failed': ({ t }) => t('journal.reportFailed'),
  closed,
  ...responseSentences,
  ...askingSentences,
};

function sentence<T extends CaseEvent['type']>(words: Words, event: Event<T>, name: string): string {
  const type: T = event.type;
  return sentences[type](words, event, name);
}

/** Journal entries as people read them. */
export function happened(words: Words, entries: readonly Entry[]): StaleView['happened'] {
  return entries.map(({ at, actor, event }) => ({
    at,
    what: sentence(words, event, actor.kind === 'person' ? actor.person.name : words.t('journal.itself')),
  }));
}

/** A click on an old card: what happened between its revision and now. */
export function staleView(
  c: Case,
  names: Names,
  words: Words,
  stale: { readonly meanwhile: readonly Entry[]; readonly written?: string },
): StaleView {
  const { meanwhile, written } = stale;
  return { ...caseRef(c, names), happened: happened(words, meanwhile), ...(written ? { written } : {}) };
}
