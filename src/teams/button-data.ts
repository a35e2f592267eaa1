import { z } from 'zod';
import { type Verb, verbs } from '../../cards/verbs.ts';
import { checkAnswers, checkNames, verdictKinds } from '../domain/case.ts';
import { type CaseId, isId } from '../domain/ids.ts';

const caseId = z.custom<CaseId>((value) => isId('case', value));
const onCase = { case: caseId, rev: z.number().int().min(0) };
const check = z.enum(checkNames);
/** Clients send what was left alone as an empty string or not at all. */
const typed = z.string().max(100_000).default('');

/** What each button carries, as it must arrive to be acted upon: the contract of cards/verbs.ts, checked. */
export const buttonData = {
  [verbs.claim]: z.object(onCase),
  [verbs.release]: z.object(onCase),
  [verbs.checkOpen]: z.object({ ...onCase, check }),
  [verbs.checkAnswer]: z.object({ ...onCase, check, answer: z.enum(checkAnswers), note: typed }),
  [verbs.checkAgain]: z.object({ ...onCase, check }),
  [verbs.caseShow]: z.object({ case: caseId }),
  [verbs.caseRefresh]: z.object({ case: caseId }),
  [verbs.decideOpen]: z.object(onCase),
  [verbs.decide]: z.object({ ...onCase, verdict: z.enum(verdictKinds), reason: typed }),
  [verbs.moreOpen]: z.object(onCase),
  [verbs.note]: z.object({ ...onCase, text: typed }),
  [verbs.snooze]: z.object({ ...onCase, hours: z.coerce.number().int().min(1).max(1000), reason: typed }),
  [verbs.assign]: z.object({ ...onCase, to: z.string().max(100) }),
  [verbs.close]: z.object({ ...onCase, because: typed }),
  [verbs.reopen]: z.object({ ...onCase, because: typed }),
  [verbs.reportAgain]: z.object(onCase),
  [verbs.listOpen]: z.object({ which: z.enum(['cases', 'mine']) }),
  [verbs.helpOpen]: z.object({}),
} as const satisfies Record<Verb, z.ZodType>;

export function isVerb(verb: unknown): verb is Verb {
  return typeof verb === 'string' && Object.hasOwn(buttonData, verb);
}
