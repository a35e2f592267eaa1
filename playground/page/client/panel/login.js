import { post } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { personOf } from '../lib/store.js';
import { field, section, workButton } from './section.js';

const places = {
  documented: 'Where Microsoft documents it',
  accepted: 'Everywhere',
  refused: 'Not for alerts: MFA is missing',
};

const consents = {
  administrator: 'By an administrator: silently',
  people: 'By each person, in a window',
};

/** "Sign-in": where the bot's own token does, and the end of a person's sign-ins. */
export function loginSection(store) {
  const where = h(
    'select',
    { name: 'app-tokens' },
    Object.entries(places).map(([value, text]) => h('option', { value, text })),
  );
  where.addEventListener('change', () => post('app-tokens', { where: where.value }));
  const by = h(
    'select',
    { name: 'consent-by' },
    Object.entries(consents).map(([value, text]) => h('option', { value, text })),
  );
  by.addEventListener('change', () => post('consent-by', { by: by.value }));
  return {
    element: section(
      { name: 'Sign-in (Entra ID)', sign: 'person', open: false },
      field("The application's own token is taken", where),
      h('p', {
        class: 'hint',
        text: 'Where it is refused, an owner writes “consent” to the bot in 1:1 and signs in with the link. This browser will warn of the local certificate.',
      }),
      field('People’s own sign-in is agreed to', by),
      h('p', {
        class: 'hint',
        text: 'Somebody who has not signed in (or writes “sign out”) is asked in their 1:1 chat when something needs it.',
      }),
      workButton({ class: 'button' }, 'Revoke my sign-ins', () =>
        post('revoke', { personId: personOf(store.get()).id }),
      ),
    ),
    update({ snapshot }) {
      if (where.value !== snapshot.appTokens) where.value = snapshot.appTokens;
      if (by.value !== snapshot.consentBy) by.value = snapshot.consentBy;
    },
  };
}
