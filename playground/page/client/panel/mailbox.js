import { h, reconcile, renderWhenChanged } from '../lib/dom.js';
import { messageTime } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { personOf } from '../lib/store.js';
import { field, section } from './section.js';

/** "Mailbox": what people sent by mail, as it lies in their Sent Items and in the recipients' inboxes. */
export function mailboxSection(store) {
  const choose = h('select', { name: 'mailbox' });
  const chooser = field('Shown', choose);
  const list = h('div', { class: 'mails' });
  const none = h('p', { class: 'none', text: 'No mail so far.' });
  choose.addEventListener('change', () => update(store.get()));

  function update(state) {
    const person = personOf(state);
    const { people, mails, now } = state.snapshot;
    const colleagues = new Map(
      people.filter(({ tenantId }) => tenantId === person.tenantId).map((one) => [one.id, one]),
    );
    const all = mails.filter(({ personId }) => colleagues.has(personId));
    const boxes = boxesOf(all);
    renderWhenChanged(choose, JSON.stringify([boxes, choose.value]), () => options(boxes, choose.value));
    const shown = all.filter((mail) => choose.value === '' || boxKeys(mail).includes(choose.value));
    chooser.hidden = all.length === 0;
    none.hidden = shown.length > 0;
    reconcile(list, shown.toReversed(), {
      key: ({ id }) => id,
      create: mailLine,
      update: (element, mail) => {
        element.querySelector('.mail-when').textContent = `${mail.from.name} · ${messageTime(mail.at, now, person)}`;
      },
    });
  }

  return { element: section({ name: 'Mailbox', sign: 'mail', open: false }, chooser, list, none), update };
}

const sentOf = ({ from }) => `sent ${from.address}`;
const inboxOf = (address) => `inbox ${address.toLowerCase()}`;

/** The mailboxes in which a mail lies. */
function boxKeys(mail) {
  return [...(mail.savedToSentItems ? [sentOf(mail)] : []), ...mail.to.map(inboxOf)];
}

function boxesOf(mails) {
  const sent = mails.filter(({ savedToSentItems }) => savedToSentItems).map((mail) => [sentOf(mail), mail.from.name]);
  const inbox = mails.flatMap(({ to }) => to.map((address) => [inboxOf(address), address]));
  return { 'Sent Items': [...new Map(sent)], Inbox: [...new Map(inbox)] };
}

function options(boxes, chosen) {
  return [
    h('option', { value: '', text: 'All mail' }),
    ...Object.entries(boxes)
      .filter(([, of]) => of.length > 0)
      .map(([label, of]) =>
        h(
          'optgroup',
          { label },
          of.map(([value, text]) => h('option', { value, text, selected: value === chosen })),
        ),
      ),
  ];
}

function mailLine({ id, to, customer, subject, body, savedToSentItems }) {
  return h(
    'details',
    { class: 'mail', data: { mail: id } },
    h(
      'summary',
      {},
      h(
        'span',
        { class: 'mail-head' },
        h('strong', { text: subject }),
        h('span', { text: `To ${to.join(', ')}` }),
        h('span', { class: 'mail-when hint' }),
        h(
          'span',
          { class: 'mail-tags' },
          customer && h('span', { class: 'tag', text: customer.name }),
          !savedToSentItems && h('span', { class: 'tag tag-warn', text: 'Not in Sent Items' }),
        ),
      ),
      icon('chevron', 16),
    ),
    h('p', { class: 'outside-text', text: body }),
  );
}
