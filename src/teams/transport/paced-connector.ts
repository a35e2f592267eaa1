import type { CallRoom } from '../../workflow/sending-ports.ts';
import type { Connector } from './connector.ts';
import { createInRoom } from './in-room.ts';

/**
 * A connector that keeps Teams' limits in the calls that are no posts: looking a member or a team's channels up, opening a
 * 1:1 chat, deleting a message. Those that post are reserved with their posts. A call that would have to wait longer than `patienceMs` is not
 * made: it throws the ConnectorError `throttled`, as Teams would answer it.
 */
export function createPacedConnector(connector: Connector, room: CallRoom, patienceMs: number): Connector {
  const paced = createInRoom(room, patienceMs);
  return {
    ...connector,
    member: (place, memberId) => {
      const { tenantId } = place;
      const about = `members:${conversationOf(place)}`;
      return paced({ tenantId, about }, () => connector.member(place, memberId));
    },
    channel: (team, teamsChannelId) => {
      const { tenantId, teamId } = team;
      return paced({ tenantId, about: `channels:${teamId}` }, () => connector.channel(team, teamsChannelId));
    },
    createPersonal: (person) => {
      const { tenantId, teamsId } = person;
      return paced({ tenantId, about: `open:${teamsId}` }, () => connector.createPersonal(person));
    },
    remove: (place, activityId) => {
      const { tenantId } = place;
      return paced({ tenantId, about: conversationOf(place) }, () => connector.remove(place, activityId));
    },
  };
}

/** Without the message that a thread begins with, as posts are counted. */
function conversationOf({ conversationId }: { readonly conversationId: string }): string {
  return conversationId.split(';messageid=', 1)[0] ?? conversationId;
}
