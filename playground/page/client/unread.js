/**
 * Remembers how much of each conversation each person has seen while the page is open. What is there when the page is
 * opened counts as unread, except for the conversation that is looked at.
 */
export function createUnread() {
  const seen = new Map();
  const total = new Map();
  return {
    /** Takes over a snapshot; what `person` now looks at is seen. */
    update(snapshot, person, conversationId) {
      total.clear();
      for (const message of snapshot.messages) {
        if (message.from !== person.id) total.set(message.conversationId, (total.get(message.conversationId) ?? 0) + 1);
      }
      seen.set(`${person.id} ${conversationId}`, total.get(conversationId) ?? 0);
    },
    isUnread: (personId, conversationId) =>
      (total.get(conversationId) ?? 0) > (seen.get(`${personId} ${conversationId}`) ?? 0),
  };
}
