import { refreshFor } from '../cards/prepare.js';

const minuteMs = 60_000;

/**
 * Sends the automatic refresh of a shown card, once per person and version of the card, and again when a minute of the
 * world's clock has passed, which is when Teams sends it (facts/teams.md 3.2). A form that stands in the card's place has
 * none and stays. A refresh changes nothing that is visible when it fails: Teams does not say so either.
 */
export function automaticRefresh(execute) {
  const sent = new Map();
  return (messages, person, now) => {
    const at = Date.parse(now);
    for (const message of messages) {
      const refresh = message.deleted ? undefined : refreshFor(message.cardFor[person.id] ?? message.card, person);
      if (refresh === undefined) continue;
      const key = `${person.id} ${message.id}`;
      const version = JSON.stringify(message.card);
      const last = sent.get(key);
      if (last !== undefined && last.version === version && at - last.at < minuteMs) continue;
      sent.set(key, { version, at });
      execute({ personId: person.id, messageId: message.id, ...refresh, trigger: 'automatic' }).catch(() => {});
    }
  };
}
