import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

const nearPixels = 48;
const breathingPixels = 12;

/**
 * Keeps a scroller at its end while it is there, whatever grows inside. A newest message that is higher than the window
 * is shown from its beginning. Away from both it stays where it is, and a button leads back. `toEnd()` goes there at once.
 */
export function stickToEnd(scroller, content) {
  let place = 'end';
  let newest;
  const button = h(
    'button',
    { class: 'jump-button', type: 'button', 'aria-label': 'Latest', title: 'To the latest message', hidden: true },
    icon('chevron'),
  );
  button.addEventListener('click', () => scroller.scrollTo({ top: scroller.scrollHeight, behavior: 'smooth' }));

  const end = () => scroller.scrollHeight - scroller.clientHeight;
  const startOfNewest = () => {
    if (newest === undefined) return end();
    const box = newest.matches('.thread-root > *') ? newest.closest('.thread') : newest;
    const top = box.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    return Math.min(end(), top - breathingPixels);
  };
  const showButton = () => {
    button.hidden = end() - scroller.scrollTop < nearPixels;
  };
  const follow = () => {
    const last = [...content.querySelectorAll('.message')].at(-1);
    if (last !== newest) {
      newest = last;
      if (place !== 'away') place = startOfNewest() < end() ? 'start' : 'end';
    }
    if (place === 'end') scroller.scrollTop = end();
    else if (place === 'start') scroller.scrollTop = startOfNewest();
    showButton();
  };
  scroller.addEventListener('scroll', () => {
    if (end() - scroller.scrollTop < nearPixels) place = 'end';
    else if (Math.abs(scroller.scrollTop - startOfNewest()) > 2) place = 'away';
    showButton();
  });
  const observer = new ResizeObserver(follow);
  observer.observe(content);
  observer.observe(scroller);
  return {
    button,
    toEnd() {
      place = 'end';
      follow();
    },
  };
}
