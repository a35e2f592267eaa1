import { post } from '../lib/api.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { messageTime } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { attempt } from '../lib/toast.js';
import { whileBusy, workButton } from './section.js';

const states = {
  none: ['', 'None'],
  open: ['chip-warn', 'Open'],
  closed: ['chip-good', 'Closed'],
  attention_needed: ['chip-bad', 'Waits for you'],
};

/** A button that copies a text and says so. */
export function copyButton(text, label) {
  const button = h('button', { class: 'button small', type: 'button' }, icon('copy', 16), label);
  button.addEventListener('click', () =>
    attempt(async () => {
      await navigator.clipboard.writeText(text);
      button.lastChild.textContent = 'Copied';
    }),
  );
  return button;
}

/** One request: what was filed, what was written since, and what Microsoft may do with it. */
export function supportRequest({ number, title, description }) {
  const text = h('input', {
    'aria-label': `Answer to ${number} as Microsoft`,
    placeholder: 'Answer as Microsoft',
    required: true,
    maxlength: 10_000,
    autocomplete: 'off',
  });
  const send = h('button', { class: 'button small', type: 'submit' }, 'Answer');
  const answer = h('form', { class: 'request-answer' }, text, send);
  answer.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileBusy(send, async () => {
      await post('support/answer', { number, text: text.value });
      text.value = '';
    });
  });
  return h(
    'article',
    { class: 'request', data: { request: number } },
    h('header', {}, h('strong', { class: 'request-number', text: number }), h('span', { class: 'chip' })),
    h('p', { class: 'request-title', text: title }),
    h('p', { class: 'hint' }),
    h(
      'details',
      { class: 'request-text' },
      h('summary', {}, icon('chevron', 16), h('span', { text: 'What was filed' })),
      h('p', { class: 'outside-text', text: description }),
    ),
    h('ol', { class: 'request-notes' }),
    h(
      'div',
      { class: 'request-acts' },
      answer,
      h(
        'div',
        { class: 'button-row' },
        copyButton(number, 'Copy number'),
        workButton({ class: 'button small request-close' }, 'Close it', () => post('support/close', { number })),
      ),
    ),
  );
}

/** Draws status and notes as they are now; what is being typed stays. */
export function updateRequest(element, { status, by, createdAt, notes }, { person, now }) {
  const [chip, name] = states[status] ?? ['', status];
  const shown = element.querySelector('.chip');
  shown.className = `chip ${chip}`;
  shown.textContent = name;
  element.querySelector('.hint').textContent = `${by} · ${messageTime(createdAt, now, person)}`;
  element.querySelector('.request-answer').hidden = status === 'closed';
  element.querySelector('.request-close').hidden = status === 'closed';
  const list = element.querySelector('.request-notes');
  renderWhenChanged(list, JSON.stringify([notes, person.id, now.slice(0, 10)]), () =>
    notes.map((note) =>
      h(
        'li',
        {},
        h('strong', { text: note.by }),
        h('span', { class: 'hint', text: messageTime(note.at, now, person) }),
        h('p', { class: 'outside-text', text: note.text }),
      ),
    ),
  );
}
