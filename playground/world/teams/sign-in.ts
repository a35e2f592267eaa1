import { isJson } from '../messages.ts';
import type { WorldSignIn } from '../sign-in-types.ts';
import { need, type Store } from '../store.ts';
import type { Json } from '../types.ts';
import { baseActivity } from './activities.ts';
import type { ClientParts } from './client.ts';

const oauthCard = 'application/vnd.microsoft.card.oauth';

interface SignInParts extends ClientParts {
  /** The token of a person's client for the bot's app. */
  readonly clientToken: (personId: string) => Promise<string>;
}

/** What Teams' clients do with a card that asks to sign in (facts/teams.md 4.4). */
export function signInClient(parts: SignInParts): WorldSignIn {
  const { store } = parts;

  async function invoke(personId: string, conversationId: string, name: string, value: Json): Promise<number> {
    const person = need(store.people, personId, 'person');
    const conversation = need(store.conversations, conversationId, 'conversation');
    const id = `f:${store.ids.next()}`;
    const activity = baseActivity({ store, serviceUrl: parts.serviceUrl(), person, conversation, id });
    const { status } = await parts.post({ ...activity, type: 'invoke', name, value });
    return status;
  }

  return {
    async silently({ personId, messageId, ...more }) {
      const { conversationId } = need(store.messages, messageId, 'message');
      const { tokenExchangeResource: resource, connectionName } = cardOf(store, messageId);
      const value = {
        id: isJson(resource) ? resource['id'] : undefined,
        connectionName,
        token: await parts.clientToken(personId),
        ...more,
      };
      return invoke(personId, conversationId, 'signin/tokenExchange', value);
    },
    verify: ({ personId, messageId, state }) =>
      invoke(personId, need(store.messages, messageId, 'message').conversationId, 'signin/verifyState', { state }),
    fail: ({ personId, messageId, code }) =>
      invoke(personId, need(store.messages, messageId, 'message').conversationId, 'signin/failure', {
        code,
        message: `The client says ${code}.`,
      }),
    link: (messageId) => {
      const { buttons } = cardOf(store, messageId);
      const [button] = Array.isArray(buttons) ? buttons : [];
      return isJson(button) ? String(button['value']) : '';
    },
    clientToken: parts.clientToken,
    holds(personId, connectionName) {
      const person = need(store.people, personId, 'person');
      return person.signedIn || store.heldTokens.has(`${person.teamsId} ${connectionName}`);
    },
    setConsent(by) {
      store.loginRules.consent = by;
      store.changed();
    },
  };
}

function cardOf(store: Store, messageId: string): Json {
  const { card } = need(store.messages, messageId, 'message');
  if (card?.['contentType'] !== oauthCard || !isJson(card['content']))
    throw new Error('the message asks for no sign-in');
  return card['content'];
}
