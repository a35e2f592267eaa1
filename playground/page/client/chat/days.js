import { h } from '../lib/dom.js';
import { dayKey, dayName } from '../lib/format.js';

/** Puts a line with the day's name before the first item of each day, in the person's time zone. */
export function withDays(items, timeOf, { person }) {
  const result = [];
  let day;
  for (const item of items) {
    const at = timeOf(item);
    const key = dayKey(at, person);
    if (key !== day) result.push({ id: `day ${key}`, fixed: () => dayLine(dayName(at, person)) });
    day = key;
    result.push(item);
  }
  return result;
}

function dayLine(name) {
  return h('div', { class: 'day' }, h('span', { text: name }));
}
