import { h } from './dom.js';
import { avatarColour, initials } from './format.js';

/** The round picture of a person: his initials on a colour of his own. */
export function avatar(person, size = 'medium') {
  return h('span', {
    class: `avatar avatar-${size} avatar-colour-${avatarColour(person.id)}`,
    'aria-hidden': 'true',
    text: initials(person.name),
  });
}

export function botAvatar(size = 'medium') {
  return h('img', { class: `avatar avatar-bot avatar-${size}`, src: '/icon.svg', alt: '' });
}
