import type { UsageFacts } from '../../domain/facts.ts';
import { spikeDay } from '../costs-csv.ts';
import { type Html, html, nothing } from './html.ts';
import { marks, round, top } from './scale.ts';
import type { Tell } from './tell.ts';

const [width, height] = [680, 190];
const [left, right, above, below] = [56, 8, 16, 22];

/** Cost of each day, the day that stands out in another colour and with its sum. */
export function costChart({ days, currency, ...usage }: UsageFacts, tell: Tell): Html {
  if (days.length === 0) return nothing;
  const spike = spikeDay({ days, currency, ...usage });
  const most = top(days.map(({ cost }) => cost));
  const [wide, high] = [width - left - right, height - above - below];
  const y = (cost: number) => above + high - (Math.max(0, cost) / most) * high;
  const step = wide / days.length;
  const money = (sum: number) => tell.words.money(sum, currency);
  const named = (index: number) =>
    index === 0 || index === days.length - 1 || (index % 7 === 0 && days.length - 1 - index > 3);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${tell.say('pack.chart.costs')}">
${marks(most).map(
  (sum) => html`<line class="grid" x1="${left}" x2="${width - right}" y1="${y(sum)}" y2="${y(sum)}"/>
<text class="soft" x="${left - 5}" y="${y(sum) + 3}" text-anchor="end">${money(sum)}</text>`,
)}
${days.map(({ date, cost }, i) => {
  const [x, isSpike] = [left + i * step, date === spike];
  const middle = x + step / 2;
  return html`<rect class="bar${isSpike ? ' spike' : ''}" x="${round(x + step * 0.14)}" y="${round(y(cost))}" width="${round(step * 0.72)}" height="${round(above + high - y(cost))}"/>
${isSpike ? html`<text class="bad" x="${round(Math.min(middle, width - 40))}" y="${round(y(cost) - 4)}" text-anchor="middle">${money(cost)}</text>` : nothing}
${named(i) ? html`<text class="soft" x="${round(middle)}" y="${height - 8}" text-anchor="middle">${tell.words.date(date)}</text>` : nothing}`;
})}
<line class="axis" x1="${left}" x2="${width - right}" y1="${above + high}" y2="${above + high}"/></svg>`;
}
