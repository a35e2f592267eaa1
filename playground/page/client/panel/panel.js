import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { alertsSection } from './alerts.js';
import { azureSection } from './azure.js';
import { botSection } from './bot.js';
import { callbacksSection } from './callbacks.js';
import { channelsSection } from './channels.js';
import { clockSection } from './clock.js';
import { detectionSection } from './detection.js';
import { faultsSection } from './faults.js';
import { loginSection } from './login.js';
import { mailboxSection } from './mailbox.js';
import { supportSection } from './support.js';

const all = [
  detectionSection,
  alertsSection,
  supportSection,
  mailboxSection,
  clockSection,
  azureSection,
  loginSection,
  callbacksSection,
  faultsSection,
  channelsSection,
  botSection,
];

/** The right panel: what happens in the world outside of the chat. Returns what draws a state. */
export function createPanel(root, store, { close }) {
  const sections = all.map((make) => make(store));
  root.append(
    h(
      'header',
      { class: 'panel-header' },
      h('div', {}, h('h2', { text: 'The world' }), h('p', { text: 'Nothing here leaves this machine.' })),
      h(
        'button',
        { class: 'icon-button drawer-close', type: 'button', 'aria-label': 'Close', on: { click: close } },
        icon('close'),
      ),
    ),
    ...sections.map(({ element }) => element),
  );
  return (state) => {
    for (const section of sections) section.update(state);
  };
}
