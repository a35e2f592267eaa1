import { h } from './dom.js';
import { icon } from './icons.js';

const lastsMs = { info: 6000, good: 5000, bad: 10_000 };
const icons = { info: 'info', good: 'circleCheck', bad: 'alert' };

/** Shows a notice that goes by itself, unless the pointer or the focus is on it. `kind`: info, good or bad. */
export function toast(kind, text, { title, extra } = {}) {
  const element = h(
    'div',
    { class: `toast toast-${kind}`, role: kind === 'bad' ? 'alert' : undefined },
    icon(icons[kind]),
    h('div', { class: 'toast-body' }, title && h('strong', { text: title }), h('div', { text }), extra),
    h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': 'Dismiss', on: { click: leave } },
      icon('close', 16),
    ),
  );
  let timer;
  const wait = () => {
    timer = setTimeout(leave, lastsMs[kind]);
  };
  const hold = () => clearTimeout(timer);
  element.addEventListener('mouseenter', hold);
  element.addEventListener('focusin', hold);
  element.addEventListener('mouseleave', wait);
  element.addEventListener('focusout', wait);
  document.getElementById('toasts').append(element);
  wait();

  function leave() {
    clearTimeout(timer);
    element.remove();
  }
}

/** A link of a card or a message was pressed. Only addresses of this machine are opened; others are shown. */
export function linkToast(address) {
  if (isLocal(address)) {
    window.open(address, '_blank', 'noopener');
    return;
  }
  const copy = h('button', { class: 'button small', type: 'button' }, icon('copy', 16), 'Copy');
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(address);
    copy.lastChild.textContent = 'Copied';
  });
  toast('info', 'Nothing outside this machine is opened from here.', {
    title: 'Would open',
    extra: h(
      'div',
      { class: 'toast-link' },
      h('a', { href: address, rel: 'noopener noreferrer', target: '_blank', text: address }),
      copy,
    ),
  });
}

function isLocal(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && ['127.0.0.1', 'localhost'].includes(url.hostname);
}

/** Runs what a button asks for; a failure is shown as a notice. Answers whether it went well. */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast('bad', error instanceof Error ? error.message : String(error));
    return false;
  }
}
