import { randomUUID } from 'node:crypto';
import type { Snapshot, WorldPerson } from '../playground/world/types.ts';
import type { SeededCase } from './seed.ts';

export interface ActivityParts {
  readonly snapshot: Snapshot;
  readonly botAppId: string;
  readonly serviceUrl: string;
}

/** Makes the activities that Teams sends when a responder decides a fresh case by its card's button (facts of adaptiveCard/action). */
export function decideActivities({ snapshot, botAppId, serviceUrl }: ActivityParts): (seeded: SeededCase) => string {
  const responders = new Map(snapshot.people.filter((p) => p.title === 'responder').map((p) => [p.tenantId, p]));
  const names = new Map(snapshot.conversations.map((c) => [c.id, c.teamName ?? c.name]));
  return (seeded) => {
    const { id, partner, channelId, activityId } = seeded;
    const person = responders.get(partner.tenantId);
    if (person === undefined) throw new Error('a partner without a responder');
    const conversationId = `${channelId};messageid=${activityId}`;
    const tenant = { id: partner.tenantId };
    return JSON.stringify({
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `f:${randomUUID()}`,
      ...clientParts(person),
      channelId: 'msteams',
      serviceUrl,
      from: { id: person.teamsId, name: person.name, aadObjectId: person.id },
      recipient: { id: `28:${botAppId}`, name: 'Mining Watch' },
      conversation: { isGroup: true, conversationType: 'channel', tenantId: partner.tenantId, id: conversationId },
      replyToId: activityId,
      channelData: {
        tenant,
        team: { id: partner.teamId, name: names.get(partner.teamId) },
        channel: { id: channelId },
        source: { name: 'message' },
        legacy: { replyToId: activityId },
      },
      value: {
        action: {
          type: 'Action.Execute',
          verb: 'decide',
          data: { case: id, rev: 1, verdict: 'fraud', reason: 'Nobody at the customer knows these machines.' },
        },
        trigger: 'manual',
      },
    });
  };
}

function clientParts({ locale, timeZone }: WorldPerson): object {
  const now = new Date().toISOString();
  return {
    timestamp: now,
    localTimestamp: now,
    localTimezone: timeZone,
    locale,
    entities: [{ type: 'clientInfo', locale, country: 'IT', platform: 'Web', timezone: timeZone }],
  };
}
