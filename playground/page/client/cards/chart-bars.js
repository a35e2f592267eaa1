import { svg } from '../lib/dom.js';
import { axes, xTick } from './chart-axes.js';
import { chartColour } from './chart-colours.js';
import { labelEvery, xLabel } from './chart-scale.js';

/** Chart.VerticalBar. */
export function drawBars(source, { width, number }) {
  const data = (source.data ?? []).map((point) => ({
    ...point,
    y: Number(point.y) || 0,
    label: xLabel(point.x, source.lang),
  }));
  const { picture, box, y } = axes({
    ...source,
    width,
    number,
    values: data.map((point) => point.y),
    headroom: source.showBarValues ? 0.08 : 0,
  });
  const step = (box.right - box.left) / Math.max(data.length, 1);
  const barWidth = Math.min(step * 0.66, 44);
  const every = labelEvery(
    data.length,
    box.right - box.left,
    Math.max(...data.map((point) => point.label.length), 1) * 6.4 + 10,
  );
  data.forEach((point, index) => {
    const x = box.left + step * (index + 0.5);
    const top = Math.min(y(point.y), y(0));
    const bar = svg('path', {
      class: 'chart-bar',
      d: barPath(x - barWidth / 2, top, barWidth, Math.abs(y(point.y) - y(0))),
      style: {
        fill: chartColour(point.color ?? source.color, source.colorSet === undefined ? 0 : index, source.colorSet),
      },
    });
    bar.append(svg('title', { text: `${point.label}: ${number.format(point.y)}` }));
    picture.append(bar);
    if (source.showBarValues && step > 22)
      picture.append(
        svg('text', { class: 'chart-value', x, y: top - 5, 'text-anchor': 'middle', text: number.format(point.y) }),
      );
    if ((data.length - 1 - index) % every === 0) picture.append(xTick(x, box, point.label, width));
  });
  return { picture, label: data.map((point) => `${point.label}: ${number.format(point.y)}`).join(', ') };
}

/** A bar with a round top; flat when it is too low for that. */
function barPath(x, y, width, height) {
  const radius = Math.min(4, width / 2, height);
  return `M${x} ${y + height}v${radius - height}q0 ${-radius} ${radius} ${-radius}h${width - 2 * radius}q${radius} 0 ${radius} ${radius}v${height - radius}z`;
}
