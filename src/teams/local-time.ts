import type { Language } from '../domain/partner.ts';

/**
 * Day and time of a zone's wall clock, with the name of its offset, which tells apart an hour that comes twice. For plain
 * messages: cards have the reader's own clock (cards/parts/escape.ts).
 */
export function localTime(iso: string, language: Language, timeZone: string): string {
  const shown = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
  return shown.format(new Date(iso));
}
