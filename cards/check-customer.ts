import { back, onCase, pressable } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { answerBadges, answerButtons, answerForm, readLine } from './parts/check-form.ts';
import { callScript, contactItems } from './parts/contact.ts';
import { answererInputs, otherwiseForm, writeForm } from './parts/contact-forms.ts';
import { outside, type Shown, say } from './parts/escape.ts';
import { whyUnavailable } from './parts/fact-view.ts';
import { facts } from './parts/facts.ts';
import { linkLine } from './parts/links.ts';
import { quiet, rich, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { CustomerView } from './views.ts';

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
  const { insteadOf, isChosen } = view.draft;
  if (isChosen) return say(words, 'customer.draftChosen');
  if (insteadOf !== undefined) return say(words, 'customer.draftEnglish', { language: outside(insteadOf) });
  const language = view.facts?.state === 'known' ? view.facts.value.language : undefined;
  return say(words, language === undefined ? 'customer.draftUnknown' : 'customer.draftLanguage');
}

/** When the contact was looked up, and the press that looks again. */
function lookLines(words: Words, view: CustomerView): readonly Element[] {
  const again = pressable(say(words, 'action.checkAgain'), 'check.again', { ...onCase(view), check: 'customer' });
  return [readLine(words, view), ...(view.isClosed ? [] : [rich([again], { spacing: 'None' })])];
}

/** Check 3: does the customer expect this? With a message in the customer's language, a call script, and what was asked so far. */
export function customerCard(view: CustomerView, words: Words): Card {
  const [good, unsure, bad] = answerButtons(words, view);
  return caseCard(words, view, {
    title: 'customer.title',
    badges: answerBadges(words, view),
    body: [
      text(say(words, 'customer.intro'), {}, { spacing: 'Medium' }),
      ...contact(words, view),
      ...lookLines(words, view),
      linkLine(words, view.links, { spacing: 'Small' }),
      ...callScript(words, view),
      quiet(languageLine(words, view), { spacing: 'Small' }),
      ...contactItems(words, view),
      ...answerForm(words, view, answererInputs(words)),
    ],
    actions: view.isClosed
      ? [back(words, view)]
      : [writeForm(words, view), otherwiseForm(words, view), good, unsure, bad, back(words, view)],
  });
}
