/** About `count` round values from at most `min` to at least `max`. */
export function niceTicks(min, max, count = 4) {
  const span = max - min || Math.abs(max) || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  const ticks = [];
  const first = Math.floor(min / step);
  const last = Math.ceil(max / step);
  for (let index = first; index <= last; index += 1) ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** Which of `count` labels to show so that each has `room` pixels of `width`; the last one always. */
export function labelEvery(count, width, room) {
  return Math.max(1, Math.ceil((count * room) / Math.max(width, 1)));
}

/** Days are written `21 Nov`; other x values as they came. */
export function xLabel(value, locale) {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return String(value ?? '');
  const day = new Date(`${value}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(day);
}
