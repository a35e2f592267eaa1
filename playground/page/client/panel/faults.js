import { post, removeFault } from '../lib/api.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { registrationPath } from './callbacks.js';
import { happenings, services } from './fault-table.js';
import { field, section, whileBusy, workButton } from './section.js';

/** What partners' alerts are read by. */
const alertReads = [
  { service: 'graph', path: 'securityAlerts' },
  { service: 'partnerCenter', path: '/v1/fraudEvents' },
];

/** Nobody can read alerts until both are mended: five looks, or an hour with one, and the channel has an alarm. */
async function silenceAlerts() {
  for (const read of alertReads)
    await post('fault', { ...read, method: 'GET', times: 1_000_000, act: happenings.error.act });
}

const counts = { 1: 'Once', 3: '3 times', 20: '20 times', 1_000_000: 'Until removed' };

/** "Break a service": what its next answers are instead of its own. */
export function faultsSection() {
  const service = h('select', { name: 'service' }, options(services));
  const happening = h(
    'select',
    { name: 'happening' },
    options(Object.fromEntries(Object.entries(happenings).map(([key, { name }]) => [key, name]))),
  );
  const times = h('select', { name: 'times' }, options(counts));
  const button = h('button', { class: 'button', type: 'submit' }, 'Break it');
  const list = h('ul', { class: 'fault-list' });
  const form = h(
    'form',
    {},
    field('Service', service),
    field('What happens', happening),
    h('div', { class: 'field-row' }, field('How often', times), button),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileBusy(button, () =>
      post('fault', { service: service.value, times: Number(times.value), act: happenings[happening.value].act }),
    );
  });

  return {
    element: section(
      { name: 'Break a service', sign: 'zap', open: false },
      form,
      workButton({ class: 'button' }, 'Silence the alerts', silenceAlerts),
      h('p', {
        class: 'hint',
        text: 'Then press +6 h at the clock: within a minute an alarm comes to the channel. Mend both here, and it turns green.',
      }),
      list,
    ),
    update({ snapshot }) {
      list.hidden = snapshot.faults.length === 0;
      renderWhenChanged(list, JSON.stringify(snapshot.faults), () => snapshot.faults.map(faultLine));
    },
  };
}

function options(names) {
  return Object.entries(names).map(([value, text]) => h('option', { value, text }));
}

function faultLine(fault) {
  return h(
    'li',
    { data: { fault: fault.id } },
    h(
      'span',
      {},
      h('strong', { text: placeOf(fault) }),
      h('span', { text: `${nameOf(fault)}, ${timesOf(fault.times)}` }),
    ),
    workButton(
      { class: 'icon-button', 'aria-label': `Mend ${placeOf(fault)}`, title: 'Mend it' },
      icon('close', 16),
      () => removeFault(fault.id),
    ),
  );
}

function placeOf({ service, path }) {
  return path === registrationPath ? 'Registration of callbacks' : services[service];
}

function nameOf({ act, path }) {
  if (path !== undefined && act.status !== undefined) return `Answers ${act.status}`;
  const known = Object.values(happenings).find(
    (one) => one.act.kind === act.kind && (act.status === undefined || one.act.status === act.status),
  );
  return known?.name ?? `${act.kind} ${act.status ?? ''}`.trim();
}

function timesOf(times) {
  return times > 100_000 ? 'until removed' : times === 1 ? 'once more' : `${times} times more`;
}
