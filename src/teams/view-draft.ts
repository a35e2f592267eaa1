import type { CustomerView } from '../../cards/views.ts';
import { type Language, languages } from '../domain/partner.ts';
import { wordsFor } from './words.ts';

/** The name of a language in another one: `it-IT` is "Italian (Italy)" in English. A tag that is none stays as it is. */
export function languageName(tag: string, language: Language): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The language to write to a customer in: its own where we have words in it, else English. */
function writtenIn(culture: string | undefined): Language {
  const primary = culture?.toLowerCase().split(/[-_]/, 1)[0];
  return languages.find((language) => language === primary) ?? 'en';
}

/** A message to the customer and what to say on the telephone, in the customer's language or in the one that somebody chose. */
export function draftFor(
  about: {
    readonly partnerName: string;
    readonly contactName?: string;
    readonly subscription: string;
    readonly isMining: boolean;
    readonly resources: readonly string[];
    readonly culture?: string;
  },
  reader: Language,
  chosen?: Language,
): CustomerView['draft'] {
  const { culture, contactName, subscription, resources, partnerName, isMining } = about;
  const usual = writtenIn(culture);
  const language = chosen ?? usual;
  const { t } = wordsFor(language);
  const body = [
    contactName === undefined ? t('draft.greetingNoName') : t('draft.greeting', { name: contactName }),
    `${t(isMining ? 'draft.subscription' : 'draft.subscriptionOther', { subscription })} ${t('draft.heuristic')}`,
    ...(resources.length > 0 ? [t('draft.resources', { resources: resources.join(', ') })] : []),
    [t('draft.ask'), t('draft.question1'), t('draft.question2'), t('draft.question3')].join('\n'),
    t('draft.careful'),
    `${t('draft.thanks')}\n${partnerName}`,
  ].join('\n\n');
  const script = [
    t('callScript.hello', { partner: partnerName, subscription }),
    t(isMining ? 'callScript.why' : 'callScript.whyOther'),
    t('callScript.expected'),
    t('callScript.access'),
    t('callScript.stop'),
    t('callScript.back'),
  ];
  const isOwn = language !== usual || culture === undefined || culture.toLowerCase().startsWith(usual);
  return {
    subject: t('draft.subject'),
    body,
    script,
    language,
    ...(language === usual ? {} : { isChosen: true }),
    ...(isOwn ? {} : { insteadOf: languageName(culture, reader) }),
  };
}
