import type { Case } from '../domain/case.ts';
import { minute } from '../domain/clocks.ts';
import type { PersonCommand, Refusal } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import type { AskedAbout } from '../workflow/teams-ports.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { drawList } from './draw-list.ts';
import { findCase } from './find-case.ts';
import type { ParsedCommand } from './parse-command.ts';
import { vocabulariesFor } from './typed-words.ts';

export type Command = Extract<ParsedCommand, { kind: 'command' }>;
export type Typed = (deps: BotDeps, turn: Turn, command: Command) => Promise<readonly Reply[]>;

export const text = (words: string): readonly Reply[] => [{ kind: 'text', text: words }];

/** How long the bot waits for an answer in plain words. */
const questionMinutes = 30;

/** Does something with the case that a typed command is about, or asks which one is meant. */
export async function withCase(
  deps: BotDeps,
  turn: Turn,
  command: Command,
  then: (c: Case) => Promise<readonly Reply[]>,
): Promise<readonly Reply[]> {
  const which = await findCase(deps, turn, command);
  if (which.kind === 'no-such-number') return text(turn.words.t('reply.noSuchCase', { number: which.number }));
  if (which.kind === 'which-number') {
    const { number, here } = which;
    const word = vocabulariesFor(turn.language)[0]?.commands.get(command.name)?.[0] ?? command.name;
    return text(turn.words.t('reply.whichNumber', { number, here, word }));
  }
  if (which.kind !== 'found')
    return [
      { kind: 'text', text: turn.words.t(which.kind === 'which' ? 'reply.whichCase' : 'reply.whichCaseOfThread') },
      { kind: 'card', card: await drawList(deps, turn, 'cases') },
    ];
  return then(which.stored.case);
}

/** Asks the person who speaks; the next plain words from them in this conversation are the answer. */
export async function ask(deps: BotDeps, turn: Turn, about: AskedAbout): Promise<void> {
  const askedOn = turn.incoming.activityId;
  await deps.store.questions.ask({
    ...(about.caseId === undefined
      ? { ask: { ...about.ask, askedOn } }
      : { caseId: about.caseId, ask: { ...about.ask, askedOn } }),
    conversationId: turn.incoming.conversationId,
    tenantId: turn.person.tenantId,
    objectId: turn.person.objectId,
    expiresAt: new Date(deps.now().getTime() + questionMinutes * minute).toISOString(),
  });
}

/** Nobody is asked for the reason of something that would be refused with any. */
export function refusedAnyway(deps: BotDeps, turn: Turn, c: Case, command: PersonCommand): Refusal | undefined {
  const who = { person: turn.incoming.person, role: turn.role, partnerTenantId: turn.partner.tenantId };
  const decision = decide(c, command, who, deps.now());
  return decision.kind === 'refused' ? decision.refusal : undefined;
}
