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

/** A message to the customer, in the customer's language, to be copied by a person; nothing is sent. */
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
): CustomerView['draft'] {
  const { culture, contactName, subscription, resources, partnerName } = about;
  const language = writtenIn(culture);
  const { t } = wordsFor(language);
  const body = [
    contactName === undefined ? t('draft.greetingNoName') : t('draft.greeting', { name: contactName }),
    `${t(about.isMining ? 'draft.subscription' : 'draft.subscriptionOther', { subscription })} ${t('draft.heuristic')}`,
    ...(resources.length > 0 ? [t('draft.resources', { resources: resources.join(', ') })] : []),
    [t('draft.ask'), t('draft.question1'), t('draft.question2'), t('draft.question3')].join('\n'),
    t('draft.careful'),
    `${t('draft.thanks')}\n${partnerName}`,
  ].join('\n\n');
  const own = culture === undefined || culture.toLowerCase().startsWith(language);
  return { subject: t('draft.subject'), body, language, ...(own ? {} : { insteadOf: languageName(culture, reader) }) };
}
