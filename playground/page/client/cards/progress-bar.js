import { h } from '../lib/dom.js';

/** A ProgressBar element; without `value` it shows that something goes on. */
export function drawProgressBar({ value, max = 100, color = 'Accent' }) {
  const known = typeof value === 'number' && max > 0;
  const part = known ? Math.min(Math.max(value / max, 0), 1) : undefined;
  return h(
    'div',
    {
      class: `progress progress-${known ? color : 'Accent'}${known ? '' : ' progress-unknown'}`,
      role: 'progressbar',
      'aria-valuemin': 0,
      'aria-valuemax': max,
      'aria-valuenow': known ? value : undefined,
      'aria-label': known ? `${Math.round(part * 100)}%` : 'In progress',
    },
    h('div', { class: 'progress-done', style: known ? { width: `${part * 100}%` } : {} }),
  );
}
