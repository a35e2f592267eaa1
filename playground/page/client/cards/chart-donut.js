import { svg } from '../lib/dom.js';
import { arcPath } from './chart-arc.js';
import { chartColour } from './chart-colours.js';

const height = 180;

/** Chart.Donut and Chart.Pie. */
export function drawDonut(source, { width, number }) {
  const data = (source.data ?? []).map((part, index) => ({
    name: part.legend ?? '',
    value: Math.max(Number(part.value) || 0, 0),
    colour: chartColour(part.color, index, source.colorSet),
  }));
  const total = data.reduce((sum, part) => sum + part.value, 0);
  const outer = Math.min(width, height) / 2 - 4;
  const inner = source.type === 'Chart.Pie' ? 0 : outer * (source.thickness === 'Thin' ? 0.78 : 0.64);
  const picture = svg('svg', { class: 'chart-svg', width, height, viewBox: `0 0 ${width} ${height}` });
  let from = 0;
  for (const part of data) {
    const share = total === 0 ? 0 : part.value / total;
    if (share > 0) {
      const arc = svg('path', {
        class: 'chart-part',
        d: arcPath(width / 2, height / 2, outer, inner, from, from + share),
        style: { fill: part.colour },
      });
      arc.append(svg('title', { text: `${part.name}: ${number.format(part.value)}` }));
      picture.append(arc);
    }
    from += share;
  }
  if (inner > 0 && source.value !== undefined) {
    picture.append(
      svg('text', {
        class: 'chart-centre',
        x: width / 2,
        y: height / 2 + 8,
        'text-anchor': 'middle',
        style: source.valueColor ? { fill: chartColour(source.valueColor, 0) } : {},
        text: String(source.value),
      }),
    );
  }
  return {
    picture,
    label: data.map((part) => `${part.name}: ${number.format(part.value)}`).join(', '),
    legend: data.map((part) => ({ name: part.name, colour: part.colour, value: number.format(part.value) })),
  };
}
