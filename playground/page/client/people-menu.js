import { avatar } from './lib/avatar.js';
import { h, renderWhenChanged } from './lib/dom.js';
import { icon } from './lib/icons.js';
import { partnerOf } from './lib/store.js';

/** The switch of people: a button that says who one is, and a menu of everybody by partner. */
export function peopleMenu(choose) {
  const button = h('button', {
    class: 'person-button',
    type: 'button',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
  });
  const menu = h('div', { class: 'person-menu', role: 'menu', 'aria-label': 'Be somebody else', hidden: true });
  const element = h('div', { class: 'person-switch' }, button, menu);

  button.addEventListener('click', () => (menu.hidden ? open() : close()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    open();
  });
  menu.addEventListener('keydown', (event) => {
    const choices = [...menu.querySelectorAll('[role=menuitemradio]')];
    const place = choices.indexOf(document.activeElement);
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: choices.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      choices.at(next % choices.length).focus();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      button.focus();
    } else if (event.key === 'Tab') close();
  });
  document.addEventListener('click', (event) => {
    if (!menu.hidden && !element.contains(event.target)) close();
  });

  return {
    element,
    update(snapshot, person) {
      const partner = partnerOf(snapshot, person.tenantId);
      renderWhenChanged(button, JSON.stringify([person, partner]), () => [
        avatar(person, 'large'),
        h(
          'span',
          { class: 'person-text' },
          h('span', { class: 'person-you', text: 'You are' }),
          h('strong', { text: person.name }),
          h('span', { class: 'person-title', text: titleOf(person, partner) }),
        ),
        icon('chevron'),
      ]);
      renderWhenChanged(menu, JSON.stringify([snapshot.people, snapshot.partners, person.id]), () =>
        items(snapshot, person),
      );
    },
  };

  function items(snapshot, current) {
    const byTenant = Map.groupBy(snapshot.people, ({ tenantId }) => tenantId);
    return [...byTenant].map(([tenantId, people]) =>
      h(
        'div',
        { role: 'group', 'aria-label': partnerOf(snapshot, tenantId)?.name ?? 'Others' },
        h('h3', { text: partnerOf(snapshot, tenantId)?.name ?? 'Others' }),
        people.map((person) => item(person, person.id === current.id)),
      ),
    );
  }

  function item(person, current) {
    return h(
      'button',
      {
        type: 'button',
        role: 'menuitemradio',
        'aria-checked': String(current),
        tabindex: -1,
        data: { person: person.name, focus: person.id },
        on: {
          click: () => {
            close();
            button.focus();
            choose(person.id);
          },
        },
      },
      avatar(person),
      h(
        'span',
        { class: 'person-text' },
        h('strong', { text: person.name }),
        h('span', { class: 'person-title', text: person.title }),
      ),
      person.isGuest && h('span', { class: 'tag', text: 'Guest' }),
      current && icon('check', 18),
    );
  }

  function open() {
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    (menu.querySelector('[aria-checked=true]') ?? menu.querySelector('[role=menuitemradio]'))?.focus();
  }

  function close() {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  }
}

function titleOf(person, partner) {
  return partner === undefined ? person.title : `${person.title}, ${partner.name}`;
}
