import { post } from '../lib/api.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { partnerOf, personOf } from '../lib/store.js';
import { toast } from '../lib/toast.js';
import { field, section, whileBusy } from './section.js';

/** "New detection": Microsoft reports one more subscription. */
export function detectionSection() {
  const target = h('select', { name: 'subscription' });
  const machines = h('input', { name: 'machines', type: 'number', min: 1, max: 50, value: 3, required: true });
  const isTest = h('input', { name: 'isTest', type: 'checkbox' });
  const button = h('button', { class: 'button primary', type: 'submit' }, 'Report it');
  const form = h(
    'form',
    {},
    field('Customer and subscription', target),
    h(
      'div',
      { class: 'field-row' },
      field('Machines that mine', machines),
      h('label', { class: 'check' }, isTest, h('span', { text: 'Test alert' })),
    ),
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileBusy(button, report);
  });

  return {
    element: section({ name: 'New detection', sign: 'alert' }, form),
    update({ snapshot, ...state }) {
      const own = partnerOf(snapshot, personOf({ snapshot, ...state }).tenantId);
      const customers = snapshot.customers.toSorted((a, b) => rank(a, own) - rank(b, own));
      renderWhenChanged(target, JSON.stringify([customers, snapshot.partners]), () => options(customers, snapshot));
    },
  };

  async function report() {
    const [partnerTenantId, subscriptionId] = target.value.split(' ');
    const alert = await post('detection', {
      partnerTenantId,
      subscriptionId,
      machines: machines.valueAsNumber,
      isTest: isTest.checked,
    });
    toast('good', `${alert.customerName}, ${alert.subscriptionName}. The bot learns of it at its next look.`, {
      title: 'Microsoft reports a detection',
    });
  }
}

function rank(customer, partner) {
  return customer.partnerTenantId === partner?.tenantId ? 0 : 1;
}

function options(customers, snapshot) {
  return customers.map((customer) => {
    const partner = partnerOf(snapshot, customer.partnerTenantId)?.name ?? '';
    return h(
      'optgroup',
      { label: `${customer.name} (${partner})` },
      customer.subscriptions.map(({ id, name }) =>
        h('option', { value: `${customer.partnerTenantId} ${id}`, text: `${customer.name} · ${name}` }),
      ),
    );
  });
}
