import type { Json } from '../../workflow/ports.ts';
import type { Post } from '../../workflow/post-ports.ts';
import type { CountedCall } from '../../workflow/sending-ports.ts';
import type { Connector, OutgoingActivity, Sent } from './connector.ts';
import { ConnectorError } from './connector-error.ts';
import type { InRoom } from './in-room.ts';
import { isRecord } from './is-record.ts';

/**
 * Posts or updates, once. A message that is not there any more is posted anew, in a new thread where it opened one; that is
 * a second request, for which there is room at another moment. Throws ConnectorError.
 */
export async function sendPost(
  { connector, inRoom }: { readonly connector: Connector; readonly inRoom: InRoom },
  post: Post,
  activity: OutgoingActivity,
): Promise<Sent> {
  const { serviceUrl, tenantId, sentTo } = post;
  if (sentTo !== undefined) {
    try {
      const place = { serviceUrl, tenantId, conversationId: sentTo.conversationId };
      await connector.update(place, sentTo.activityId, activity);
      return sentTo;
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'gone') throw error;
      return inRoom(roomOf(post), () => postAnew(connector, post, activity));
    }
  }
  return postAnew(connector, post, activity);
}

/** What Teams counts the requests of a post by. */
export function roomOf({ tenantId, thread }: Post): CountedCall {
  return { tenantId, about: thread };
}

function postAnew(connector: Connector, post: Post, activity: OutgoingActivity): Promise<Sent> {
  const { serviceUrl, tenantId } = post;
  return post.place.kind === 'channel'
    ? connector.newThread({ serviceUrl, tenantId, teamsChannelId: post.teamsChannelId ?? post.thread }, activity)
    : connector.reply({ serviceUrl, tenantId, conversationId: post.place.conversationId }, activity);
}

/** A drawn activity as it goes out; a message has text or a card, as Teams makes two messages of both (facts/teams.md 1.1). */
export function outgoing(activity: Json): OutgoingActivity {
  if (!isRecord(activity)) throw new TypeError('an activity is not an object');
  const fields: OutgoingActivity = { type: 'message', ...activity };
  if ('text' in fields && 'attachments' in fields) throw new TypeError('an activity has both text and a card');
  return fields;
}
