import { post } from '../lib/api.js';
import { h, reconcile, renderWhenChanged } from '../lib/dom.js';
import { hourly } from '../lib/format.js';
import { partnerOf, personOf } from '../lib/store.js';
import { attempt } from '../lib/toast.js';
import { azureGroup, updateGroup } from './azure-group.js';
import { field, section } from './section.js';

const states = {
  enabled: ['chip-good', 'Enabled'],
  cancelled: ['chip-warn', 'Cancelled'],
  inactive: ['chip-bad', 'Inactive'],
};

/** "Azure": a subscription as it truly is, beside what the chat says of it, and who attacks it. */
export function azureSection(store) {
  const choose = h('select', { name: 'azure-subscription' });
  const facts = h('div', { class: 'azure-facts' });
  const attacker = h('input', { name: 'attacker', type: 'checkbox' });
  const groups = h('div', { class: 'azure-groups' });
  let chosen;

  choose.addEventListener('change', () => {
    chosen = choose.value;
    update(store.get());
  });
  attacker.addEventListener('change', async () => {
    const attack = { subscriptionId: choose.value, on: attacker.checked };
    if (!(await attempt(() => post('attacker', attack)))) attacker.checked = !attacker.checked;
  });

  function update(state) {
    const { snapshot } = state;
    const person = personOf(state);
    const own = partnerOf(snapshot, person.tenantId);
    renderWhenChanged(choose, JSON.stringify([snapshot.customers, own?.tenantId]), () => options(snapshot, own));
    choose.value = chosen ?? interesting(snapshot, own);
    const subscription = snapshot.azure.find(({ id }) => id === choose.value) ?? snapshot.azure[0];
    renderWhenChanged(facts, JSON.stringify([factsOf(subscription), person.id]), () => drawFacts(subscription, person));
    attacker.checked = subscription.attacked;
    const all = [...Map.groupBy(subscription.resources, ({ group }) => group)];
    reconcile(
      groups,
      all.toSorted(([, a], [, b]) => rank(b) - rank(a)),
      {
        key: ([name]) => `${subscription.id} ${name}`,
        create: ([name, resources]) => azureGroup(name, isOfInterest(resources)),
        update: (element, [, resources]) => updateGroup(element, resources, { ...subscription, person }),
      },
    );
  }

  return {
    element: section(
      { name: 'Azure', sign: 'server' },
      field('Subscription', choose),
      facts,
      h(
        'label',
        { class: 'azure-attacker' },
        attacker,
        h(
          'span',
          {},
          h('strong', { text: 'Attacker at work' }),
          h('span', { text: 'Makes machines, locks a disk, and is back an hour after they are deleted.' }),
        ),
      ),
      groups,
    ),
    update,
  };
}

function options({ customers }, own) {
  return customers
    .toSorted((a, b) => Number(b.partnerTenantId === own?.tenantId) - Number(a.partnerTenantId === own?.tenantId))
    .map((customer) =>
      h(
        'optgroup',
        { label: customer.name },
        customer.subscriptions.map(({ id, name }) => h('option', { value: id, text: `${customer.name} · ${name}` })),
      ),
    );
}

/** The subscription of the latest alert of one's own partner, or the first of his. */
function interesting({ alerts, customers }, own) {
  const latest = alerts
    .filter(({ partnerTenantId }) => partnerTenantId === own?.tenantId)
    .toSorted((a, b) => (a.detectedAt < b.detectedAt ? 1 : -1))[0];
  const first = customers.find(({ partnerTenantId }) => partnerTenantId === own?.tenantId) ?? customers[0];
  return latest?.subscriptionId ?? first?.subscriptions[0]?.id ?? '';
}

function factsOf({ id, state, burnPerHour, currency, resources }) {
  return { id, state, burnPerHour, currency, there: resources.filter(({ goneAt }) => goneAt === undefined).length };
}

function drawFacts(subscription, person) {
  const { state, burnPerHour, currency, there } = factsOf(subscription);
  const [chip, name] = states[state];
  return [
    h(
      'div',
      {},
      h('strong', { class: 'azure-burn', text: hourly(burnPerHour, currency, person) }),
      h('span', { text: `an hour now, for ${there} resources` }),
    ),
    h('span', { class: `chip ${chip}`, text: name }),
  ];
}

/** Groups in which something happens come first, then what costs most. */
function rank(resources) {
  return (isOfInterest(resources) ? 1e6 : 0) + resources.reduce((sum, { costPerHour }) => sum + costPerHour, 0);
}

function isOfInterest(resources) {
  return resources.some(
    ({ mines, goneAt, deleting, power }) =>
      mines || deleting || goneAt !== undefined || (power ?? 'running') !== 'running',
  );
}
