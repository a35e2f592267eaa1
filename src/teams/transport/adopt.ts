import type { PostId } from '../../domain/ids.ts';
import type { Log } from '../../workflow/ports.ts';
import type { Post, PostStore } from '../../workflow/post-ports.ts';
import type { Connector, ConversationPlace } from './connector.ts';
import { ConnectorError } from './connector-error.ts';

/** A message of the bot's that somebody clicked on, and whose mark names a post. */
export interface SeenMessage extends ConversationPlace {
  readonly activityId: string;
}

/**
 * `known`: it is the one on record, or the record of another post. `taken`: it was not known that it had been posted;
 * now it is on record. `removed`: the post is on record elsewhere, so this one was a duplicate and is deleted.
 * `left`: perhaps a duplicate, that could not be deleted now. `foreign`: it cannot be a message of that post.
 */
export type Adopted = 'known' | 'taken' | 'removed' | 'left' | 'foreign';

export interface AdoptDeps {
  readonly posts: Pick<PostStore, 'byId' | 'byActivity' | 'sent'>;
  readonly connector: Pick<Connector, 'remove'>;
  readonly log: Log;
}

/**
 * Brings order where a message was posted and the answer lost, so that it may be there twice: the one on record stays,
 * as updates go to it and the case's thread hangs on it; where none is, the one that was seen becomes it. Nothing can be
 * found before somebody clicks: a bot cannot read a channel. The mark came from a client, so a message is deleted only
 * where it is on nobody's record, and in the thread of that post.
 */
export function createAdopt(deps: AdoptDeps): (postId: PostId, seen: SeenMessage) => Promise<Adopted> {
  return async (postId, seen) => {
    const { conversationId, activityId } = seen;
    if (await deps.posts.byActivity(conversationId, activityId)) return 'known';
    const post = await deps.posts.byId(postId);
    if (post === undefined || !mayBeOf(post, seen)) return 'foreign';
    if (post.sentTo?.activityId === activityId) return 'known';
    if (post.sentTo === undefined) {
      // Drawn from nothing that is known (0), so a living card is drawn anew at once.
      await deps.posts.sent(post.id, { conversationId, activityId }, 0);
      deps.log.info({ post: post.id }, 'found a message that was not known to be posted');
      return 'taken';
    }
    // On its way at this moment: it may be this very message that is about to be written down.
    if (post.state === 'sending') return 'left';
    try {
      await deps.connector.remove({ ...seen, serviceUrl: post.serviceUrl }, activityId);
      deps.log.info({ post: post.id }, 'deleted a duplicate of a message');
      return 'removed';
    } catch (err) {
      if (!(err instanceof ConnectorError)) throw err;
      deps.log.warn({ err, post: post.id }, 'could not delete a duplicate of a message');
      return 'left';
    }
  };
}

function mayBeOf(post: Post, seen: SeenMessage): boolean {
  const sameTenant = post.tenantId.toLowerCase() === seen.tenantId.toLowerCase();
  const wasSent = post.sentTo !== undefined || post.attempt > 0;
  return sameTenant && wasSent && seen.conversationId.split(';messageid=', 1)[0] === post.thread;
}
