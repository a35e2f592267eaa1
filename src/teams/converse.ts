import { outside, say } from '../../cards/parts/escape.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { hasRole } from '../domain/people.ts';
import type { CaseQuestion, Question } from '../workflow/teams-ports.ts';
import { type AskingAsk, answerAsking, askedAgain, isAnswerToAsking, isAskingAsk } from './asking-answers.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { parseDuration } from './duration.ts';
import { answerGroup } from './group-commands.ts';
import { rememberIn } from './memory-commands.ts';
import { parseAnswer } from './parse-answer.ts';
import { type CommandName, parseCommand } from './parse-command.ts';
import { refusalText } from './refusals.ts';
import { approval } from './response-commands.ts';
import { runTyped } from './run-command.ts';
import { typedCommands } from './typed-commands.ts';
import { vocabulariesFor } from './typed-words.ts';

/** What everybody of a known partner may type, also without a role. */
const open: ReadonlySet<CommandName> = new Set(['help', 'hello', 'language', 'cancel', 'sign-out']);

/** Longest message that is read; Teams itself allows about 100 KB. */
const longest = 20_000;

/** Answers a typed message: a command, or the answer to the bot's own question, or the next useful step. */
export async function converse(deps: BotDeps, turn: Turn): Promise<readonly Reply[]> {
  const { incoming, words } = turn;
  if (incoming.text.length > longest) return [{ kind: 'text', text: words.t('reply.tooLong', { max: longest }) }];
  const vocabularies = vocabulariesFor(turn.language);
  const durations = vocabularies.map((v) => v.durations);
  const parsed = parseCommand(
    incoming.text,
    vocabularies.map((v) => v.commands),
    (rest) => parseDuration(rest, durations) !== undefined,
  );
  const question = await deps.store.questions.pending(
    incoming.conversationId,
    incoming.person.tenantId,
    incoming.person.objectId,
    deps.now().toISOString(),
  );
  if (question?.caseId !== undefined && question.ask.askedOn === incoming.activityId && isAskingAsk(question.ask))
    return [{ kind: 'text', text: await askedAgain(deps, turn, question.caseId, question.ask) }];
  if (question && incoming.text !== '' && isAnswer(turn, question, parsed))
    return turn.rolesUnreadable ? noRole(deps, turn) : answer(deps, turn, question);
  if (incoming.text === '')
    return typedCommands.hello(deps, turn, { kind: 'command', name: 'hello', rest: '', bare: true });
  if (parsed.kind === 'unknown') return [{ kind: 'text', text: unknown(turn, parsed.nearest) }];
  if (!open.has(parsed.name) && !hasRole(turn.role, 'viewer')) return noRole(deps, turn);
  return typedCommands[parsed.name](deps, turn, parsed);
}

async function noRole(deps: BotDeps, turn: Turn): Promise<readonly Reply[]> {
  return [{ kind: 'text', text: await refusalText(deps, turn, { kind: 'role-missing', needed: 'viewer' }) }];
}

/** A reason may begin with any word, also with a command's; an answer to a check is told by its words. */
function isAnswer(turn: Turn, question: Question, parsed: ReturnType<typeof parseCommand>): boolean {
  if (parsed.kind === 'unknown') return true;
  if (question.ask.kind === 'group') return false;
  if (isAskingAsk(question.ask)) return isAnswerToAsking(turn, question.ask, parsed);
  if (question.ask.kind === 'check' && parsed.name !== 'no-answer')
    return checkCommand(turn, question.ask.check) !== undefined;
  return !parsed.bare && parsed.caseNumber === undefined;
}

function unknown({ words }: Turn, nearest: string | undefined): string {
  return nearest === undefined
    ? words.t('reply.unknown')
    : say(words, 'reply.unknownNearest', { nearest: outside(nearest) });
}

async function answer(deps: BotDeps, turn: Turn, question: Question): Promise<readonly Reply[]> {
  const { incoming, words } = turn;
  if (question.caseId === undefined) return answerGroup(deps, turn, question.ask);
  if (isAskingAsk(question.ask)) return answerForm(deps, turn, question, question.ask);
  const command = commandOf(deps, turn, question.ask);
  if (command === undefined) return [{ kind: 'text', text: words.t('ask.again') }];
  const replies = await runTyped(deps, turn, question.caseId, command);
  await deps.store.questions.answered(incoming.conversationId, incoming.person.tenantId, incoming.person.objectId);
  return replies;
}

/** A question that was not asked anew is done once its answer is: who dies in between is answered when it comes again. */
async function answerForm(
  deps: BotDeps,
  turn: Turn,
  question: CaseQuestion,
  asked: AskingAsk,
): Promise<readonly Reply[]> {
  const { conversationId, person, activityId } = turn.incoming;
  const stored = await deps.store.cases.load(question.caseId);
  const replies: readonly Reply[] =
    stored === undefined || stored.case.partnerId !== turn.partner.id
      ? [{ kind: 'text', text: turn.words.t('reply.unknownCase') }]
      : await answerAsking(deps, turn, stored.case, asked);
  const { questions } = deps.store;
  const now = await questions.pending(conversationId, person.tenantId, person.objectId, deps.now().toISOString());
  if (now?.ask.askedOn !== activityId) await questions.answered(conversationId, person.tenantId, person.objectId);
  return replies;
}

function commandOf(
  deps: BotDeps,
  turn: Turn,
  asked: Exclude<CaseQuestion['ask'], AskingAsk>,
): PersonCommand | undefined {
  switch (asked.kind) {
    case 'check':
      return checkCommand(turn, asked.check);
    case 'reason':
      return reasonCommand(turn, asked);
    case 'approve':
      return approval(deps, asked, turn.incoming.text);
  }
}

function checkCommand(
  turn: Turn,
  check: Extract<Question['ask'], { kind: 'check' }>['check'],
): PersonCommand | undefined {
  const read = parseAnswer(
    turn.incoming.text,
    vocabulariesFor(turn.language).map((v) => v.answers),
  );
  return read && { type: 'answer-check', check, answer: read.answer, ...(read.note === '' ? {} : { note: read.note }) };
}

function reasonCommand(turn: Turn, ask: Extract<Question['ask'], { kind: 'reason' }>): PersonCommand | undefined {
  const reason = turn.incoming.text;
  switch (ask.for) {
    case 'legitimate':
      return { type: 'decide', verdict: ask.for, ...rememberIn(turn.language, reason) };
    case 'fraud':
    case 'ignore':
      return { type: 'decide', verdict: ask.for, reason };
    case 'reopen':
      return { type: 'reopen', reason };
    case 'close':
      return { type: 'close', reason };
    case 'waive':
      return { type: 'close', reason, waive: true };
    case 'note':
      return { type: 'note', text: reason };
    case 'snooze':
      return ask.until === undefined ? undefined : { type: 'snooze', until: ask.until, reason };
  }
}
