import { isId } from '../domain/ids.ts';
import type { StoredCase } from '../workflow/ports.ts';
import type { BotDeps, Turn } from './context.ts';

export type FoundCase =
  | { readonly kind: 'found'; readonly stored: StoredCase }
  | { readonly kind: 'no-such-number'; readonly number: number }
  | { readonly kind: 'which' };

/**
 * The case that a typed command is about: the number that was given, else the case of the thread or chat that it was
 * typed in, else the one open case that the person owns. Cases of other partners do not exist here.
 */
export async function findCase(deps: BotDeps, turn: Turn, number: number | undefined): Promise<FoundCase> {
  const { cases, posts } = deps.store;
  if (number !== undefined) {
    const stored = await cases.byNumber(turn.partner.id, number);
    return stored ? { kind: 'found', stored } : { kind: 'no-such-number', number };
  }
  const here = await posts.lastCaseOf(turn.incoming.conversationId);
  const stored = here && (await cases.load(here));
  if (stored && stored.case.partnerId === turn.partner.id) return { kind: 'found', stored };
  const mine = await cases.list({
    partnerId: turn.partner.id,
    ownerObjectId: turn.person.objectId,
    open: true,
    limit: 2,
  });
  const only = mine.length === 1 ? mine[0] : undefined;
  const owned = only && isId('case', only.id) ? await cases.load(only.id) : undefined;
  return owned ? { kind: 'found', stored: owned } : { kind: 'which' };
}
