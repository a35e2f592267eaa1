import { h } from '../lib/dom.js';

/** A Badge element: a short word in a coloured shape. */
export function drawBadge(source) {
  const { text = '', style = 'Default', appearance = 'Filled', size = 'Medium', shape = 'Circular' } = source;
  const classes = ['badge', `badge-${style}`, `badge-${appearance}`, `badge-${size}`, `badge-${shape}`];
  return h(
    'div',
    { class: `badge-line badge-line-${source.horizontalAlignment ?? 'Left'}` },
    h('span', { class: classes.join(' '), title: source.tooltip, text }),
  );
}
