import { post, removeFault } from '../lib/api.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { partnerOf, personOf } from '../lib/store.js';
import { attempt } from '../lib/toast.js';
import { field, section, workButton } from './section.js';

const sendings = {
  none: 'As they should',
  'wrong-signature': 'With a wrong signature',
  'old-certificate': 'With an old certificate',
  duplicates: 'Each one twice',
  silence: 'Not at all',
};

/** What Partner Center answers about registrations; the bodies are those of its error page. */
const registering = {
  works: { name: 'Answers' },
  refused: {
    name: 'Refuses: 403',
    act: { kind: 'status', status: 403, body: { code: 900308, description: 'The caller has no right to do this.' } },
  },
  fails: {
    name: 'Fails: 500',
    act: { kind: 'status', status: 500, body: { code: 500, description: 'Something went wrong.' } },
  },
};

/** Routes of the registration, as faults name them. */
export const registrationPath = '^/webhooks/v1/registration';

const commands = { status: 'Status', register: 'Register', replace: 'Replace', test: 'Test' };

/** "Callbacks": what Partner Center posts to the bot when there is an alert, what of it can break, and the operator's command. */
export function callbacksSection(store) {
  const registered = h('div', { class: 'callbacks-registered' });
  const sending = select('callbacks', sendings, () => post('webhook/fault', { fault: sending.value }));
  const registration = select('registration', namesOf(registering), () => breakRegistration(store, registration.value));
  const said = h('pre', {
    class: 'callbacks-said',
    hidden: true,
    tabindex: '0',
    'aria-label': 'What the command says',
  });
  const run = h('div', { class: 'button-row', hidden: true });
  run.append(
    ...Object.entries(commands).map(([command, label]) =>
      workButton({ class: 'button' }, label, async () => {
        const { out } = await post('webhook/command', { command, partnerTenantId: tenantOf(store) });
        said.textContent = out.trim();
        said.hidden = false;
      }),
    ),
  );
  const list = h('ul', { class: 'callbacks-list' });

  return {
    element: section(
      { name: 'Callbacks', sign: 'link', open: false },
      h(
        'div',
        { class: 'callbacks' },
        registered,
        run,
        said,
        field('Partner Center posts', sending),
        field('The registration', registration),
        workButton({ class: 'button' }, 'Another tool registers', () =>
          post('webhook/other', { partnerTenantId: tenantOf(store) }),
        ),
        list,
      ),
    ),
    update(state) {
      const { snapshot } = state;
      const tenantId = personOf(state).tenantId;
      const own = snapshot.webhook.registrations.find((one) => one.partnerTenantId === tenantId);
      const name = partnerOf(snapshot, tenantId)?.name;
      renderWhenChanged(registered, JSON.stringify([own, name]), () => drawRegistered(own, name));
      run.hidden = !snapshot.can.webhook;
      if (sending.value !== snapshot.webhook.fault) sending.value = snapshot.webhook.fault;
      const broken = faultOf(snapshot)?.act.status;
      const now = Object.entries(registering).find(([, { act }]) => act?.status === broken)?.[0] ?? 'works';
      if (registration.value !== now) registration.value = now;
      const sent = snapshot.webhook.sendings
        .filter((one) => one.partnerTenantId === tenantId)
        .slice(-5)
        .toReversed();
      list.hidden = sent.length === 0;
      renderWhenChanged(list, JSON.stringify(sent), () => sent.map(sentLine));
    },
  };
}

function select(name, names, change) {
  const element = h(
    'select',
    { name },
    Object.entries(names).map(([value, text]) => h('option', { value, text })),
  );
  element.addEventListener('change', () => attempt(change));
  return element;
}

function namesOf(table) {
  return Object.fromEntries(Object.entries(table).map(([key, { name }]) => [key, name]));
}

function tenantOf(store) {
  return personOf(store.get()).tenantId;
}

function faultOf({ faults }) {
  return faults.find(({ path }) => path === registrationPath);
}

async function breakRegistration(store, how) {
  const before = faultOf(store.get().snapshot);
  if (before !== undefined) await removeFault(before.id);
  const { act } = registering[how];
  if (act !== undefined)
    await post('fault', { service: 'partnerCenter', path: registrationPath, times: 1_000_000, act });
}

function drawRegistered(own, name) {
  if (own === undefined) return [h('p', { class: 'none', text: `Nothing is registered for ${name}.` })];
  const url = new URL(own.url);
  // The last part is what lets somebody post there.
  const path = url.pathname.replace(/([^/]{4})[^/]{8,}$/, '$1…');
  return [h('strong', { text: `${url.host}${path}` }), h('span', { text: own.events.join(', ') })];
}

function sentLine({ event, attempts, ended }) {
  const last = attempts.at(-1)?.status;
  const isThrough = last !== undefined && last >= 200 && last < 300;
  const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : '';
  const outcome = last === undefined ? 'on its way' : last === 0 ? 'no answer' : String(last);
  const chip = isThrough ? 'chip-good' : ended ? 'chip-bad' : 'chip-warn';
  return h('li', {}, h('span', { text: event }), h('span', { class: `chip ${chip}`, text: `${outcome}${tries}` }));
}
