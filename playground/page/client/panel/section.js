import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { attempt } from '../lib/toast.js';

/** A part of the panel that can be folded. */
export function section({ name, sign, open = true }, ...children) {
  return h(
    'details',
    { class: 'section', open },
    h('summary', {}, icon(sign, 18), h('h3', { text: name }), icon('chevron', 18)),
    h('div', { class: 'section-body' }, ...children),
  );
}

let count = 0;

/** A labelled form control. */
export function field(label, control) {
  count += 1;
  control.id = `field-${count}`;
  return h('div', { class: 'field' }, h('label', { for: control.id, text: label }), control);
}

/** A button that is busy until what it does is done; a failure is shown as a notice. */
export function workButton(props, label, work) {
  const button = h('button', { type: 'button', ...props }, label);
  button.addEventListener('click', () => whileBusy(button, work));
  return button;
}

export async function whileBusy(button, work) {
  if (button.classList.contains('is-busy')) return;
  button.classList.add('is-busy');
  button.setAttribute('aria-busy', 'true');
  await attempt(work);
  button.classList.remove('is-busy');
  button.removeAttribute('aria-busy');
}
