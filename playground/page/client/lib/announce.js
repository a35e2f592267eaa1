/** Says new messages of a person's conversations to screen readers, shortly: who, and where. */
export function createAnnouncer(element) {
  let known;
  return (snapshot, person) => {
    const ids = new Set(snapshot.messages.map(({ id }) => id));
    const fresh =
      known === undefined ? [] : snapshot.messages.filter(({ id, from }) => !known.has(id) && from !== person.id);
    known = ids;
    const visible = new Map(
      snapshot.conversations.filter(({ memberIds }) => memberIds.includes(person.id)).map((one) => [one.id, one]),
    );
    const last = fresh.findLast(({ conversationId }) => visible.has(conversationId));
    if (last === undefined) return;
    const sender =
      last.from === 'bot' ? 'Mining Watch' : (snapshot.people.find(({ id }) => id === last.from)?.name ?? 'Somebody');
    element.textContent = `New message from ${sender} in ${visible.get(last.conversationId).name}`;
  };
}
