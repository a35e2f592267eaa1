import { back, button, onCase } from './parts/actions.ts';
import { badge, type Tone } from './parts/badge.ts';
import { caseCard } from './parts/case-card.ts';
import { dayAndTime, outside, type Shown, say } from './parts/escape.ts';
import { fitted } from './parts/fit.ts';
import { approved, frozenItems } from './parts/plan-frozen.ts';
import { driftItems, leftOut } from './parts/plan-sections.ts';
import { quiet, text } from './parts/text.ts';
import type { Action, Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { PlanProgressView, PlanStopView, PlanView } from './plan-views.ts';

type Phase = 'requested' | 'stopped' | 'frozen' | 'running' | 'finished' | 'void';
type Of<S extends PlanProgressView['state']> = Extract<PlanProgressView, { state: S }>;

/** Rows: whoever approves sees all that goes, as long as it fits. */
const sizes: readonly [number, ...number[]] = [40, 25, 12, 8, 4];

function phaseOf({ progress }: PlanView): Phase {
  if (progress.state !== 'approved') return progress.state;
  return progress.run?.endedAt === undefined ? 'running' : 'finished';
}

function badgeOf(words: Words, view: PlanView, phase: Phase) {
  const isCancel = view.kind === 'subscription';
  if (phase === 'finished' && view.progress.state === 'approved') {
    const { run } = view.progress;
    const isWell = run !== undefined && run.counts.done === run.total;
    return isWell
      ? badge(say(words, isCancel ? 'plan.badge.wellCancel' : 'plan.badge.well'), 'Good')
      : badge(say(words, isCancel ? 'plan.badge.partlyCancel' : 'plan.badge.partly'), 'Attention');
  }
  if (phase === 'finished') return badge(say(words, 'plan.badge.partly'), 'Attention');
  const tones = {
    requested: 'Accent',
    stopped: 'Warning',
    frozen: 'Warning',
    running: 'Accent',
    void: 'Default',
  } as const;
  const tone: Tone = tones[phase];
  return badge(say(words, `plan.badge.${phase}`), tone);
}

const unreadable = {
  forbidden: 'unavailable.forbidden',
  unauthorized: 'unavailable.needs-person',
  'needs-person': 'unavailable.needs-person',
  mfa: 'unavailable.mfa',
  'not-found': 'unavailable.not-found',
  'not-ready': 'unavailable.not-ready',
  throttled: 'unavailable.not-ready',
  unreachable: 'unavailable.unreachable',
  'not-offered': 'unavailable.not-offered',
} as const;

/** Why something could not be read, in words; what is kept may be of another version, which had other reasons. */
function whyUnreadable(words: Words, why: string): Shown {
  const known = Object.entries(unreadable).find(([name]) => name === why);
  return say(words, known === undefined ? 'unavailable.unreadable' : known[1]);
}

function stopReason(words: Words, stop: PlanStopView): Shown {
  switch (stop.kind) {
    case 'too-many':
      return say(words, 'plan.stop.too-many', { count: stop.count, most: stop.most });
    case 'too-large-a-share':
      return say(words, 'plan.stop.too-large-a-share', { percent: Math.round(stop.percent), most: stop.most });
    case 'group-not-allowed':
      return say(words, 'plan.stop.group-not-allowed', { because: say(words, `plan.group.${stop.because}`) });
    case 'unreadable':
      return say(words, 'plan.stop.unreadable', { why: whyUnreadable(words, stop.what) });
    case 'nothing-left':
      return say(words, 'plan.stop.nothing-left');
    case 'needs-sign-in':
      return say(words, 'plan.stop.needs-sign-in');
  }
}

/** Guards of size can be lifted by an owner; nothing else can. */
const isGuard = (stop: PlanStopView) => stop.kind === 'too-many' || stop.kind === 'too-large-a-share';

function stopped(words: Words, { stop }: Of<'stopped'>): Container {
  return {
    type: 'Container',
    style: 'warning',
    spacing: 'Medium',
    items: [
      text(stopReason(words, stop), { weight: 'Bolder' }),
      ...(stop.kind === 'group-not-allowed' && stop.detail !== undefined
        ? [text(say(words, 'plan.groupDetail', { detail: outside(stop.detail) }), {}, { spacing: 'None' })]
        : []),
      text(say(words, 'plan.stopNothing'), {}, { spacing: 'None' }),
      ...(isGuard(stop) ? [text(say(words, 'plan.stopLift'), {}, { spacing: 'Small' })] : []),
    ],
  };
}

function voided(words: Words, { why, at, drift }: Of<'void'>): readonly Element[] {
  return [
    text(say(words, `plan.void.${why}`), {}, { spacing: 'Medium' }),
    quiet(say(words, 'plan.voidSince', { when: dayAndTime(at) }), { spacing: 'None' }),
    ...(drift ? driftItems(words, drift) : []),
  ];
}

function body(words: Words, view: PlanView, most: number): readonly (Element | undefined)[] {
  const { progress } = view;
  const asked = quiet(say(words, 'plan.by', { name: outside(view.by), when: dayAndTime(view.at) }), {
    spacing: 'Small',
  });
  switch (progress.state) {
    case 'requested':
      return [
        text(say(words, 'plan.requested'), {}, { spacing: 'Medium' }),
        quiet(say(words, 'plan.requestedNothing'), { spacing: 'Small' }),
        asked,
      ];
    case 'stopped':
      return [
        stopped(words, progress),
        ...(progress.stop.kind === 'nothing-left' ? leftOut(words, progress.stop.left ?? []) : []),
        asked,
      ];
    case 'void':
      return [...voided(words, progress), asked];
    case 'frozen':
      return frozenItems(words, progress.frozen, { most, mayApprove: !view.isClosed });
    case 'approved':
      return approved(words, view, progress);
  }
}

function actions(words: Words, view: PlanView, phase: Phase): readonly (Action | undefined)[] {
  const on = onCase(view);
  const { progress, id, kind, isClosed } = view;
  const inventory = button(say(words, 'action.inventory'), 'inventory.open', on, {
    hint: say(words, 'action.inventory.hint'),
  });
  if (isClosed) return [back(words, view)];
  const again = button(say(words, 'action.planAgain'), 'plan.request', { ...on, again: id }, { style: 'positive' });
  const drop = button(say(words, 'plan.drop'), 'plan.drop', { ...on, plan: id });
  const look = button(say(words, 'action.lookAgain'), 'plan.open', { ...on, plan: id });
  switch (progress.state) {
    case 'requested':
      return [look, drop, back(words, view)];
    case 'stopped': {
      const lift = button(
        say(words, 'action.planLift'),
        'plan.request',
        { ...on, again: id, lift: true },
        { hint: say(words, 'action.planLift.hint') },
      );
      return [again, isGuard(progress.stop) ? lift : undefined, inventory, back(words, view)];
    }
    case 'void':
      return [again, inventory, back(words, view)];
    case 'frozen': {
      const approve = button(
        say(words, kind === 'subscription' ? 'plan.approveCancel' : 'plan.approve'),
        'plan.approve',
        { ...on, plan: id, hash: progress.frozen.hash },
        { withInputs: true, style: 'destructive', hint: say(words, 'plan.approveHint') },
      );
      return [approve, drop, inventory, back(words, view)];
    }
    case 'approved': {
      const { run } = progress;
      const care = button(say(words, 'action.afterCare'), 'aftercare.open', on, {
        hint: say(words, 'action.afterCare.hint'),
        style: 'positive',
      });
      if (phase === 'running') {
        const cancel = run && run.cancelledAt === undefined;
        return [
          cancel
            ? button(
                say(words, 'action.runCancel'),
                'run.cancel',
                { ...on, run: run.id },
                { hint: say(words, 'action.runCancel.hint') },
              )
            : undefined,
          look,
          back(words, view),
        ];
      }
      const isWell = run !== undefined && run.counts.done === run.total;
      const { style: _, ...plainAgain } = again;
      return [care, isWell ? undefined : plainAgain, inventory, back(words, view)];
    }
  }
}

/** A plan as it lives: being made, stopped by a guard, waiting for approval, carried out, void. */
export function planCard(view: PlanView, words: Words): Card {
  const phase = phaseOf(view);
  const title =
    view.kind === 'subscription' ? (`plan.titleCancel.${phase}` as const) : (`plan.title.${phase}` as const);
  return fitted(sizes, (most) =>
    caseCard(words, view, {
      title,
      badges: [badgeOf(words, view, phase)],
      body: body(words, view, most),
      actions: actions(words, view, phase),
    }),
  );
}
