import type { Place } from '../workflow/post-ports.ts';
import type { TeamsPerson } from '../workflow/teams-ports.ts';
import type { BotDeps, Turn } from './context.ts';

/** What came of asking Teams for the 1:1 chat with a person. `refused`: it may not be had; `later`: Teams could not be asked. */
export type OpenedChat =
  | { readonly kind: 'chat'; readonly conversationId: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'later' };

type ChatPlace = Extract<Place, { kind: 'conversation' }>;

/**
 * The 1:1 chat with a person. One who has none gets one, without having to write first: the bot may begin a chat with whom
 * it shares a team, or who has added it (facts/teams.md 2.1), but not with whom has sent it away (1.2). `serviceUrl` is where it last met them, for who has none.
 */
export async function chatOf(
  deps: Pick<BotDeps, 'store' | 'openChat'>,
  person: TeamsPerson,
  serviceUrl: string,
): Promise<ChatPlace | 'refused' | 'later'> {
  const { tenantId, personalConversationId: known } = person;
  const url = person.serviceUrl ?? serviceUrl;
  const place = (conversationId: string) =>
    ({ kind: 'conversation', conversationId, serviceUrl: url, tenantId }) as const;
  if (known !== undefined) return place(known);
  if (person.chatClosed) return 'refused';
  const opened = await deps.openChat(person, url);
  if (opened.kind !== 'chat') return opened.kind;
  const { conversationId } = opened;
  await deps.store.people.see({ ...person, serviceUrl: url, personalConversationId: conversationId });
  return place(conversationId);
}

/** A 1:1 chat takes nothing any more: the bot was removed from it or blocked (`closed`), or it is not there (`gone`). */
export async function forgetChat(
  deps: Pick<BotDeps, 'acquaintances' | 'log'> & { readonly store: Pick<BotDeps['store'], 'people'> },
  chat: { readonly tenantId: string; readonly conversationId: string },
  why: 'closed' | 'gone',
): Promise<void> {
  for (const person of await deps.store.people.forgetChat(chat, why)) {
    deps.acquaintances.forget(person);
    deps.log.info({ person: person.objectId, why }, 'a 1:1 chat takes no messages any more');
  }
}

/** The 1:1 chat with whoever speaks: the place itself, where they do so there. */
export async function ownChat(
  deps: Pick<BotDeps, 'store' | 'openChat' | 'acquaintances'>,
  { incoming, person }: Turn,
): Promise<ChatPlace | 'refused' | 'later'> {
  const { conversationId, serviceUrl, tenantId } = incoming;
  if (incoming.isPersonal) return { kind: 'conversation', conversationId, serviceUrl, tenantId };
  const chat = await chatOf(deps, person, serviceUrl);
  if (person.personalConversationId === undefined && typeof chat !== 'string') deps.acquaintances.forget(person);
  return chat;
}
