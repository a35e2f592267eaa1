import type { SupportView } from '../../cards/asking-views.ts';
import { prose } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import { faultsOf, type SupportForm, type SupportKind, type SupportRequest, supportLimits } from '../domain/support.ts';
import { linksFor, supportLinks, trackLinks } from './links.ts';
import { claimView, type OtherClaims } from './view-clocks.ts';
import { caseRef, type Names } from './view-data.ts';
import { supportText, usualQuestions } from './view-support-text.ts';
import { wordsFor } from './words.ts';

/** Mail address and phone of the person who composes, where they could be read. */
export interface Profile {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
}

export interface AboutSupport {
  readonly case: Case;
  readonly names: Names;
  readonly kind: SupportKind;
  readonly partner: Pick<Partner, 'name' | 'tenantId'>;
  readonly person: Pick<Person, 'name'>;
  readonly profile?: Profile;
  /** Of the Azure kind: other cases of the customer in which the credit was asked for. */
  readonly claims?: OtherClaims;
}

/**
 * What a description has to begin with: the subscription's name as cards show it, so that a name with something hostile
 * in it does not stand in the way of its own request.
 */
export function subscriptionText(c: Case, names: Names): string {
  return prose(names.subscriptionName?.trim() || c.subscriptionId, supportLimits.title);
}

/**
 * The form as Microsoft's notice prescribes it (product.md; facts/partner-center.md 7.2), with today's data; in English,
 * because Microsoft reads it. `questions` are the person's, put below the data; the usual ones where there are none.
 */
export function defaultForm(about: AboutSupport, questions = ''): SupportForm {
  const { t } = wordsFor('en');
  const { kind, person, profile = {} } = about;
  const subscription = subscriptionText(about.case, about.names);
  const description = supportText(about, subscription);
  return {
    title: t(`supportText.title.${kind}`),
    problemType: t(`supportText.problemType.${kind}`),
    impact: 'moderate',
    description: `${description}\n${questions === '' ? usualQuestions(kind) : questions}`,
    contactName: profile.name?.trim() || person.name,
    contactEmail: profile.email?.trim() ?? '',
    ...(profile.phone?.trim() ? { contactPhone: profile.phone.trim() } : {}),
  };
}

/** The request's card: as somebody composed it, or filled in and not composed yet. */
export function supportView(about: AboutSupport & { readonly now: Date }): SupportView {
  const { case: c, names, kind, now, claims } = about;
  const request = c.support?.[kind];
  const form = request?.form ?? defaultForm(about);
  const subscription = subscriptionText(c, names);
  const claim = kind === 'azure' ? claimView(c, now, claims ?? []) : undefined;
  return {
    ...caseRef(c, names),
    kind,
    state: request?.state ?? 'new',
    form,
    faults: faultsOf(form, subscription),
    subscription,
    links: linksFor(c, request?.state === 'filed' ? trackLinks[kind] : supportLinks[kind]),
    ...(request && requestParts(request)),
    ...(claim && { claim }),
  };
}

function requestParts(request: SupportRequest): Partial<SupportView> {
  const { by, at, number, filedBy, filedAt, tracking, trouble, note } = request;
  return {
    composed: { by: by.name, at },
    ...(number === undefined ? {} : { request: number }),
    ...(filedBy && filedAt !== undefined && { filed: { by: filedBy.name, at: filedAt } }),
    ...(tracking && { tracking }),
    ...(trouble && { trouble }),
    ...(note && { note: { ...note, by: note.by.name } }),
  };
}
