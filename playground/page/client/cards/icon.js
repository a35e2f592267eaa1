import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

const sizes = { xxSmall: 12, xSmall: 16, Small: 20, Standard: 24, Medium: 28, Large: 32, xLarge: 40, xxLarge: 48 };

/** Names of the Fluent catalogue that have a likeness among our icons; another name is drawn as a dot. */
const likeness = {
  Alert: 'alert',
  ArrowReply: 'reply',
  ArrowSync: 'refresh',
  Chat: 'chat',
  Checkmark: 'check',
  CheckmarkCircle: 'circleCheck',
  Clock: 'clock',
  Delete: 'trash',
  Flash: 'zap',
  Globe: 'world',
  Info: 'info',
  Link: 'link',
  Mention: 'at',
  Money: 'money',
  Person: 'person',
  Send: 'send',
  Server: 'server',
  Shield: 'shield',
  Warning: 'alert',
};

/** An Icon element. Decorative: it carries no name of its own in the schema. */
export function drawIcon({ name = '', size = 'Standard', color = 'Default' }) {
  const pixels = sizes[size] ?? sizes.Standard;
  const likely = likeness[name];
  const drawn = likely === undefined ? h('span', { class: 'card-icon-dot' }) : icon(likely, pixels);
  return h('div', { class: `card-icon card-icon-${color}` }, drawn);
}
