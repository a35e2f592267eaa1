import { svg } from '../lib/dom.js';
import { niceTicks } from './chart-scale.js';

const height = 210;

/**
 * The picture of a chart with two axes: grid, y values, axis titles. Answers the SVG, the plot's box and `y(value)` in
 * pixels. `width` in pixels; `values` are all y values; `yMin` and `yMax` widen the range.
 */
export function axes({ width, number, values, yMin = 0, yMax, xAxisTitle, yAxisTitle, headroom = 0 }) {
  const low = Math.min(yMin, ...values, 0);
  const high = Math.max(yMax ?? 0, ...values);
  const ticks = niceTicks(low, high + (high - low) * headroom);
  const labels = ticks.map((tick) => number.format(tick));
  const left = 12 + Math.max(...labels.map((label) => label.length)) * 6.4 + (yAxisTitle ? 18 : 0);
  const box = { left, top: 10, right: width - 6, bottom: height - (xAxisTitle ? 42 : 24) };
  const bottom = ticks[0];
  const top = ticks.at(-1);
  const y = (value) => box.bottom - ((value - bottom) / (top - bottom || 1)) * (box.bottom - box.top);

  const picture = svg('svg', { class: 'chart-svg', width, height, viewBox: `0 0 ${width} ${height}` });
  ticks.forEach((tick, index) => {
    picture.append(
      svg('line', {
        class: tick === 0 ? 'chart-axis' : 'chart-grid',
        x1: left,
        x2: box.right,
        y1: y(tick),
        y2: y(tick),
      }),
      svg('text', { class: 'chart-tick', x: left - 8, y: y(tick) + 4, 'text-anchor': 'end', text: labels[index] }),
    );
  });
  if (xAxisTitle)
    picture.append(
      svg('text', {
        class: 'chart-axis-title',
        x: (left + box.right) / 2,
        y: height - 6,
        'text-anchor': 'middle',
        text: xAxisTitle,
      }),
    );
  if (yAxisTitle) {
    const middle = (box.top + box.bottom) / 2;
    picture.append(
      svg('text', {
        class: 'chart-axis-title',
        x: 12,
        y: middle,
        'text-anchor': 'middle',
        transform: `rotate(-90 12 ${middle})`,
        text: yAxisTitle,
      }),
    );
  }
  return { picture, box, y };
}

/** A label under the x axis, kept inside the picture. */
export function xTick(x, box, text, width) {
  const half = text.length * 3.1;
  const place = Math.min(Math.max(x, half), width - half - 1);
  return svg('text', { class: 'chart-tick', x: place, y: box.bottom + 17, 'text-anchor': 'middle', text });
}
