import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

const nearPixels = 48;

/**
 * Keeps a scroller at its end while it is there, whatever grows inside; away from the end it stays where it is and a
 * button leads back. `toEnd()` goes there at once.
 */
export function stickToEnd(scroller, content) {
  let atEnd = true;
  const button = h(
    'button',
    { class: 'jump-button', type: 'button', 'aria-label': 'Latest', title: 'To the latest message', hidden: true },
    icon('chevron'),
  );
  button.addEventListener('click', () => scroller.scrollTo({ top: scroller.scrollHeight, behavior: 'smooth' }));
  const follow = () => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
    button.hidden = atEnd || scroller.scrollHeight <= scroller.clientHeight;
  };
  scroller.addEventListener('scroll', () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPixels;
    button.hidden = atEnd;
  });
  const observer = new ResizeObserver(follow);
  observer.observe(content);
  observer.observe(scroller);
  return {
    button,
    toEnd() {
      atEnd = true;
      follow();
    },
  };
}
