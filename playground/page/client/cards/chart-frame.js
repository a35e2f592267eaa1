import { h } from '../lib/dom.js';

const firstWidth = 440;

/**
 * The frame of every chart: title, picture drawn to the width it has, legend, and the figures in words for those who
 * do not see it. `draw(source, { width, number })` answers `{ picture, label, legend? }`.
 */
export function chartFrame(source, draw) {
  const number = new Intl.NumberFormat(source.lang, { maximumFractionDigits: 2 });
  const holder = h('div', { class: 'chart-picture' });
  const legend = h('ul', { class: 'chart-legend' });
  const figure = h(
    'figure',
    { class: 'chart', data: { chart: source.type } },
    source.title && source.showTitle === true && h('figcaption', { class: 'chart-title', text: source.title }),
    holder,
    legend,
  );
  if (/^\d+px$/.test(source.maxWidth ?? '')) figure.style.maxWidth = source.maxWidth;

  function redraw(width) {
    const { picture, label, legend: entries = [] } = draw(source, { width, number });
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', [source.title, label].filter(Boolean).join('. '));
    holder.replaceChildren(picture);
    const shown = source.showLegend !== false && entries.length > 0;
    legend.hidden = !shown;
    legend.replaceChildren(...(shown ? entries.map(legendEntry) : []));
  }

  let drawnWidth = firstWidth;
  redraw(drawnWidth);
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width === 0 || width === drawnWidth) return;
    drawnWidth = width;
    redraw(width);
  }).observe(holder);
  return figure;
}

function legendEntry({ name, colour, value }) {
  return h(
    'li',
    {},
    h('span', { class: 'chart-swatch', style: { background: colour } }),
    h('span', { text: name }),
    value !== undefined && h('b', { text: value }),
  );
}
