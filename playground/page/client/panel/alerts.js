import { post } from '../lib/api.js';
import { breakable, h, renderWhenChanged } from '../lib/dom.js';
import { messageTime } from '../lib/format.js';
import { partnerOf, personOf } from '../lib/store.js';
import { attempt } from '../lib/toast.js';
import { section } from './section.js';

const chips = { active: 'chip-bad', new: 'chip-bad', investigating: 'chip-warn', resolved: 'chip-good' };
const reasons = ['legitimate', 'fraud', 'ignore'];

/** "Partner Center now says": every alert of every partner as Microsoft has it, which the bot must bring to an answer. */
export function alertsSection(store) {
  const list = h('div', { class: 'alerts' });
  return {
    element: section({ name: 'Partner Center now says', sign: 'shield' }, list),
    update(state) {
      const person = personOf(state);
      const { alerts, partners, now } = state.snapshot;
      renderWhenChanged(list, JSON.stringify([alerts, person.id, now.slice(0, 10)]), () => {
        if (alerts.length === 0) return [h('p', { class: 'none', text: 'No alert so far.' })];
        const own = partnerOf(state.snapshot, person.tenantId);
        return partners
          .toSorted((a, b) => Number(b === own) - Number(a === own))
          .map((partner) =>
            partnerAlerts(
              partner,
              alerts.filter((alert) => alert.partnerTenantId === partner.tenantId),
              person,
              now,
            ),
          )
          .filter((part) => part !== undefined);
      });
    },
  };

  function partnerAlerts(partner, alerts, person, now) {
    if (alerts.length === 0) return undefined;
    return h(
      'table',
      { class: 'alert-table' },
      h('caption', { text: partner.name }),
      h(
        'thead',
        { class: 'visually-hidden' },
        h(
          'tr',
          {},
          ['Customer and subscription', 'State'].map((name) => h('th', { scope: 'col', text: name })),
        ),
      ),
      h(
        'tbody',
        {},
        alerts.toSorted((a, b) => (a.detectedAt < b.detectedAt ? 1 : -1)).map((alert) => alertRow(alert, person, now)),
      ),
    );
  }

  function alertRow(alert, person, now) {
    const resolved = alert.resolvedReason !== null;
    return h(
      'tr',
      { data: { alert: alert.id } },
      h(
        'td',
        {},
        h('strong', { text: alert.customerName }),
        h('span', { text: alert.subscriptionName }),
        h(
          'span',
          { class: 'alert-type' },
          breakable(alert.alertType),
          alert.isTest && h('span', { class: 'tag', text: 'Test' }),
          ` · ${messageTime(alert.detectedAt, now, person)}`,
        ),
        resolved &&
          h(
            'span',
            { class: 'alert-end' },
            h('b', { text: alert.resolvedReason }),
            alert.resolvedBy && [' by ', breakable(alert.resolvedBy)],
          ),
      ),
      h(
        'td',
        {},
        h('span', { class: `chip ${chips[alert.status.toLowerCase()] ?? ''}`, text: alert.status }),
        !resolved && byHand(alert, person),
      ),
    );
  }

  function byHand(alert, person) {
    const choose = h(
      'select',
      {
        class: 'by-hand',
        'aria-label': `Resolve the alert of ${alert.customerName} by hand`,
        data: { focus: alert.id },
      },
      h('option', { value: '', text: 'By hand…' }),
      reasons.map((reason) => h('option', { value: reason, text: reason })),
    );
    choose.addEventListener('change', async () => {
      if (choose.value === '') return;
      const resolved = {
        partnerTenantId: alert.partnerTenantId,
        alertId: alert.id,
        reason: choose.value,
        by: whoOf(alert, person),
      };
      if (!(await attempt(() => post('resolve', resolved)))) choose.value = '';
    });
    return choose;
  }

  /** Somebody of the partner whose alert it is: the person looked at, or the first of his colleagues. */
  function whoOf({ partnerTenantId }, person) {
    if (person.tenantId === partnerTenantId) return person.upn;
    return store.get().snapshot.people.find(({ tenantId }) => tenantId === partnerTenantId)?.upn ?? person.upn;
  }
}
