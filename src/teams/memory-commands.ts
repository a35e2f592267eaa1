import type { Language } from '../domain/partner.ts';
import { hasRole } from '../domain/people.ts';
import { drawMemories } from './draw-memory.ts';
import { parseDuration } from './duration.ts';
import type { CommandName } from './parse-command.ts';
import { fold } from './parse-command.ts';
import { refusalText } from './refusals.ts';
import { runTyped } from './run-command.ts';
import { vocabulariesFor } from './typed-words.ts';
import { type Typed, text, withCase } from './with-case.ts';

const minutesOfDay = 24 * 60;

/** What typed commands on earlier confirmations do; the number after `memory` is that of a page. */
export const memoryCommands: Readonly<Record<Extract<CommandName, 'same' | 'memory' | 'forget'>, Typed>> = {
  same: (deps, turn, command) =>
    withCase(deps, turn, command, (c) => runTyped(deps, turn, c.id, { type: 'confirm-same' })),
  memory: async (deps, turn, { caseNumber }) =>
    hasRole(turn.role, 'viewer')
      ? [{ kind: 'card', card: await drawMemories(deps, turn, Math.max(1, caseNumber ?? 1)) }]
      : text(await refusalText(deps, turn, { kind: 'role-missing', needed: 'viewer' })),
  forget: (deps, turn, command) => withCase(deps, turn, command, (c) => runTyped(deps, turn, c.id, { type: 'forget' })),
};

/** Takes `for 30 days:` off the beginning of a reason: how long the answer is to be remembered. */
export function rememberIn(
  language: Language,
  reason: string,
): { readonly reason: string; readonly rememberDays?: number } {
  const [head = '', ...rest] = reason.split(':');
  const kept = rest.join(':').trim();
  if (kept === '') return { reason };
  const [, word = '', span = ''] = /^\s*(\p{L}+)\s+(.*)$/u.exec(head) ?? [];
  const vocabularies = vocabulariesFor(language);
  if (!vocabularies.some(({ said }) => said.for.map(fold).includes(fold(word)))) return { reason };
  const found = parseDuration(
    span,
    vocabularies.map(({ durations }) => durations),
  );
  if (found === undefined || found.rest !== '' || found.minutes % minutesOfDay !== 0) return { reason };
  return { reason: kept, rememberDays: found.minutes / minutesOfDay };
}
