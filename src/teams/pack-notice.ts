import { say, unmarked } from '../../cards/parts/escape.ts';
import type { Pack } from '../domain/pack.ts';
import type { BuildPackDeps } from '../workflow/build-pack.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { BotDeps } from './context.ts';
import { mentioning } from './mentions.ts';
import { textActivity } from './replies.ts';
import { wordsFor } from './words.ts';

type Notice = Awaited<ReturnType<NonNullable<BuildPackDeps['packNotice']>>>;

/**
 * That a pack is ready, or could not be made, for who asked for it: in their 1:1 chat, else with a mention in the thread of
 * the case's card. Said once, however often the pack was begun.
 */
export async function packNotice(deps: Pick<BotDeps, 'store' | 'newId'>, pack: Pack): Promise<Notice> {
  const stored = await deps.store.cases.load(pack.caseId);
  if (stored === undefined || pack.state === 'building') return { posts: [], jobs: [] };
  const { number, partnerId } = stored.case;
  const { by, state } = pack;
  const known = await deps.store.people.find(by.tenantId, by.objectId);
  const common = { id: deps.newId('post'), partnerId, dedupeKey: `pack:${pack.id}:${state}` };
  if (known?.personalConversationId !== undefined && known.serviceUrl !== undefined) {
    const language = known.language ?? pack.language;
    const text = wordsFor(language).t(`notice.pack.${state}`, { number });
    const { personalConversationId: conversationId, serviceUrl } = known;
    return {
      posts: [
        {
          ...common,
          place: { kind: 'conversation', conversationId, serviceUrl, tenantId: by.tenantId },
          content: { kind: 'fixed', activity: textActivity(text) },
          language,
        },
      ],
      jobs: [],
    };
  }
  const [card] = (await deps.store.posts.cardsOf(pack.caseId)).filter(({ place }) => place.kind === 'channel');
  if (card?.sentTo === undefined) return { posts: [], jobs: [] };
  const { language, serviceUrl, tenantId, sentTo } = card;
  const name = unmarked(by.name);
  const text = say(wordsFor(language), `notice.pack.${state}.for`, { name, number });
  const post: NewPost = {
    ...common,
    place: { kind: 'conversation', conversationId: sentTo.conversationId, serviceUrl, tenantId },
    content: { kind: 'fixed', activity: mentioning(text, name, known?.teamsId) },
    language,
  };
  return { posts: [post], jobs: [] };
}
