import { hour } from '../../domain/clocks.ts';
import type { ChainedEntry } from '../../domain/journal.ts';
import type { Range } from '../../domain/money.ts';
import type { PackSource } from '../../workflow/asking-ports.ts';
import { type Html, html } from './html.ts';
import { marks, round, top } from './scale.ts';
import type { Tell } from './tell.ts';

const [width, height] = [680, 170];
const [left, right, above, below] = [56, 8, 22, 22];

interface Reading {
  readonly at: number;
  readonly range: Range;
}

/** What suspects burned an hour at each reading of the subscription: nothing where none ran. */
export function burnReadings(journal: readonly ChainedEntry[]): readonly Reading[] {
  const readings = journal.flatMap(({ at, event }): readonly Reading[] => {
    if (event.type !== 'investigated' || event.signs.unreadable) return [];
    const { perHour, burning } = event.signs;
    if (perHour === undefined && burning > 0) return [];
    return [{ at: Date.parse(at), range: perHour ?? { low: 0, high: 0, currency: '' } }];
  });
  const currency = readings.find(({ range }) => range.currency !== '')?.range.currency;
  if (currency === undefined) return [];
  return readings
    .filter(({ range }) => range.currency === currency || range.currency === '')
    .map(({ at, range }) => ({ at, range: { ...range, currency } }));
}

/**
 * What was spent since Microsoft's first sign: as the last investigation says; once all is gone, when it says nothing, at
 * the rate of each reading until the next one, the first one's also before it. An estimate.
 */
export function burntIn(source: Pick<PackSource, 'case' | 'journal' | 'summary'>): Range | undefined {
  const { case: c, journal, summary } = source;
  if (summary?.money.burnt !== undefined) return summary.money.burnt;
  const readings = burnReadings(journal);
  const [first] = readings;
  const end = Date.parse(journal.at(-1)?.at ?? '');
  if (first === undefined || Number.isNaN(end)) return undefined;
  const seen = c.detections.flatMap(({ isTest, firstObservedAt }) =>
    isTest || firstObservedAt === undefined ? [] : [Date.parse(firstObservedAt)],
  );
  const from = Math.min(first.at, ...seen.filter(Number.isFinite));
  const sum = (of: 'low' | 'high') =>
    readings.reduce((total, { at, range }, i) => {
      const hours = ((readings[i + 1]?.at ?? end) - (i === 0 ? from : at)) / hour;
      return total + range[of] * hours;
    }, 0);
  return { low: sum('low'), high: sum('high'), currency: first.range.currency };
}

/** Cost per hour over time as a stair between its least and its most, from the first reading to the journal's end. */
export function burnChart(readings: readonly Reading[], until: string, tell: Tell): Html | undefined {
  const [first] = readings;
  const end = Date.parse(until);
  if (first === undefined || end <= first.at) return undefined;
  const { currency } = first.range;
  const most = top(readings.map(({ range }) => range.high));
  const [wide, high] = [width - left - right, height - above - below];
  const x = (at: number) => round(left + ((at - first.at) / (end - first.at)) * wide);
  const y = (sum: number) => round(above + high - (sum / most) * high);
  const ends = readings.map(({ at }, i) => [x(at), x(readings[i + 1]?.at ?? end)] as const);
  const stair = (of: 'low' | 'high') => readings.map(({ range }, i) => [ends[i], y(range[of])] as const);
  const path = (points: ReturnType<typeof stair>) =>
    points.map(([span, level], i) => `${i === 0 ? 'M' : 'L'}${span?.[0] ?? 0} ${level} H${span?.[1] ?? 0}`).join(' ');
  const back = stair('low')
    .toReversed()
    .map(([span, level]) => `L${span?.[1] ?? 0} ${level} H${span?.[0] ?? 0}`)
    .join(' ');
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${tell.say('pack.chart.burn')}">
${marks(most).map(
  (sum) => html`<line class="grid" x1="${left}" x2="${width - right}" y1="${y(sum)}" y2="${y(sum)}"/>
<text class="soft" x="${left - 5}" y="${y(sum) + 3}" text-anchor="end">${tell.words.money(sum, currency)}</text>`,
)}
<path class="band" d="${path(stair('high'))} ${back} Z"/>
<path class="step" d="${path(stair('high'))}"/>
<line class="axis" x1="${left}" x2="${width - right}" y1="${above + high}" y2="${above + high}"/>
<text class="soft" x="${left}" y="${height - 8}">${tell.moment(new Date(first.at).toISOString())}</text>
<text class="soft" x="${width - right}" y="${height - 8}" text-anchor="end">${tell.moment(until)}</text></svg>`;
}
