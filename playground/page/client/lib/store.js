/** What the page knows: the world's snapshot, and which person and conversation are looked at. */
export function createStore() {
  const listeners = new Set();
  let state = { snapshot: undefined, personId: undefined, conversationId: undefined, connected: true };
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener(state);
    },
    subscribe: (listener) => listeners.add(listener),
  };
}

/** Stands for the 1:1 chat of a person who has not written to the bot yet. */
export const newChatId = 'new-chat';

export function personOf({ snapshot, personId }) {
  return snapshot.people.find((person) => person.id === personId) ?? snapshot.people[0];
}

export function partnerOf(snapshot, tenantId) {
  return snapshot.partners.find((partner) => partner.tenantId === tenantId);
}

/** The conversations that a person sees: the channels he is a member of, then his own chat with the bot. */
export function conversationsOf(snapshot, person) {
  const channels = snapshot.conversations.filter(
    (conversation) => conversation.kind === 'channel' && conversation.memberIds.includes(person.id),
  );
  const chat = snapshot.conversations.find(
    (conversation) => conversation.kind === 'personal' && conversation.personId === person.id,
  );
  return [...channels, chat ?? newChat(person)];
}

function newChat(person) {
  return {
    id: newChatId,
    kind: 'personal',
    tenantId: person.tenantId,
    name: 'Mining Watch',
    personId: person.id,
    memberIds: [person.id],
    state: 'open',
  };
}

/** The conversation looked at, or the person's channel of alerts, or the first that he sees. */
export function conversationOf(state) {
  const conversations = conversationsOf(state.snapshot, personOf(state));
  const asked = conversations.find((conversation) => conversation.id === state.conversationId);
  if (asked !== undefined) return asked;
  // The chat that was new until the first message has an id of its own now.
  const chat = conversations.at(-1);
  if (state.conversationId === newChatId) return chat;
  return conversations.find(({ name }) => name === 'Azure Alerts') ?? conversations[0];
}

export function messagesOf(snapshot, conversationId) {
  return snapshot.messages.filter((message) => message.conversationId === conversationId);
}
