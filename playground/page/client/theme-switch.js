import { h } from './lib/dom.js';
import { chooseTheme, chosenTheme } from './lib/theme.js';

const themes = { auto: 'Auto', light: 'Light', dark: 'Dark' };

/** Three choices of theme; Auto follows the system. */
export function themeSwitch() {
  return h(
    'fieldset',
    { class: 'segments' },
    h('legend', { class: 'visually-hidden', text: 'Theme' }),
    Object.entries(themes).map(([theme, name]) =>
      h(
        'label',
        {},
        h('input', {
          type: 'radio',
          name: 'theme',
          value: theme,
          checked: chosenTheme() === theme,
          on: { change: () => chooseTheme(theme) },
        }),
        h('span', { text: name }),
      ),
    ),
  );
}
