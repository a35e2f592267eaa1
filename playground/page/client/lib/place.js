/** Who one is and what one looks at, kept in the address: a reload stays there, and two windows can be two people. */
export function readPlace() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  return { personId: parameters.get('person') ?? undefined, conversationId: parameters.get('in') ?? undefined };
}

export function writePlace({ personId, conversationId }) {
  const hash = `#${new URLSearchParams({ person: personId, in: conversationId })}`;
  if (location.hash !== hash) history.replaceState(null, '', hash);
}
