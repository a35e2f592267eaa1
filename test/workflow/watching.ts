import { standardSilence } from '../../src/domain/alarm-signs.ts';
import type { Alarm } from '../../src/domain/alarms.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { allClear, raisedPosts, redrawnCards } from '../../src/teams/alarm-posts.ts';
import type { Post } from '../../src/workflow/post-ports.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { watch } from '../../src/workflow/watch.ts';
import { testDatabase } from '../support/database.ts';
import { everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

/** What was posted in a channel, by what is read aloud or written. */
export interface Said {
  readonly id: string;
  readonly text: string;
  readonly conversationId?: string;
  readonly isUpdate: boolean;
}

/** Kinds of alarms, in their order. */
export const kinds = (alarms: readonly Alarm[]) => alarms.map(({ kind }) => kind);

/** Alarms of what is said, without cards of cases. */
export const alarmsIn = (said: readonly Said[]) => said.filter(({ text }) => text !== 'case');

function saidBy({ id, content, place, sentTo }: Post): Said {
  const text = content.kind === 'fixed' ? textOf(content.activity) : content.kind;
  return {
    id,
    text,
    isUpdate: sentTo !== undefined,
    ...(place.kind === 'conversation' ? { conversationId: place.conversationId } : {}),
  };
}

function textOf(activity: unknown): string {
  const found = /"(?:speak|text)":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(activity));
  return found?.[1] ?? '';
}

/** A partner with a channel for each test, and the look at what is wrong with it. */
export function useWatching() {
  const db = testDatabase();
  let w: Workshop;

  beforeEach(async () => {
    w = await workshop(db);
  });
  afterEach(() => everyJournalHolds(db));

  const postsOf = ({ deps }: Workshop) => ({ store: db.store(), newId: deps.newId });

  return {
    db,
    workshop: () => w,
    /** Looks at one partner, as it is or as it would be with `change`. */
    look: (of: Workshop = w, change: Partial<Partner> = {}) =>
      watch({
        ...of.deps,
        silence: standardSilence,
        // Others of the tests' database are none of this one's business.
        partners: {
          all: async () => {
            const all = await of.deps.partners.all();
            return all.filter(({ id }) => id === of.partner.id).map((one) => ({ ...one, ...change }));
          },
        },
        raisedPosts: (...asked) => raisedPosts(postsOf(of), ...asked),
        redrawnCards: (...asked) => redrawnCards(postsOf(of), ...asked),
        allClear: (...asked) => allClear(postsOf(of), ...asked),
      }),
    open: (of: Workshop = w) => db.store().alarms.openOf(of.partner.id),
    /** Posts what is due in a channel, and answers it. */
    send: async (channel: Channel = w.channel): Promise<readonly Said[]> => {
      const { posts } = db.store();
      const said: Said[] = [];
      for (const post of await posts.due(channel.teamsChannelId, 200)) {
        await posts.sending(post, 60_000);
        const sentTo = post.sentTo ?? {
          conversationId: `${channel.teamsChannelId};messageid=${post.id}`,
          activityId: post.id,
        };
        await posts.sent(post.id, sentTo, 1_000_000);
        said.push(saidBy(post));
      }
      return said;
    },
  };
}
