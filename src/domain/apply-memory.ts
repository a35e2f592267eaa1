import type { Case, CaseDetection } from './case.ts';
import type { CaseEvent } from './events.ts';
import { canonicalJson } from './journal.ts';
import type { Memory } from './memory.ts';
import type { Person } from './people.ts';

const memoryEvents = ['recalled', 'recall-ended', 'forgotten'] as const satisfies readonly CaseEvent['type'][];
type MemoryEvent = Extract<CaseEvent, { type: (typeof memoryEvents)[number] }>;

export function isMemoryEvent(event: CaseEvent): event is MemoryEvent {
  return memoryEvents.some((type) => type === event.type);
}

/** The case after something was remembered of it, or for it; `by` gives the person and throws where there is none. */
export function stepMemory(c: Case, event: MemoryEvent, by: () => Person, at: string): Case {
  switch (event.type) {
    case 'recalled': {
      const { type: _, ...found } = event;
      const since = c.recall?.since;
      return { ...c, recall: { ...found, at, ...(since === undefined ? {} : { since }) } };
    }
    case 'recall-ended': {
      const { recall: _, ...rest } = c;
      return rest;
    }
    case 'forgotten':
      return endMemory(c, 'forgotten', by(), at);
  }
}

/** Whoever takes an answer back takes back what is remembered of it. */
export function endMemory(c: Case, why: NonNullable<Memory['ended']>['why'], by: Person, at: string): Case {
  return c.memory === undefined || c.memory.ended !== undefined
    ? c
    : { ...c, memory: { ...c.memory, ended: { why, by, at } } };
}

/** What was compared before an alert said more is not compared any more. */
export function comparedNoMore(c: Case, at: string): Case {
  return c.recall === undefined ? c : { ...c, recall: { ...c.recall, isReading: true, since: at } };
}

/** Whether an alert that is told anew names what it did not name before. */
export function saysOther({ resources, signs }: CaseDetection, before: CaseDetection | undefined): boolean {
  return before !== undefined && canonicalJson([resources, signs]) !== canonicalJson([before.resources, before.signs]);
}
