import { hasRole } from '../domain/people.ts';
import type { WhichLetters } from '../workflow/sending-ports.ts';
import { tryChannels } from './channel-events.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { drawDeadLetters } from './draw-dead-letters.ts';
import { type Command, type Typed, text } from './with-case.ts';

/** Has what failed for good tried again, and with all of it the channels that take nothing. Answers how many there were. */
export async function retryLetters(deps: BotDeps, turn: Turn, which: WhichLetters): Promise<number> {
  const channels = which.kind === 'all' ? await tryChannels(deps, turn.partner.id) : 0;
  const count = channels + (await deps.store.deadLetters.retry(turn.partner.id, which));
  deps.log.info({ partner: turn.partner.id, count }, 'somebody has what failed for good tried again');
  return count;
}

/** `failed`: what failed for good. */
export const failed: Typed = async (deps, turn) =>
  hasRole(turn.role, 'owner')
    ? [{ kind: 'card', card: await drawDeadLetters(deps, turn) }]
    : text(turn.words.t('reply.ownersOnly'));

/** `retry`: all of it, or with a number what is of that case. */
export const retry: Typed = async (deps, turn, command) => {
  if (!hasRole(turn.role, 'owner')) return text(turn.words.t('reply.ownersOnly'));
  const which = await asked(deps, turn, command);
  if (which === undefined) return text(turn.words.t('reply.unknownCase'));
  return told(turn, await retryLetters(deps, turn, which));
};

async function asked(deps: BotDeps, turn: Turn, { caseNumber }: Command): Promise<WhichLetters | undefined> {
  if (caseNumber === undefined) return { kind: 'all' };
  const stored = await deps.store.cases.byNumber(turn.partner.id, caseNumber);
  return stored && { kind: 'case', caseId: stored.case.id };
}

function told(turn: Turn, count: number): readonly Reply[] {
  return text(turn.words.t('reply.retried', { count }));
}
