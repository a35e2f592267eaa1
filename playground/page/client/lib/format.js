const formatters = new Map();

/** A cached Intl formatter for a person's locale and time zone. */
function formatter(person, options) {
  const key = JSON.stringify([person.locale, person.timeZone, options]);
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat(person.locale, { ...options, timeZone: person.timeZone }));
  }
  return formatters.get(key);
}

const time = { hour: 'numeric', minute: '2-digit' };
const shortDay = { day: 'numeric', month: 'short' };

/** The time of a message: the clock time today, with the day before that. */
export function messageTime(at, now, person) {
  const date = new Date(at);
  const clock = formatter(person, time).format(date);
  return sameDay(date, new Date(now), person) ? clock : `${formatter(person, shortDay).format(date)}, ${clock}`;
}

export function fullTime(at, person) {
  return formatter(person, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at));
}

export function clockTime(at, person) {
  return formatter(person, time).format(new Date(at));
}

export function dayName(at, person) {
  return formatter(person, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at));
}

export function dayKey(at, person) {
  return formatter(person, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

function sameDay(a, b, person) {
  return dayKey(a, person) === dayKey(b, person);
}

/** `{{DATE(...)}}` and `{{TIME(...)}}` of a card, as the card's reader writes them; the forms are those of the Adaptive Cards SDK. */
export function cardDate(iso, form, person) {
  const date = new Date(iso);
  if (form === undefined || form === 'COMPACT')
    return formatter(person, { day: 'numeric', month: 'numeric', year: 'numeric' }).format(date);
  const length = form.toLowerCase();
  return formatter(person, { day: 'numeric', weekday: length, month: length, year: 'numeric' }).format(date);
}

export function cardTime(iso, person) {
  return formatter(person, time).format(new Date(iso));
}

/** A cost per hour; small ones keep their cents' parts. */
export function hourly(amount, currency, person) {
  const digits = amount < 1 ? 3 : 2;
  return new Intl.NumberFormat(person.locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(amount);
}

export function initials(name) {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? words.at(-1)[0] : '')).toUpperCase();
}

/** One of eight avatar colours, always the same for the same id. */
export function avatarColour(id) {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)) % 1_000_003;
  return sum % 8;
}
