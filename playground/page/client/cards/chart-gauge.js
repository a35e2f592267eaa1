import { svg } from '../lib/dom.js';
import { arcPath, onCircle } from './chart-arc.js';
import { chartColour } from './chart-colours.js';

const height = 160;

/** Chart.Gauge: a half ring of segments, a needle and the value. */
export function drawGauge(source, { width, number }) {
  const min = source.min ?? 0;
  const segments = (source.segments ?? []).map((segment, index) => ({
    name: segment.legend ?? '',
    size: Math.max(Number(segment.size) || 0, 0),
    colour: chartColour(segment.color, index, source.colorSet),
  }));
  const sizes = segments.reduce((sum, segment) => sum + segment.size, 0);
  const max = source.max ?? (min + sizes || 100);
  const value = Number(source.value) || 0;
  const share = Math.min(Math.max((value - min) / (max - min || 1), 0), 1);
  const cx = width / 2;
  const cy = height - 44;
  const outer = Math.min(width / 2 - 8, cy - 4);
  const inner = outer * 0.74;
  const picture = svg('svg', { class: 'chart-svg', width, height, viewBox: `0 0 ${width} ${height}` });

  const parts = sizes > 0 ? segments : [{ name: '', size: 1, colour: 'var(--chart-neutral)' }];
  const whole = sizes > 0 ? Math.max(sizes, max - min) : 1;
  let from = -0.25;
  for (const part of parts) {
    const turn = (part.size / whole) * 0.5;
    const arc = svg('path', {
      class: 'chart-part',
      d: arcPath(cx, cy, outer, inner, from, from + turn),
      style: { fill: part.colour },
    });
    arc.append(svg('title', { text: part.name }));
    picture.append(arc);
    from += turn;
  }
  if (source.showNeedle !== false) {
    const [x, y] = onCircle(cx, cy, outer - 3, -0.25 + share * 0.5);
    picture.append(
      svg('line', { class: 'chart-needle', x1: cx, y1: cy, x2: x, y2: y }),
      svg('circle', { class: 'chart-hub', cx, cy, r: 5 }),
    );
  }
  const words =
    source.valueFormat === 'Fraction'
      ? `${number.format(value)} / ${number.format(max)}`
      : `${Math.round(share * 100)}%`;
  picture.append(svg('text', { class: 'chart-centre', x: cx, y: cy + 27, 'text-anchor': 'middle', text: words }));
  if (source.subLabel)
    picture.append(
      svg('text', { class: 'chart-tick', x: cx, y: cy + 43, 'text-anchor': 'middle', text: source.subLabel }),
    );
  if (source.showMinMax !== false) {
    const middle = (outer + inner) / 2;
    picture.append(
      svg('text', {
        class: 'chart-tick',
        x: cx - middle,
        y: cy + 16,
        'text-anchor': 'middle',
        text: number.format(min),
      }),
      svg('text', {
        class: 'chart-tick',
        x: cx + middle,
        y: cy + 16,
        'text-anchor': 'middle',
        text: number.format(max),
      }),
    );
  }
  return {
    picture,
    label: [words, source.subLabel, ...segments.map((segment) => segment.name)].filter(Boolean).join(', '),
    legend: segments.filter((segment) => segment.name !== '').map(({ name, colour }) => ({ name, colour })),
  };
}
