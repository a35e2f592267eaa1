import { isId } from '../domain/ids.ts';
import type { StoredCase } from '../workflow/case-ports.ts';
import type { BotDeps, Turn } from './context.ts';
import { answerKey } from './replies.ts';
import { rootOf } from './transport/connector.ts';

export type FoundCase =
  | { readonly kind: 'found'; readonly stored: StoredCase }
  | { readonly kind: 'no-such-number'; readonly number: number }
  /** In a thread of which nobody knows what it is about. */
  | { readonly kind: 'unknown-thread' }
  | { readonly kind: 'which' };

/**
 * The case that a typed command is about: the number that was given, else the case of the thread or chat that it was
 * typed in, else the one open case that the person owns. Cases of other partners do not exist here. A thread below a message
 * that is not known is perhaps that of another case's card, which was posted without being written down: nothing is guessed.
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
  if (!(await isBeginningKnown(deps, turn))) return { kind: 'unknown-thread' };
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

/** Whether a reply is to a message of the bot's on record, or to one that the bot has answered; so is all that is no reply. */
async function isBeginningKnown({ store: { posts } }: BotDeps, { incoming }: Turn): Promise<boolean> {
  const { conversationId, activityId } = incoming;
  const root = rootOf(conversationId);
  if (root === undefined || root === activityId) return true;
  if (await posts.byActivity(conversationId, root)) return true;
  return (await posts.known([answerKey(conversationId, root)])).length > 0;
}
