import { post } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { clockTime, dayName } from '../lib/format.js';
import { personOf } from '../lib/store.js';
import { section, workButton } from './section.js';

const hour = 3_600_000;
const steps = [1, 6, 24];

/** The clock of the world: shown to the second that the server said, moved forward in steps. */
export function clockSection(store) {
  const time = h('strong', { class: 'clock-time' });
  const day = h('span', { class: 'clock-day' });
  let read = { now: 0, at: 0 };

  function draw() {
    const { snapshot } = store.get();
    if (snapshot === undefined) return;
    const person = personOf(store.get());
    const now = new Date(read.now + Date.now() - read.at);
    time.textContent = clockTime(now, person);
    day.textContent = `${dayName(now, person)} · ${person.timeZone.replaceAll('_', ' ')}`;
  }
  setInterval(draw, 1000);

  return {
    element: section(
      { name: 'Clock', sign: 'clock' },
      h('div', { class: 'clock' }, time, day),
      h(
        'div',
        { class: 'button-row' },
        steps.map((hours) =>
          workButton({ class: 'button', data: { hours: String(hours) } }, `+${hours} h`, () =>
            post('clock', { ms: hours * hour }),
          ),
        ),
      ),
    ),
    update({ snapshot }) {
      if (read.version !== snapshot.version)
        read = { version: snapshot.version, now: Date.parse(snapshot.now), at: Date.now() };
      draw();
    },
  };
}
