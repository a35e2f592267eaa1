import { caseCard } from './parts/case-card.ts';
import { answerBadges, answerForm, checkActions, readLine } from './parts/check-form.ts';
import { outside, prose, type Shown, say } from './parts/escape.ts';
import { whyUnavailable } from './parts/fact-view.ts';
import { facts } from './parts/facts.ts';
import { linkLine } from './parts/links.ts';
import { quiet, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { CustomerView } from './views.ts';

const draftLength = 4000;

function contact(words: Words, view: CustomerView): readonly Element[] {
  const looked = view.facts;
  if (looked === undefined) return [];
  if (looked.state === 'unavailable') {
    const { why } = whyUnavailable(words, looked);
    return facts(words, [{ label: 'customer.contact', value: [say(words, 'unavailable.label')], aside: why }]);
  }
  const { contactName, email, language } = looked.value;
  const nothing = contactName === undefined && email === undefined;
  return facts(words, [
    nothing ? { label: 'customer.contact', value: [say(words, 'customer.noContact')] } : undefined,
    contactName === undefined ? undefined : { label: 'customer.contact', value: [outside(contactName)] },
    email === undefined ? undefined : { label: 'customer.email', value: [outside(email)] },
    language === undefined ? undefined : { label: 'customer.language', value: [outside(language)] },
  ]);
}

function languageLine(words: Words, view: CustomerView): Shown {
  const { insteadOf } = view.draft;
  if (insteadOf !== undefined) return say(words, 'customer.draftEnglish', { language: outside(insteadOf) });
  const language = view.facts?.state === 'known' ? view.facts.value.language : undefined;
  return say(words, language === undefined ? 'customer.draftUnknown' : 'customer.draftLanguage');
}

/** Check 3: does the customer expect this? With a message in the customer's language, ready to be copied. */
export function customerCard(view: CustomerView, words: Words): Card {
  const { draft } = view;
  return caseCard(words, view, {
    title: 'customer.title',
    badges: answerBadges(words, view),
    body: [
      text(say(words, 'customer.intro'), {}, { spacing: 'Medium' }),
      ...contact(words, view),
      {
        type: 'Input.Text',
        id: 'subject',
        label: say(words, 'customer.subject'),
        value: outside(draft.subject),
        spacing: 'Medium',
      },
      {
        type: 'Input.Text',
        id: 'draft',
        label: say(words, 'customer.draft'),
        value: prose(draft.body, draftLength),
        isMultiline: true,
        spacing: 'Small',
      },
      quiet(languageLine(words, view), { spacing: 'Small' }),
      text(say(words, 'customer.call'), {}, { spacing: 'Medium' }),
      readLine(words, view),
      linkLine(words, view.links, { spacing: 'Small' }),
      ...answerForm(words, view),
    ],
    actions: checkActions(words, view),
  });
}
