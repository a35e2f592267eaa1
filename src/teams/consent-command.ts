import { linkHours } from '../domain/consent.ts';
import { hasRole } from '../domain/people.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { ownChat } from './own-chat.ts';
import { textActivity } from './replies.ts';

/** Gives an owner the link to the consent page, in the 1:1 chat wherever they asked: whoever has it may sign in with it. */
export async function giveConsentLink(deps: BotDeps, turn: Turn): Promise<readonly Reply[]> {
  const { words, incoming, partner } = turn;
  const said = (text: string): readonly Reply[] => [{ kind: 'text', text }];
  if (!hasRole(turn.role, 'owner')) return said(words.t('reply.ownersOnly'));
  const place = await ownChat(deps, turn);
  if (typeof place === 'string') return said(words.t('consent.personalHow'));
  const link = await deps.consentLink(partner, incoming.person);
  if (link === undefined) return said(words.t('consent.off'));
  const text = words.t('consent.link', { partner: partner.name, link, hours: linkHours });
  if (incoming.isPersonal) return said(text);
  const post = {
    id: deps.newId('post'),
    partnerId: partner.id,
    place,
    content: { kind: 'fixed', activity: textActivity(text) },
    language: turn.language,
  } as const;
  await deps.store.posts.add([post], []);
  return said(words.t('consent.linkPersonal'));
}
