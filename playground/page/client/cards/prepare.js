import { cardDate, cardTime } from '../lib/format.js';
import { mentionEnd, mentionStart } from '../lib/markdown.js';

const datePattern =
  /\{\{DATE\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2}))(?:, ?(COMPACT|LONG|SHORT))?\)\}\}/g;
const timePattern = /\{\{TIME\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2}))\)\}\}/g;

// What goes back to the bot is left alone.
const untouched = new Set(['data', 'refresh', 'msteams', 'authentication', 'verb', 'url', 'id']);

/**
 * The card as this person's client reads it: date and time functions in his locale and time zone (the SDK knows the
 * browser's only), mentions of `msteams.entities` marked, other `<at>` tags taken off, the locale handed to charts.
 */
export function prepareCard(card, person) {
  const mentions = new Set((card.msteams?.entities ?? []).map((entity) => entity.text));
  return prepare(card);

  function prepare(value) {
    if (typeof value === 'string') return prepareText(value);
    if (Array.isArray(value)) return value.map(prepare);
    if (typeof value !== 'object' || value === null) return value;
    const prepared = Object.entries(value).map(([key, item]) => [key, untouched.has(key) ? item : prepare(item)]);
    const result = Object.fromEntries(prepared);
    if (typeof value.type === 'string' && value.type.startsWith('Chart.')) result.lang ??= person.locale;
    return result;
  }

  function prepareText(text) {
    if (!text.includes('{{') && !text.includes('<at>')) return text;
    return text
      .replace(datePattern, (_, iso, form) => cardDate(iso, form, person))
      .replace(timePattern, (_, iso) => cardTime(iso, person))
      .replace(/<at>([^<]*)<\/at>/g, (tag, name) => (mentions.has(tag) ? mentionStart + name + mentionEnd : name));
  }
}

/** Whether the card asks to be refreshed for this person when it is shown (no list means everybody). */
export function refreshFor(card, person) {
  const refresh = card?.refresh;
  if (refresh?.action?.type !== 'Action.Execute') return undefined;
  if (refresh.userIds !== undefined && !refresh.userIds.includes(person.teamsId)) return undefined;
  return { verb: refresh.action.verb ?? '', data: refresh.action.data ?? {} };
}
