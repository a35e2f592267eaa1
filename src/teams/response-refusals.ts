import { joined, outside, say } from '../../cards/parts/escape.ts';
import type { Words } from '../../cards/parts/words.ts';
import type { Refusal } from '../domain/commands.ts';

type ResponseRefusal = Extract<
  Refusal,
  {
    kind:
      | 'nothing-chosen'
      | 'unknown-resource'
      | 'foreign-resource'
      | 'not-fraud'
      | 'run-running'
      | 'run-over'
      | 'plan-pending'
      | 'plan-other'
      | 'plan-expired'
      | 'plan-not-frozen'
      | 'already-approved'
      | 'second-person'
      | 'wrong-name'
      | 'guards-owner-only'
      | 'response-open';
  }
>;

/** Why something of the second end was refused, in words. */
export function responseRefusal(words: Words, refusal: ResponseRefusal): string {
  switch (refusal.kind) {
    case 'nothing-chosen':
      return words.t('refused.nothingChosen');
    case 'unknown-resource':
      return say(words, 'refused.unknownResource', { name: outside(refusal.name) });
    case 'foreign-resource':
      return words.t('refused.foreignResource');
    case 'not-fraud':
      return words.t('refused.notFraud');
    case 'run-running':
      return words.t('refused.runRunning');
    case 'run-over':
      return words.t('refused.runOver');
    case 'plan-pending':
      return words.t('refused.planPending');
    case 'plan-other':
      return words.t('refused.planOther');
    case 'plan-expired':
      return words.t('refused.planExpired');
    case 'plan-not-frozen':
      return words.t('refused.planNotFrozen');
    case 'already-approved':
      return say(words, 'refused.alreadyApproved', { by: outside(refusal.by.name) });
    case 'second-person':
      return say(words, 'refused.secondPerson', { requester: outside(refusal.requester.name) });
    case 'wrong-name':
      return say(words, 'refused.wrongName', { expected: outside(refusal.expected) });
    case 'guards-owner-only':
      return words.t('refused.guardsOwnerOnly');
    case 'response-open':
      return stillOpen(words, refusal);
  }
}

function stillOpen(words: Words, { burning, checklist, number }: Extract<ResponseRefusal, { kind: 'response-open' }>) {
  const items = joined(
    checklist.map((item) => say(words, `checklist.${item}`)),
    ', ',
  );
  const open = joined(
    [
      ...(burning ? [say(words, 'refused.responseBurning')] : []),
      ...(checklist.length > 0 ? [say(words, 'refused.responseChecklist', { items })] : []),
    ],
    ' ',
  );
  return say(words, 'refused.responseOpen', { open, number });
}
