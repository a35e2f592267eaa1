import { svg } from '../lib/dom.js';
import { chartColour } from './chart-colours.js';

const rowHeight = 34;

/** Chart.HorizontalBar: a row each, the name above its bar, the value behind it. */
export function drawHorizontalBars(source, { width, number }) {
  const data = (source.data ?? []).map((point) => ({ ...point, x: String(point.x ?? ''), y: Number(point.y) || 0 }));
  const max = Math.max(...data.map((point) => point.y), 0) || 1;
  const values = data.map((point) => number.format(point.y));
  const room = width - Math.max(...values.map((value) => value.length), 1) * 7.2 - 12;
  const height = Math.max(data.length, 1) * rowHeight + 4;
  const picture = svg('svg', { class: 'chart-svg', width, height, viewBox: `0 0 ${width} ${height}` });
  data.forEach((point, index) => {
    const y = index * rowHeight;
    const colour = chartColour(point.color ?? source.color, source.colorSet === undefined ? 0 : index, source.colorSet);
    picture.append(
      svg('text', { class: 'chart-tick', x: 0, y: y + 13, text: point.x }),
      svg('rect', { class: 'chart-track', x: 0, y: y + 18, width: room, height: 9, rx: 4.5 }),
      svg('rect', {
        x: 0,
        y: y + 18,
        width: Math.max((Math.max(point.y, 0) / max) * room, 2),
        height: 9,
        rx: 4.5,
        style: { fill: colour },
      }),
      svg('text', { class: 'chart-value', x: width, y: y + 27, 'text-anchor': 'end', text: values[index] }),
    );
  });
  return { picture, label: data.map((point, index) => `${point.x}: ${values[index]}`).join(', ') };
}
