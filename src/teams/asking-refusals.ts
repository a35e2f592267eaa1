import { joined, outside, say } from '../../cards/parts/escape.ts';
import { faultText } from '../../cards/parts/support-faults.ts';
import type { Words } from '../../cards/parts/words.ts';
import type { Refusal } from '../domain/commands.ts';

const askingRefusals = [
  'form-incomplete',
  'nothing-composed',
  'no-request-number',
  'not-filed',
  'note-under-way',
  'bad-address',
  'bad-subject',
  'mail-empty',
  'mail-under-way',
  'nothing-to-settle',
  'recipient-suspected',
] as const satisfies readonly Refusal['kind'][];

type AskingRefusal = Extract<Refusal, { kind: (typeof askingRefusals)[number] }>;

export function isAskingRefusal(refusal: Refusal): refusal is AskingRefusal {
  return askingRefusals.some((kind) => kind === refusal.kind);
}

/** Why something of the third end was refused, in words. */
export function askingRefusal(words: Words, refusal: AskingRefusal): string {
  switch (refusal.kind) {
    case 'form-incomplete':
      return say(words, 'refused.formIncomplete', {
        faults: joined(
          refusal.faults.map((fault) => faultText(words, fault)),
          '; ',
        ),
      });
    case 'nothing-composed':
      return words.t('refused.nothingComposed');
    case 'no-request-number':
      return words.t('refused.noRequestNumber');
    case 'not-filed':
      return words.t('refused.notFiled');
    case 'note-under-way':
      return words.t('refused.noteUnderWay');
    case 'bad-address':
      return words.t('refused.badAddress');
    case 'bad-subject':
      return words.t('refused.badSubject');
    case 'mail-empty':
      return words.t('refused.mailEmpty');
    case 'mail-under-way':
      return words.t('refused.mailUnderWay');
    case 'nothing-to-settle':
      return words.t('refused.nothingToSettle');
    case 'recipient-suspected':
      return say(words, 'refused.recipientSuspected', { address: outside(refusal.address) });
  }
}
