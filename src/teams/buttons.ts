import type { Verb } from '../../cards/verbs.ts';
import { hour } from '../domain/clocks.ts';
import { askingButtons } from './asking-buttons.ts';
import { buttonData, isVerb } from './button-data.ts';
import type { BotDeps, Turn } from './context.ts';
import { drawCase, drawCheck, drawDecide, drawHelp, drawMore } from './draw.ts';
import { listButtons } from './list-buttons.ts';
import { isWorthALook, lookUp } from './look-up.ts';
import { memoryButtons } from './memory-buttons.ts';
import { ownerButtons } from './owner-buttons.ts';
import { type ButtonAnswer, card, changes, checked, message, noRole, type Press, press, shows } from './press.ts';
import { responseButtons } from './response-buttons.ts';
import { settingsButtons } from './settings-buttons.ts';
import { readMark } from './transport/mark.ts';

/** What each button does. Those that change a case give a command to the one handler; the others only show. */
const buttons: Readonly<Record<Verb, Press<unknown>>> = {
  claim: checked(
    buttonData.claim,
    changes(() => ({ type: 'claim' })),
  ),
  release: checked(
    buttonData.release,
    changes(() => ({ type: 'release' })),
  ),
  'check.open': checked(buttonData['check.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const { [data.check]: facts } = await deps.store.facts.read(c.id);
      if (isWorthALook(facts)) await lookUp(deps, turn, c, data.check);
      return drawCheck(deps, turn, c, data.check, data.language === undefined ? {} : { draftLanguage: data.language });
    }),
  ),
  'check.answer': checked(
    buttonData['check.answer'],
    changes(({ check, answer, note, from, way }) => ({
      type: 'answer-check',
      check,
      answer,
      note,
      from,
      ...(way === undefined ? {} : { way }),
    })),
  ),
  'check.again': checked(buttonData['check.again'], (deps, turn, data) =>
    shows(deps, turn, data.case, async (c) => {
      const isRead = await lookUp(deps, turn, c, data.check);
      return drawCheck(deps, turn, c, data.check, { again: !isRead });
    }),
  ),
  'case.show': checked(buttonData['case.show'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawCase(deps, turn, c)),
  ),
  'case.refresh': checked(buttonData['case.refresh'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawCase(deps, turn, c)),
  ),
  'decide.open': checked(buttonData['decide.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawDecide(deps, turn, c)),
  ),
  decide: checked(
    buttonData.decide,
    changes(({ verdict, reason, remember }) => ({
      type: 'decide',
      verdict,
      reason,
      ...(remember === undefined || verdict !== 'legitimate' ? {} : { rememberDays: remember }),
    })),
  ),
  'more.open': checked(buttonData['more.open'], (deps, turn, data) =>
    shows(deps, turn, data.case, (c) => drawMore(deps, turn, c)),
  ),
  note: checked(
    buttonData.note,
    changes(({ text }) => ({ type: 'note', text })),
  ),
  snooze: checked(
    buttonData.snooze,
    changes(({ hours, reason }, now) => ({
      type: 'snooze',
      until: new Date(now.getTime() + hours * hour).toISOString(),
      reason,
    })),
  ),
  assign: checked(buttonData.assign, async (deps, turn, data) => {
    const to = await deps.store.people.find(turn.incoming.tenantId, data.to);
    if (to === undefined) return message(turn.words.t('reply.assignHow', { number: 0 }));
    return press(deps, turn, data, {
      type: 'assign',
      to: { tenantId: to.tenantId, objectId: to.objectId, name: to.name },
    });
  }),
  close: checked(
    buttonData.close,
    changes(({ because, waive }) => ({ type: 'close', reason: because, waive })),
  ),
  reopen: checked(
    buttonData.reopen,
    changes(({ because }) => ({ type: 'reopen', reason: because })),
  ),
  'report.again': checked(
    buttonData['report.again'],
    changes(() => ({ type: 'report-again' })),
  ),
  ...responseButtons,
  ...askingButtons,
  ...listButtons,
  ...settingsButtons,
  ...memoryButtons,
  ...ownerButtons,
  'help.open': checked(buttonData['help.open'], async (_deps, turn) => card(drawHelp(turn))),
};

/** Answers a press of a button. The data came from a client: what does not fit its verb is answered with a sentence. */
export async function pressButton(deps: BotDeps, turn: Turn, verb: unknown, data: unknown): Promise<ButtonAnswer> {
  if (!isVerb(verb)) return message(turn.words.t('reply.unknownButton'));
  // To look a role up twice takes longer than Teams waits, where the directory hangs.
  if (turn.rolesUnreadable && verb !== 'help.open') return noRole(deps, turn);
  if (looking.has(verb) && (await isDouble(deps, turn, data))) return message(turn.words.t('reply.double'));
  return buttons[verb](deps, turn, data);
}

/** Verbs that only look: they have the time to find out whether their message is a double, and every client sends one. */
const looking: ReadonlySet<Verb> = new Set([
  'alerts.open',
  'case.refresh',
  'case.show',
  'memory.open',
  'check.open',
  'decide.open',
  'more.open',
  'inventory.open',
  'timeline.open',
  'plan.open',
  'aftercare.open',
  'support.open',
  'evidence.open',
]);

async function isDouble(deps: BotDeps, turn: Turn, data: unknown): Promise<boolean> {
  const mark = readMark(data);
  const { replyToId: activityId, serviceUrl, conversationId, tenantId } = turn.incoming;
  if (mark === undefined || activityId === undefined) return false;
  const adopted = await deps.adopt(mark.postId, { serviceUrl, conversationId, tenantId, activityId });
  return adopted === 'removed';
}
