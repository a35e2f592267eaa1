import { outside, say } from '../../cards/parts/escape.ts';
import type { Words } from '../../cards/parts/words.ts';
import type { Case, CheckName } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import type { PersonCommand } from '../domain/commands.ts';
import { openResponse } from '../domain/decide-response.ts';
import type { CaseId } from '../domain/ids.ts';
import { isBeyondClock } from '../domain/reminders.ts';
import { remindHours } from '../domain/support.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import { type Given, giveCommand } from './give-command.ts';
import { localTime } from './local-time.ts';
import { refusalText } from './refusals.ts';
import { waitsText } from './wish-text.ts';

/** Gives a typed command to the one handler. The activity's id is the key: a message delivered twice acts once. */
export async function runTyped(
  deps: BotDeps,
  turn: Turn,
  caseId: CaseId,
  command: PersonCommand,
): Promise<readonly Reply[]> {
  const key = `msg ${turn.incoming.conversationId} ${turn.incoming.activityId}`;
  const handled = await giveCommand(deps, turn, { caseId, command, key });
  const said: Reply = { kind: 'text', text: await handledText(deps, turn, command, handled) };
  return handled.kind === 'done' && turn.incoming.isPersonal && reports.has(command.type)
    ? [said, { kind: 'case', case: handled.case }]
    : [said];
}

/** Commands that Partner Center is told of: how that went shows on the case's card, which a 1:1 chat may not have yet. */
const reports: ReadonlySet<PersonCommand['type']> = new Set(['decide', 'confirm-same', 'report-again']);

export async function handledText(deps: BotDeps, turn: Turn, command: PersonCommand, handled: Given): Promise<string> {
  switch (handled.kind) {
    case 'done':
      return doneText(turn, handled.case, command);
    case 'refused':
      return refusalText(deps, { ...turn, rolesUnreadable: handled.rolesUnreadable ?? false }, handled.refusal);
    case 'stale':
      return turn.words.t('stale.text');
    case 'waits-for-sign-in':
      return waitsText(turn, handled);
    case 'unknown-case':
      return turn.words.t('reply.unknownCase');
  }
}

const firstOpen = (c: Case): CheckName | undefined =>
  (['standing', 'usage', 'customer'] as const).find((check) => c.checks[check].state === 'open');

/** The next useful step: an open check, the decision, or what is left after it. */
function nextOf(words: Words, c: Case): string {
  const { number } = c;
  if (c.verdict.kind !== 'none') return words.t('reply.nextClose', { number });
  const check = firstOpen(c);
  return check === undefined ? words.t('reply.nextDecide', { number }) : words.t(`reply.next.${check}`, { number });
}

/** What was done, and the next useful step. */
function doneText({ words, language, partner }: Turn, c: Case, command: PersonCommand): string {
  const number = c.number;
  const nextStep = nextOf(words, c);
  switch (command.type) {
    case 'claim':
      return `${words.t('reply.claimed', { number })} ${nextStep}`;
    case 'release':
      return words.t('reply.released', { number });
    case 'assign':
      return say(words, 'reply.assigned', { number, name: outside(command.to.name) });
    case 'answer-check':
      return `${say(words, 'reply.checkAnswered', { check: say(words, `check.${command.check}`), answer: say(words, `check.${command.check}.${command.answer}`) })} ${nextStep}`;
    case 'decide':
      return decidedText(words, c, command.verdict);
    case 'confirm-same':
      return `${words.t('reply.confirmedSame', { number, earlier: earlierOf(c) })} ${words.t('reply.policyWarning')}`;
    case 'forget':
      return words.t('reply.forgotten', { number });
    case 'reopen':
      return `${words.t('reply.reopened', { number })} ${nextStep}`;
    case 'note':
      return words.t('reply.noted', { number });
    case 'snooze':
      return words.t(isBeyondClock(c, command.until) ? 'reply.snoozedBeyond' : 'reply.snoozed', {
        number,
        when: localTime(command.until, language, partner.timeZone),
      });
    case 'close':
      return words.t('reply.closed', { number });
    case 'report-again':
      return words.t('reply.reportAgain', { number });
    case 'stop':
      return words.t('reply.stopBegun', { number, count: command.resources.length });
    case 'start':
      return words.t('reply.startBegun', { number, count: command.resources.length });
    case 'request-plan':
      return words.t('reply.planRequested', { number });
    case 'approve-plan':
      return words.t('reply.planApproved', { number });
    case 'drop-plan':
      return words.t('reply.planDropped', { number });
    case 'cancel-run':
      return words.t('reply.runCancelled', { number });
    case 'compose-support':
      return words.t('reply.supportComposed', { number, hours: remindHours });
    case 'file-support':
      return say(words, command.kind === 'azure' ? 'reply.supportFiledAzure' : 'reply.supportFiled', {
        number,
        request: outside(c.support?.[command.kind]?.number ?? ''),
      });
    case 'drop-support':
      return words.t('reply.supportDropped', { number });
    case 'support-note':
      return words.t('reply.supportNoteAsked', { number });
    case 'send-mail':
      return say(words, 'reply.mailAsked', { number, to: outside(command.mail.to) });
    case 'settle-mail':
      return words.t(command.sent ? 'reply.mailSettled.sent' : 'reply.mailSettled.failed', { number });
    case 'note-contact':
      return words.t('reply.contactNoted', { number });
    case 'await-answer':
      return words.t('reply.answerAwaited', { number });
    case 'check-off':
      return say(words, 'reply.checkedOff', {
        number,
        item: say(words, `checklist.${command.item}`),
        state: say(words, `checklist.state.${command.state}`),
        left: say(words, 'reply.checklistLeft', { open: openResponse(c).checklist.length, number }),
      });
  }
}

/** That it is remembered, and for how long. */
function rememberedText(words: Words, { memory, verdict }: Case): string {
  if (memory === undefined || verdict.kind !== 'legitimate' || memory.at !== verdict.at) return '';
  const days = Math.round((Date.parse(memory.until) - Date.parse(memory.at)) / day);
  return words.t('reply.remembered', { days });
}

function earlierOf({ verdict }: Case): number {
  return verdict.kind === 'none' ? 0 : (verdict.sameAs?.number ?? 0);
}

function decidedText(words: Words, c: Case, verdict: 'legitimate' | 'fraud' | 'ignore'): string {
  const skipped = c.verdict.kind === 'none' ? [] : c.verdict.skipped;
  const skippedText =
    skipped.length === 0
      ? ''
      : say(words, 'reply.skipped', { checks: outside(skipped.map((check) => words.t(`check.${check}`)).join(', ')) });
  const advice =
    verdict === 'legitimate' ? words.t('reply.policyWarning') : verdict === 'fraud' ? words.t('reply.fraudNext') : '';
  return [words.t(`reply.decided.${verdict}`, { number: c.number }), skippedText, rememberedText(words, c), advice]
    .filter((part) => part !== '')
    .join(' ');
}
