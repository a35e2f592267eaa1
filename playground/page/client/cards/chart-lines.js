import { svg } from '../lib/dom.js';
import { axes, xTick } from './chart-axes.js';
import { chartColour } from './chart-colours.js';
import { labelEvery, xLabel } from './chart-scale.js';

/** Chart.Line: over time when every x is a number or a YYYY-MM-DD day, else by category, as the schema says. */
export function drawLines(source, { width, number }) {
  const series = (source.data ?? []).map((line, index) => ({
    name: line.legend ?? `${index + 1}`,
    colour: chartColour(line.color ?? source.color, index, source.colorSet),
    values: (line.values ?? []).map((point) => ({ x: point.x, y: Number(point.y) || 0 })),
  }));
  const all = series.flatMap((line) => line.values);
  const { picture, box, y } = axes({ ...source, width, number, values: all.map((point) => point.y) });
  const x = horizontal(all, box);

  const labels = [...new Set(all.map((point) => point.x))];
  const every = labelEvery(labels.length, box.right - box.left, 52);
  labels.forEach((value, index) => {
    if ((labels.length - 1 - index) % every === 0)
      picture.append(xTick(x(value), box, xLabel(value, source.lang), width));
  });
  for (const line of series) {
    const points = line.values.map((point) => [x(point.x), y(point.y)]);
    if (series.length === 1 && points.length > 1) {
      const area = `M${points.map((point) => point.join(' ')).join('L')}L${points.at(-1)[0]} ${box.bottom}L${points[0][0]} ${box.bottom}Z`;
      picture.append(svg('path', { class: 'chart-area', d: area, style: { fill: line.colour } }));
    }
    const path = points.length === 0 ? '' : `M${points.map((point) => point.join(' ')).join('L')}`;
    picture.append(svg('path', { class: 'chart-line', d: path, style: { stroke: line.colour } }));
    line.values.forEach((point, index) => {
      const dot = svg('circle', {
        class: 'chart-dot',
        cx: points[index][0],
        cy: points[index][1],
        r: 3,
        style: { fill: line.colour },
      });
      dot.append(svg('title', { text: `${line.name}, ${xLabel(point.x, source.lang)}: ${number.format(point.y)}` }));
      picture.append(dot);
    });
  }
  return {
    picture,
    label: series
      .map(
        (line) =>
          `${line.name}: ${line.values.map((point) => `${xLabel(point.x, source.lang)} ${number.format(point.y)}`).join(', ')}`,
      )
      .join('; '),
    legend: series.map(({ name, colour }) => ({ name, colour })),
  };
}

function horizontal(points, box) {
  const inset = 8;
  const from = box.left + inset;
  const room = box.right - box.left - 2 * inset;
  const numbers = points.map((point) => position(point.x));
  if (numbers.every((value) => value !== undefined)) {
    const low = Math.min(...numbers);
    const span = Math.max(...numbers) - low || 1;
    return (value) => from + ((position(value) - low) / span) * room;
  }
  const categories = [...new Set(points.map((point) => point.x))];
  return (value) => from + (categories.indexOf(value) / Math.max(categories.length - 1, 1)) * room;
}

function position(x) {
  if (typeof x === 'number') return x;
  return /^\d{4}-\d{2}-\d{2}$/.test(x) ? Date.parse(x) : undefined;
}
