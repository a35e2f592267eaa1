import type { CaseView, CheckName } from '../views.ts';
import { button, onCase } from './actions.ts';
import { maxActions } from './card.ts';
import { say } from './escape.ts';
import type { Action } from './types.ts';
import type { Words } from './words.ts';

const checkOrder: readonly CheckName[] = ['standing', 'usage', 'customer'];

/**
 * Buttons of the case card, at most six (facts/teams.md 1.4): before a decision the way to it, afterwards what is left
 * to do, of a closed case the way back.
 */
export function alertActions(words: Words, view: CaseView): readonly Action[] {
  const on = onCase(view);
  const { afterCare } = view.response ?? {};
  const care = button(say(words, 'action.afterCare'), 'aftercare.open', on, {
    hint: say(words, 'action.afterCare.hint'),
    ...(view.stage !== 'closed' && isCareNext(view) && { style: 'positive' }),
  });
  if (view.stage === 'closed') {
    return roomFor(
      [button(say(words, 'action.reopen'), 'more.open', on), ...(afterCare?.last || afterCare?.next ? [care] : [])],
      askingButtons(words, view),
    );
  }
  const claim =
    view.ownerName === undefined
      ? button(say(words, 'action.claim'), 'claim', on, {
          hint: say(words, 'action.claim.hint'),
          // The quick answer is what stands out, where there is one.
          ...(view.recall?.quick === undefined && { style: 'positive' }),
        })
      : button(say(words, 'action.release'), 'release', on, { hint: say(words, 'action.release.hint') });
  const next = nextOf(view);
  const decide = button(say(words, 'action.decide'), 'decide.open', on, {
    hint: say(words, 'action.decide.hint'),
    ...(next === 'decide' && { style: 'positive' }),
  });
  const more = button(say(words, 'action.more'), 'more.open', on, { hint: say(words, 'action.more.hint') });
  if (view.verdict !== undefined) {
    const again = button(say(words, 'action.reportAgain'), 'report.again', on, { style: 'positive' });
    const isUntold = view.report.state === 'done' && view.report.untold !== undefined;
    const buttons = [
      ...(view.report.state === 'failed' || isUntold ? [again] : []),
      ...(view.verdict.kind === 'fraud' ? [...responseButtons(words, view), care] : []),
      claim,
    ];
    return [...roomFor(buttons, askingButtons(words, view), maxActions - 1), more];
  }
  const checkButtons = checkOrder.map((check) =>
    button(
      say(words, `check.${check}`),
      'check.open',
      { ...on, check },
      { hint: say(words, `action.${check}.hint`), ...(next === check && { style: 'positive' }) },
    ),
  );
  return [claim, ...checkButtons, decide, more];
}

/** What stands out of a case that somebody works on: its first open check, then the decision; not beside a quick answer. */
function nextOf({ ownerName, recall, checks }: CaseView): CheckName | 'decide' | undefined {
  if (ownerName === undefined || recall?.quick !== undefined) return undefined;
  return checkOrder.find((check) => checks.some((line) => line.check === check && line.state === 'open')) ?? 'decide';
}

/** As many of `further` as there is room for; the form for more has the rest. */
function roomFor(buttons: readonly Action[], further: readonly Action[], most = maxActions): readonly Action[] {
  return [...buttons, ...further].slice(0, most);
}

function askingButtons(words: Words, view: CaseView): readonly Action[] {
  const on = onCase(view);
  return [
    button(
      say(words, 'action.support'),
      'support.open',
      { ...on, kind: 'partner-center' },
      { hint: say(words, 'action.support.hint') },
    ),
    button(say(words, 'action.evidence'), 'evidence.open', on, { hint: say(words, 'action.evidence.hint') }),
  ];
}

const shownPlans: ReadonlySet<string> = new Set(['requested', 'frozen', 'approved', 'carried-out', 'stopped']);

/** Whether the removal is done, nothing runs, and only points of the checklist are left. */
function isCareNext({ response }: CaseView): boolean {
  return (
    response?.plan?.state === 'carried-out' && response.spend === 'stopped' && (response.afterCare?.openItems ?? 0) > 0
  );
}

/** Of a fraud: the resources first, and the plan where there is one to see. */
function responseButtons(words: Words, view: CaseView): readonly Action[] {
  const on = onCase(view);
  const { plan } = view.response ?? {};
  const waits = plan?.state === 'frozen';
  const inventory = button(say(words, 'action.inventory'), 'inventory.open', on, {
    hint: say(words, 'action.inventory.hint'),
    ...(!waits && !isCareNext(view) && { style: 'positive' }),
  });
  if (plan === undefined || !shownPlans.has(plan.state)) return [inventory];
  return [
    inventory,
    button(
      say(words, 'action.planOpen'),
      'plan.open',
      { ...on, plan: plan.id },
      { hint: say(words, 'action.planOpen.hint'), ...(waits && { style: 'positive' }) },
    ),
  ];
}
