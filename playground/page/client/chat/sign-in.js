import { post } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { toast } from '../lib/toast.js';

export const isSignIn = (card) => card?.contentType === 'application/vnd.microsoft.card.oauth';

/**
 * What Teams' client does with a card that asks to sign in: it offers a token by itself, and shows a button for the
 * sign-in window where that is not enough. `changed` is called when a card has to be drawn anew.
 */
export function createSignIns(changed) {
  const states = new Map();
  const keyOf = (person, message) => `${person.id} ${message.id}`;
  const set = (person, message, state) => {
    states.set(keyOf(person, message), state);
    changed();
  };

  async function offer(person, message) {
    states.set(keyOf(person, message), 'trying');
    const { status } = await post('sign-in/silent', { personId: person.id, messageId: message.id });
    set(person, message, status === 200 ? 'in' : 'button');
  }

  async function verify(person, message, state) {
    const { status } = await post('sign-in/verify', { personId: person.id, messageId: message.id, state });
    if (status === 200) set(person, message, 'in');
    else
      toast('bad', 'The sign-in was not accepted. Try once more, as the person you are here.', {
        title: 'Not signed in',
      });
  }

  return {
    stateOf: (person, message) => states.get(keyOf(person, message)) ?? 'over',

    /** Offers a token for the last card in the person's chat, once. */
    follow(snapshot, person) {
      const chat = snapshot.conversations.find(({ kind, personId }) => kind === 'personal' && personId === person.id);
      const message = snapshot.messages.findLast(
        ({ conversationId, card, deleted }) => conversationId === chat?.id && !deleted && isSignIn(card),
      );
      if (message === undefined || states.has(keyOf(person, message))) return;
      offer(person, message).catch((error) => {
        set(person, message, 'button');
        toast('bad', error.message);
      });
    },

    open(person, message, link) {
      const opened = window.open(link, 'sign-in', 'popup,width=520,height=680');
      if (opened === null) return toast('bad', 'The browser did not let the sign-in window open.');
      const listen = (event) => {
        if (event.source !== opened || event.origin !== new URL(link).origin) return;
        window.removeEventListener('message', listen);
        const state = event.data?.signIn;
        if (/^\d+$/.test(state ?? '')) verify(person, message, state).catch((error) => toast('bad', error.message));
        else toast('info', 'Press “Sign in” once more if you want to.', { title: 'Not signed in' });
      };
      window.addEventListener('message', listen);
    },
  };
}

/** The card as Teams shows it. `state`: trying, button, in, or over for one that is not asked any more. */
export function signInCard({ text, buttons }, state, open) {
  const [button] = buttons ?? [];
  const shown = {
    trying: () => [h('p', { class: 'sign-in-quiet', role: 'status', text: 'Teams is signing you in…' })],
    in: () => [h('p', { class: 'sign-in-done', role: 'status' }, icon('circleCheck'), 'Signed in')],
    over: () => [h('p', { class: 'sign-in-quiet', text: 'This request to sign in is over.' })],
    button: () => [
      h('button', {
        class: 'button primary',
        type: 'button',
        text: button?.title ?? 'Sign in',
        data: { focus: 'sign-in' },
        on: { click: () => open(button?.value) },
      }),
    ],
  };
  return h('div', { class: 'card sign-in' }, h('p', { text }), ...shown[state]());
}
