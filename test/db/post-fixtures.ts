import type { Database } from '../../src/db/database.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';
import type { Store } from '../../src/workflow/ports.ts';
import type { NewPost, Post } from '../../src/workflow/post-ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { cardIn, makeCase, makeChannel, makePartner, newId } from './fixtures.ts';

export function fixed(channel: Channel, text: string, more: Partial<NewPost> = {}): NewPost {
  const content = { kind: 'fixed', activity: { type: 'message', text } } as const;
  return { ...cardIn(channel, newId('case')), content, ...more };
}

interface TellJob {
  readonly key: string;
  readonly payload: unknown;
  readonly run_at: Date;
}

/** What tests of posts do again and again; each test begins without jobs. */
export function postsOf(database: () => Database, store: () => Store) {
  async function forgetJobs(): Promise<void> {
    await database().pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
  }

  beforeEach(forgetJobs);

  return {
    forgetJobs,

    tellJobs: async (): Promise<readonly TellJob[]> => {
      const { rows } = await database().pool.query<TellJob>(
        `select j.key, j.payload, j.run_at from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'tell' order by j.key`,
      );
      return rows;
    },

    scene: async (): Promise<{ channel: Channel; stored: StoredCase }> => {
      const partner = await makePartner(store());
      return { channel: await makeChannel(store(), partner), stored: await makeCase(store(), partner) };
    },

    /** The one post that is due in a channel. */
    only: async (channel: Channel): Promise<Post> => {
      const [post, ...others] = await store().posts.due(channel.teamsChannelId, 10);
      if (post === undefined || others.length > 0) throw new Error('there is not exactly one post due');
      return post;
    },

    /** Sends what is due in a channel, as drawn from this state of its case. */
    sendAll: async (channel: Channel, seq: number): Promise<void> => {
      for (const post of await store().posts.due(channel.teamsChannelId, 10)) {
        await store().posts.sending(post, 20);
        const conversationId = `${channel.teamsChannelId};messageid=${post.id}`;
        await store().posts.sent(post.id, { conversationId, activityId: post.id }, seq);
      }
      await forgetJobs();
    },
  };
}
