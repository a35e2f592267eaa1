import { isId } from '../domain/ids.ts';
import type { StoredCase } from '../workflow/case-ports.ts';
import type { BotDeps, Turn } from './context.ts';
import type { ParsedCommand } from './parse-command.ts';
import { answerKey } from './replies.ts';
import { rootOf } from './transport/connector.ts';

type Command = Extract<ParsedCommand, { kind: 'command' }>;

export type FoundCase =
  | { readonly kind: 'found'; readonly stored: StoredCase }
  | { readonly kind: 'no-such-number'; readonly number: number }
  /** The number may be that of a case, or of what is said about the case of this thread or chat. */
  | { readonly kind: 'which-number'; readonly number: number; readonly here: number }
  /** In a thread of which nobody knows what it is about. */
  | { readonly kind: 'unknown-thread' }
  | { readonly kind: 'which' };

/**
 * The case that a typed command is about: the number that was given, unless it may be a word of somebody who writes about the
 * case of the thread or chat; else that case, else the one open case that the person owns. Cases of other partners do not exist here. A thread below a message
 * that is not known is perhaps that of another case's card, which was posted without being written down: nothing is guessed.
 */
export async function findCase(
  deps: BotDeps,
  turn: Turn,
  { caseNumber: number, perhapsWords }: Pick<Command, 'caseNumber' | 'perhapsWords'>,
): Promise<FoundCase> {
  const { cases } = deps.store;
  const here = number === undefined || perhapsWords ? await caseHere(deps, turn) : undefined;
  if (number !== undefined) {
    if (here && here.case.number !== number) return { kind: 'which-number', number, here: here.case.number };
    const stored = here ?? (await cases.byNumber(turn.partner.id, number));
    return stored ? { kind: 'found', stored } : { kind: 'no-such-number', number };
  }
  if (here) return { kind: 'found', stored: here };
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

async function caseHere({ store: { cases, posts } }: BotDeps, turn: Turn): Promise<StoredCase | undefined> {
  const here = await posts.lastCaseOf(turn.incoming.conversationId);
  const stored = here && (await cases.load(here));
  return stored && stored.case.partnerId === turn.partner.id ? stored : undefined;
}

/** Whether a reply is to a message of the bot's on record, or to one that the bot has answered; so is all that is no reply. */
async function isBeginningKnown({ store: { posts } }: BotDeps, { incoming }: Turn): Promise<boolean> {
  const { conversationId, activityId } = incoming;
  const root = rootOf(conversationId);
  if (root === undefined || root === activityId) return true;
  if (await posts.byActivity(conversationId, root)) return true;
  return (await posts.known([answerKey(conversationId, root)])).length > 0;
}
