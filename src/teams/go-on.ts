import { outside, say } from '../../cards/parts/escape.ts';
import type { Language } from '../domain/partner.ts';
import { wishLife } from '../domain/sign-in.ts';
import { handle } from '../workflow/handle.ts';
import type { Jobs } from '../workflow/job-ports.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { SignInWish } from '../workflow/sign-in-ports.ts';
import type { TeamsPerson } from '../workflow/teams-ports.ts';
import type { BotDeps, Turn } from './context.ts';
import { goOnWithErrand } from './go-on-errands.ts';
import { planPosts } from './plan-posts.ts';
import { textActivity } from './replies.ts';
import { handledText } from './run-command.ts';
import { wishMinutes, wishName } from './wish-text.ts';
import { wordsFor } from './words.ts';

/**
 * The handler of the job `go-on`: what a person wished to do and could not without a sign-in is given to the one handler
 * as if it were asked now, with the role that they have now, about the case as they saw it. A command has the key of the
 * wish, so whoever dies in between does it no second time. Throws where roles cannot be read, so that it is tried again.
 */
export async function goOn(deps: BotDeps, { tenantId, objectId }: Jobs['go-on']): Promise<void> {
  const known = await deps.store.people.find(tenantId, objectId);
  if (known === undefined) return;
  for (const wish of await deps.store.signIns.wishes({ tenantId, objectId })) {
    const turn = await turnOf(deps, known, wish);
    // The partner is served no more, and there is nowhere to say so.
    if (turn === undefined) await deps.store.signIns.over(wish, []);
    else await goOnWith(deps, turn, wish);
  }
  for (const errand of await deps.store.signIns.errands({ tenantId, objectId })) {
    const turn = await turnOf(deps, known, { ...errand, key: `errand ${errand.name} ${errand.caseId}` });
    if (turn === undefined) await deps.store.signIns.errandOver(errand, [], []);
    else await goOnWithErrand(deps, turn, errand);
  }
}

async function goOnWith(deps: BotDeps, turn: Turn, wish: SignInWish): Promise<void> {
  if (deps.now().getTime() - Date.parse(wish.wishedAt) > wishLife) {
    await deps.store.signIns.over(wish, [await said(deps, turn, wish, 'signIn.tooLate')]);
    return;
  }
  const { caseId, command, key, seenRevision } = wish;
  const { partner, incoming } = turn;
  const request = { partner, person: incoming.person, caseId, command, key, seenRevision };
  const handled = await handle(deps.handle, request);
  // It waits for that one, which the person is asked for when they wish it again.
  if (handled.kind === 'sign-in-missing') return;
  if (handled.kind === 'stale') {
    await deps.store.signIns.over(wish, [await said(deps, turn, wish, 'signIn.changed')]);
    return;
  }
  if (handled.kind === 'refused' && handled.rolesUnreadable === true)
    throw new Error('the role of a person who has signed in could not be read');
  const text = await handledText(deps, turn, command, handled);
  const made =
    handled.kind === 'done' && command.type === 'request-plan' && handled.case.plan?.id === command.planId
      ? await planPosts(deps, turn, handled.case, command.planId)
      : [];
  await deps.store.signIns.over(wish, [post(deps, turn, wish, turn.words.t('signIn.goesOn', { text })), ...made]);
}

async function said(
  deps: BotDeps,
  turn: Turn,
  wish: SignInWish,
  how: 'signIn.tooLate' | 'signIn.changed',
): Promise<NewPost> {
  const number = (await deps.store.cases.load(wish.caseId))?.case.number ?? 0;
  const { words } = turn;
  const what = outside(wishName(words, wish.command.type));
  return post(deps, turn, wish, say(words, how, { number, what, minutes: wishMinutes }));
}

/** In the 1:1 chat, where the person signed in. */
function post(deps: BotDeps, { incoming, partner, language }: Turn, { key }: SignInWish, text: string): NewPost {
  const { conversationId, serviceUrl, tenantId } = incoming;
  return {
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'conversation', conversationId, serviceUrl, tenantId },
    content: { kind: 'fixed', activity: textActivity(text) },
    language,
    dedupeKey: `wish ${tenantId} ${incoming.person.objectId} ${key}`,
  };
}

/** The person's turn in their 1:1 chat; undefined where there is none, or no partner. */
async function turnOf(
  deps: BotDeps,
  known: TeamsPerson,
  wish: Pick<SignInWish, 'partnerId' | 'person' | 'key'> & { readonly language?: Language },
): Promise<Turn | undefined> {
  const partner = await deps.partnerOf(known.tenantId);
  const { personalConversationId: conversationId, serviceUrl } = known;
  if (partner?.id !== wish.partnerId || conversationId === undefined || serviceUrl === undefined) return undefined;
  const { role, unreadable } = await deps.roles.roleOf(partner, wish.person, 'now');
  const language = known.language ?? wish.language ?? partner.language;
  const incoming = {
    activityId: wish.key,
    tenantId: known.tenantId,
    person: wish.person,
    teamsId: known.teamsId,
    botId: '',
    serviceUrl,
    conversationId,
    isPersonal: true,
    text: '',
    mentions: [],
  };
  return { incoming, partner, person: known, role, rolesUnreadable: unreadable, language, words: wordsFor(language) };
}
