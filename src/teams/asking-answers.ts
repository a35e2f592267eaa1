import { outside, say } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import { minute } from '../domain/clocks.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Question } from '../workflow/teams-ports.ts';
import { answerSupport, type SupportAsk } from './asking-commands.ts';
import { answerMail, type MailAsk } from './asking-mail.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { parseDuration } from './duration.ts';
import type { ParsedCommand } from './parse-command.ts';
import { runTyped } from './run-command.ts';
import { isSaid, vocabulariesFor } from './typed-words.ts';
import { ask, text } from './with-case.ts';

export type AskingAsk = SupportAsk | MailAsk | Extract<Question['ask'], { kind: 'await-answer' }>;

const kinds: Readonly<Record<AskingAsk['kind'], true>> = {
  'support-questions': true,
  'support-contact': true,
  'support-number': true,
  mail: true,
  'mail-settle': true,
  'await-answer': true,
};

/** The questions of the third end. */
export function isAskingAsk(asked: Question['ask']): asked is AskingAsk {
  return asked.kind in kinds;
}

/**
 * Whether a text that is also a command is meant as the answer. Questions to Microsoft may begin with any word, and
 * “nothing” is one of the words that drop a question; everything else that is asked for is no command.
 */
export function isAnswerToAsking(turn: Turn, asked: AskingAsk, parsed: ParsedCommand): boolean {
  if (parsed.kind === 'unknown') return true;
  switch (asked.kind) {
    case 'support-questions':
      return isSaid(turn.language, 'nothing', turn.incoming.text) || (!parsed.bare && parsed.caseNumber === undefined);
    case 'support-contact':
      return parsed.name !== 'mail' && turn.incoming.text.includes('@');
    default:
      return false;
  }
}

/** What becomes of the answer; a wrong one is asked for again. */
export async function answerAsking(deps: BotDeps, turn: Turn, c: Case, asked: AskingAsk): Promise<readonly Reply[]> {
  switch (asked.kind) {
    case 'mail':
    case 'mail-settle':
      return answerMail(deps, turn, c, asked);
    case 'await-answer':
      return answerAwait(deps, turn, c, asked);
    default:
      return answerSupport(deps, turn, c, asked);
  }
}

/** The question once more: the message that it answers was delivered twice, perhaps because nobody lived to answer it. */
export async function askedAgain(deps: BotDeps, { words }: Turn, caseId: CaseId, asked: AskingAsk): Promise<string> {
  const number = (await deps.store.cases.load(caseId))?.case.number ?? 0;
  switch (asked.kind) {
    case 'support-questions':
      return words.t('ask.supportQuestions', { number });
    case 'support-contact':
      return words.t('ask.supportContactNone');
    case 'support-number':
      return words.t('ask.supportNumber', { number });
    case 'mail':
      return asked.to === '' ? words.t('ask.mailToAgain') : say(words, 'ask.mailAgain', { to: outside(asked.to) });
    case 'mail-settle':
      return say(words, 'ask.mailSettle', { to: outside(asked.to) });
    case 'await-answer':
      return words.t('ask.awaitAnswer', { number });
  }
}

async function answerAwait(
  deps: BotDeps,
  turn: Turn,
  c: Case,
  asked: Extract<AskingAsk, { kind: 'await-answer' }>,
): Promise<readonly Reply[]> {
  const duration = parseDuration(
    turn.incoming.text,
    vocabulariesFor(turn.language).map((v) => v.durations),
  );
  if (duration === undefined) {
    await ask(deps, turn, { caseId: c.id, ask: asked });
    return text(turn.words.t('ask.awaitAnswer', { number: c.number }));
  }
  const until = new Date(deps.now().getTime() + duration.minutes * minute).toISOString();
  return runTyped(deps, turn, c.id, { type: 'await-answer', until });
}
