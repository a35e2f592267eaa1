import { h, renderWhenChanged } from '../lib/dom.js';
import { hourly } from '../lib/format.js';
import { icon } from '../lib/icons.js';

const mostRows = 100;
const dots = { running: 'dot-on', stopped: 'dot-half', deallocated: 'dot-off' };

/** A resource group that can be folded. */
export function azureGroup(name, open) {
  return h(
    'details',
    { class: 'azure-group', open, data: { group: name } },
    h(
      'summary',
      {},
      icon('chevron', 16),
      h('span', { class: 'azure-name', text: name }),
      h('span', { class: 'azure-cost' }),
    ),
    h('ul', {}),
  );
}

/** Draws the group's resources as they are now: those that run first, those that are gone last. */
export function updateGroup(element, resources, { currency, person }) {
  const signature = JSON.stringify([resources, person.id]);
  const burn = resources.reduce((sum, { costPerHour }) => sum + costPerHour, 0);
  element.querySelector('.azure-cost').textContent = burn > 0 ? hourly(burn, currency, person) : '';
  renderWhenChanged(element.querySelector('ul'), signature, () => {
    const sorted = resources.toSorted((a, b) => order(a) - order(b) || b.costPerHour - a.costPerHour);
    const more = sorted.length - mostRows;
    return [
      ...sorted.slice(0, mostRows).map((resource) => row(resource, currency, person)),
      ...(more > 0 ? [h('li', { class: 'none', text: `And ${more} more.` })] : []),
    ];
  });
}

function order({ goneAt, mines }) {
  return goneAt !== undefined ? 2 : mines ? 0 : 1;
}

function row(resource, currency, person) {
  const { name, type, location, power, costPerHour, mines, locked, deleting, goneAt } = resource;
  const gone = goneAt !== undefined;
  return h(
    'li',
    { class: gone ? 'is-gone' : '', data: { resource: name } },
    h('span', { class: `dot ${gone ? 'dot-gone' : (dots[power] ?? 'dot-none')}` }),
    h(
      'span',
      { class: 'azure-what' },
      h('span', { class: 'azure-name', text: name }),
      h('span', {
        class: 'azure-type',
        text: [shortType(type), location, gone ? undefined : power].filter(Boolean).join(' · '),
      }),
      (mines || locked || deleting) &&
        !gone &&
        h(
          'span',
          { class: 'azure-tags' },
          mines && h('span', { class: 'tag tag-bad', text: 'Mines' }),
          locked && h('span', { class: 'tag', text: 'Locked' }),
          deleting && h('span', { class: 'tag tag-warn', text: 'Being deleted' }),
        ),
    ),
    h('span', {
      class: 'azure-cost',
      text: gone ? 'gone' : costPerHour > 0 ? hourly(costPerHour, currency, person) : '',
    }),
  );
}

/** `Microsoft.Sql/servers/databases` as `servers/databases`. */
function shortType(type) {
  return type.split('/').slice(1).join('/');
}
