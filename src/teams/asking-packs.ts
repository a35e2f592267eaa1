import type { Case } from '../domain/case.ts';
import { minute } from '../domain/clocks.ts';
import type { CaseId, PackId } from '../domain/ids.ts';
import { codeMinutes, keepDays, type PackProfile } from '../domain/pack.ts';
import type { Language } from '../domain/partner.ts';
import { hasRole } from '../domain/people.ts';
import { fetchRoles } from '../domain/redaction.ts';
import { askForPack as makePack } from '../workflow/build-pack.ts';
import type { BotDeps, Turn } from './context.ts';
import { ownChat } from './own-chat.ts';
import { refusalText } from './refusals.ts';
import { textActivity } from './replies.ts';

/** A second wish within so long is the same: a double click makes one pack. */
const sameWishMs = minute;

/** Has an evidence pack made by a job. The caller has checked who asks. */
export async function askForPack(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  wish: { readonly profile: PackProfile; readonly language: Language },
): Promise<PackId> {
  const { person } = turn.incoming;
  const now = deps.now();
  const same = (await deps.store.packs.ofCase(c.id)).find(
    (pack) =>
      pack.state === 'building' &&
      pack.profile === wish.profile &&
      pack.language === wish.language &&
      now.getTime() - Date.parse(pack.askedAt) < sameWishMs,
  );
  return (
    same?.id ??
    makePack({ packs: deps.store.packs, newId: deps.newId, now: deps.now }, { ...wish, caseId: c.id, by: person })
  );
}

/**
 * Link and one-time code of a finished pack, said to the person alone, in their 1:1 chat. Answers what is said where they asked.
 */
export async function fetchPack(deps: BotDeps, turn: Turn, caseId: CaseId, packId: PackId): Promise<string> {
  const { words, incoming, partner } = turn;
  const stored = await deps.store.cases.load(caseId);
  const pack = await deps.store.packs.load(packId);
  if (stored?.case.partnerId !== partner.id) return words.t('reply.unknownCase');
  // Nobody learns by its id whether there is a pack of another case.
  if (pack?.caseId !== caseId) return words.t('reply.packCleared', { days: keepDays });
  const { number } = stored.case;
  const needed = fetchRoles[pack.profile];
  if (!hasRole(turn.role, needed)) return refusalText(deps, turn, { kind: 'role-missing', needed });
  if (pack.state === 'building') return words.t('reply.packNotReady', { number });
  if (pack.state === 'failed') return words.t('reply.packFailed', { number });
  const place = await ownChat(deps, turn);
  if (typeof place === 'string') return words.t('reply.codePersonalHow');
  const code = await deps.packCode(packId, incoming.person);
  if (code === undefined) return words.t('reply.packNotReady', { number });
  const text = words.t('reply.packReady', { number, link: deps.packLink(packId), code, minutes: codeMinutes });
  if (incoming.isPersonal) return text;
  await deps.store.posts.add(
    [
      {
        id: deps.newId('post'),
        partnerId: partner.id,
        place,
        content: { kind: 'fixed', activity: textActivity(text) },
        language: turn.language,
      },
    ],
    [],
  );
  return words.t('reply.codePersonal');
}
