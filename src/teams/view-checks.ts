import type { CheckCardView, CheckView, CustomerView, LinkView, StandingView, UsageView } from '../../cards/views.ts';
import type { Case, CheckName } from '../domain/case.ts';
import type { CheckFacts, ReadFacts } from '../domain/facts.ts';
import type { Language } from '../domain/partner.ts';
import { contactView } from './view-contact.ts';
import { caseRef, checkLine, type Names } from './view-data.ts';
import { draftFor, languageName } from './view-draft.ts';
import { resourceView, signsOf } from './view-signs.ts';

export interface ShownCheck {
  readonly case: Case;
  readonly names: Names;
  readonly partnerName: string;
  readonly check: CheckName;
  /** Facts as last read; absent while they are being read. */
  readonly facts?: ReadFacts;
  readonly links: readonly LinkView[];
  /** Language of the person who looks. */
  readonly language: Language;
  /** Language of the message to the customer, where somebody chose one. */
  readonly draftLanguage?: Language;
}

type FactsOf<C extends CheckName> = Extract<CheckFacts, { check: C }>['facts'];

function usageFacts(facts: FactsOf<'usage'>): NonNullable<UsageView['facts']> {
  if (facts.state === 'unavailable') return facts;
  const { newResources, ...rest } = facts.value;
  if (newResources.state === 'unavailable') return { state: 'known', value: { ...rest, newResources } };
  const value = newResources.value.map(({ id, type, location, createdAt }) => ({
    ...resourceView(id),
    type: type.toLowerCase(),
    location,
    createdAt,
  }));
  return { state: 'known', value: { ...rest, newResources: { state: 'known', value } } };
}

function customerFacts(facts: FactsOf<'customer'>, language: Language): NonNullable<CustomerView['facts']> {
  if (facts.state === 'unavailable') return facts;
  const { contactName, email, culture } = facts.value;
  return {
    state: 'known',
    value: {
      ...(contactName === undefined ? {} : { contactName }),
      ...(email === undefined ? {} : { email }),
      ...(culture === undefined ? {} : { language: languageName(culture, language) }),
    },
  };
}

/** The message to the customer, as its card shows it before somebody changes it. */
export function draftOf(
  { case: c, names, partnerName, language, draftLanguage }: Omit<ShownCheck, 'check' | 'facts' | 'links'>,
  facts: FactsOf<'customer'> | undefined,
): CustomerView['draft'] {
  const { isMining, resources } = signsOf(c);
  const { contactName, culture } = facts?.state === 'known' ? facts.value : {};
  return draftFor(
    {
      partnerName,
      subscription: names.subscriptionName ?? c.subscriptionId,
      isMining,
      resources: resources.slice(0, 5).map(({ name }) => name),
      ...(contactName === undefined ? {} : { contactName }),
      ...(culture === undefined ? {} : { culture }),
    },
    language,
    draftLanguage,
  );
}

function standingFacts(facts: FactsOf<'standing'>): NonNullable<StandingView['facts']> {
  const { customerDomain, relationship, validation, agreement, subscription, earlierCases } = facts;
  return {
    ...(customerDomain === undefined ? {} : { customerDomain }),
    relationship,
    validation,
    agreement,
    subscription,
    earlierCases: earlierCases.map(({ number, verdict, openedAt }) => ({ number, verdict, openedAt })),
  };
}

/** The view of a check's card, with its facts where they have been read. */
export function checkView(shown: ShownCheck): CheckView {
  const { case: c, check, facts, links, language } = shown;
  const common: CheckCardView = {
    ...caseRef(c, shown.names),
    answer: checkLine(c, check),
    isClosed: c.stage === 'closed',
    links,
    ...(facts && { readAt: facts.readAt }),
  };
  if (check === 'standing') {
    return { check, ...common, ...(facts?.check === check && { facts: standingFacts(facts.facts) }) };
  }
  if (check === 'usage') {
    return { check, ...common, ...(facts?.check === check && { facts: usageFacts(facts.facts) }) };
  }
  const known = facts?.check === check ? facts.facts : undefined;
  return {
    check,
    ...common,
    draft: draftOf(shown, known),
    contact: contactView(c),
    ...(known && { facts: customerFacts(known, language) }),
  };
}
