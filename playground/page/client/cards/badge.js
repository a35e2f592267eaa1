import { h } from '../lib/dom.js';

/** A Badge element: a short word in a coloured shape. */
export function drawBadge({ text = '', style = 'Default', appearance = 'Filled', size = 'Medium', shape = 'Circular', tooltip }) {
  const classes = ['badge', `badge-${style}`, `badge-${appearance}`, `badge-${size}`, `badge-${shape}`];
  return h('div', { class: 'badge-line' }, h('span', { class: classes.join(' '), title: tooltip, text }));
}
