import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { attempt } from '../lib/toast.js';
import { botName } from './message.js';

let count = 0;

/**
 * A box to write in. In a channel it carries the mention of the bot as a chip that can be taken off and put back.
 * `send({ text, mention })` returns a promise; the text stays in the box when it fails.
 */
export function composeBox({ label, placeholder, withMention, send, small = false }) {
  count += 1;
  const id = `compose-${count}`;
  let mention = withMention;
  const area = h('textarea', { id, rows: 1, placeholder, 'aria-label': label, maxlength: 20_000, data: { focus: id } });
  const chipPlace = h('span', { class: 'compose-chip' });
  const button = h(
    'button',
    { class: 'icon-button compose-send', type: 'submit', 'aria-label': 'Send', title: 'Send (Enter)', disabled: true },
    icon('send'),
  );
  const form = h('form', { class: small ? 'compose compose-small' : 'compose' }, chipPlace, area, button);
  drawChip();

  area.addEventListener('input', fit);
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === 'Backspace' && mention && area.value === '') setMention(false);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (text === '') return;
    area.value = '';
    fit();
    const sent = await attempt(() => send({ text, mention }));
    if (!sent && area.value === '') area.value = text;
    fit();
    if (sent && withMention) setMention(true);
  });
  return form;

  function fit() {
    button.disabled = area.value.trim() === '';
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }

  function setMention(value) {
    mention = value;
    drawChip();
    area.focus();
  }

  function drawChip() {
    if (!withMention) return;
    chipPlace.replaceChildren(mention ? chip() : adder());
  }

  function chip() {
    return h(
      'span',
      { class: 'mention-chip' },
      `@${botName}`,
      h(
        'button',
        {
          type: 'button',
          'aria-label': `Do not mention ${botName}`,
          title: 'Remove the mention',
          on: { click: () => setMention(false) },
        },
        icon('close', 12),
      ),
    );
  }

  function adder() {
    return h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': `Mention ${botName}`,
        title: `Mention ${botName}`,
        on: { click: () => setMention(true) },
      },
      icon('at', 18),
    );
  }
}
