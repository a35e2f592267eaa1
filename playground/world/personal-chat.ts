import { need, type Store } from './store.ts';
import type { WorldConversation } from './types.ts';

/** The 1:1 chat of a person with the bot; made when there is none. */
export function personalConversation(store: Store, personId: string): WorldConversation {
  const person = need(store.people, personId, 'person');
  const id = `a:1${store.ids.letters(`chat/${person.id}`, 40)}`;
  const known = store.conversations.get(id);
  if (known !== undefined) return known;
  const made: WorldConversation = {
    id,
    kind: 'personal',
    tenantId: person.tenantId,
    name: store.bot.name,
    personId: person.id,
    memberIds: [person.id],
    state: 'open',
  };
  store.conversations.set(id, made);
  store.changed();
  return made;
}
