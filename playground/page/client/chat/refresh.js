import { refreshFor } from '../cards/prepare.js';

/**
 * Sends the automatic refresh of a shown card, once per person and version of the card. A refresh changes nothing
 * that is visible when it fails: Teams does not say so either.
 */
export function automaticRefresh(execute) {
  const sent = new Set();
  return (messages, person) => {
    for (const message of messages) {
      const refresh = message.deleted ? undefined : refreshFor(message.card, person);
      if (refresh === undefined) continue;
      const key = JSON.stringify([person.id, message.id, message.card]);
      if (sent.has(key)) continue;
      sent.add(key);
      execute({ personId: person.id, messageId: message.id, ...refresh, trigger: 'automatic' }).catch(() => {});
    }
  };
}
