import { post } from '../lib/api.js';
import { h, reconcile } from '../lib/dom.js';
import { personOf } from '../lib/store.js';
import { toast } from '../lib/toast.js';
import { field, section, whileBusy } from './section.js';
import { copyButton, supportRequest, updateRequest } from './support-request.js';

/** "Microsoft support": Partner Center's form, where a request gets its number, and Microsoft behind it. */
export function supportSection(store) {
  const who = h('p', { class: 'hint' });
  const title = h('input', { name: 'title', required: true, maxlength: 500, autocomplete: 'off' });
  const description = h('textarea', { name: 'description', rows: 4, required: true, maxlength: 50_000 });
  const button = h('button', { class: 'button primary', type: 'submit' }, 'File the request');
  const form = h('form', {}, who, field('Title', title), field('Description', description), button);
  const list = h('div', { class: 'requests' });
  const none = h('p', { class: 'none', text: 'No request so far.' });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileBusy(button, file);
  });

  async function file() {
    const person = personOf(store.get());
    const request = { personId: person.id, title: title.value, description: description.value };
    const { number } = await post('support/file', request);
    form.reset();
    toast('good', 'Tell it to the bot: Microsoft shows a request to whoever filed it, and to nobody else.', {
      title: `Request ${number}`,
      extra: h('div', { class: 'toast-link' }, copyButton(number, 'Copy the number')),
    });
  }

  return {
    element: section({ name: 'Microsoft support', sign: 'help', open: false }, form, list, none),
    update(state) {
      const person = personOf(state);
      who.textContent = `In Partner Center, as ${person.name}.`;
      const requests = state.snapshot.serviceRequests.filter(
        ({ partnerTenantId }) => partnerTenantId === person.tenantId,
      );
      none.hidden = requests.length > 0;
      reconcile(list, requests.toReversed(), {
        key: ({ number }) => number,
        create: supportRequest,
        update: (element, request) => updateRequest(element, request, { person, now: state.snapshot.now }),
      });
    },
  };
}
