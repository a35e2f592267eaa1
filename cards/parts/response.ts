import type { CaseResponseView } from '../response-views.ts';
import type { CaseView } from '../views.ts';
import { onCase, pressable } from './actions.ts';
import { dayAndTime, joined, outside, prose, type Shown, say } from './escape.ts';
import { rangeText } from './money.ts';
import { heading, quiet, rich, text } from './text.ts';
import type { Color, Container, Element } from './types.ts';
import type { Words } from './words.ts';

type Line = { readonly shown: Shown; readonly color?: Color };

const reasonLength = 240;

function signs(words: Words, { signs: found }: CaseResponseView): readonly Element[] {
  if (found === undefined) return [text(say(words, 'response.none'), { isSubtle: true }, { spacing: 'Small' })];
  const checked = say(words, 'response.checked', { when: dayAndTime(found.readAt) });
  if (found.isUnreadable) {
    return [
      text(say(words, 'response.unreadable'), { color: 'Warning' }, { spacing: 'Small' }),
      quiet(checked, { spacing: 'None' }),
    ];
  }
  const { strong, some, resources: all, gaps } = found;
  return [
    text(say(words, 'response.signs', { strong, some, all }), {}, { spacing: 'Small' }),
    quiet(gaps > 0 ? joined([checked, say(words, 'response.gaps', { count: gaps })], ' · ') : checked, {
      spacing: 'None',
    }),
  ];
}

/** Whether money is being spent: said only once somebody has looked. */
function spend(words: Words, of: CaseResponseView, isExpected: boolean): Line | undefined {
  const { spend: state, signs: found } = of;
  if (found === undefined && of.run === undefined) return undefined;
  switch (state) {
    case 'burning':
      return {
        shown:
          found?.perHour && !found.isUnreadable
            ? say(words, 'response.spend.burningSum', { sum: rangeText(words, found.perHour) })
            : say(words, 'response.spend.burning'),
        ...(!isExpected && { color: 'Attention' }),
      };
    case 'stopping':
      return { shown: say(words, 'response.spend.stopping'), color: 'Warning' };
    case 'stopped':
      return {
        shown:
          found === undefined
            ? say(words, 'response.spend.stoppedPlain')
            : say(words, 'response.spend.stopped', { when: dayAndTime(found.readAt) }),
        color: 'Good',
      };
    case 'unknown':
      return { shown: say(words, 'response.spend.unknown'), color: 'Warning' };
  }
}

function plan(words: Words, { plan: of }: CaseResponseView): Line | undefined {
  if (of === undefined) return undefined;
  const name = outside(of.by);
  switch (of.state) {
    case 'requested':
      return { shown: say(words, 'response.plan.requested', { name }) };
    case 'frozen': {
      const when = of.expiresAt === undefined ? outside('') : dayAndTime(of.expiresAt);
      if (of.kind === 'subscription')
        return { shown: say(words, 'response.plan.cancel', { name, when }), color: 'Warning' };
      const items = of.items ?? 0;
      return {
        shown: of.needsSecond
          ? say(words, 'response.plan.frozenSecond', { items, name, when })
          : say(words, 'response.plan.frozen', { items, when }),
        color: 'Warning',
      };
    }
    case 'approved':
      return { shown: say(words, 'response.plan.approved', { name: outside(of.approvedBy ?? of.by) }) };
    case 'stopped':
      return { shown: say(words, 'response.plan.stopped'), color: 'Warning' };
    case 'void':
      return { shown: say(words, 'response.plan.void') };
    case 'carried-out':
      return undefined;
  }
}

function run(words: Words, { run: of }: CaseResponseView): Line | undefined {
  if (of === undefined) return undefined;
  const { act, items, endedAt, counts } = of;
  if (endedAt === undefined || counts === undefined) {
    return {
      shown: act === 'cancel' ? say(words, 'response.run.cancel') : say(words, `response.run.${act}`, { items }),
    };
  }
  const what = say(words, `response.ran.${act}`, { done: counts.done });
  const rest = counts.failed + counts.skipped + counts.unknown + counts.open;
  const when = dayAndTime(endedAt);
  return rest === 0
    ? { shown: say(words, 'response.ranWell', { what, when }), color: 'Good' }
    : { shown: say(words, 'response.ranPartly', { what, rest, when }), color: 'Warning' };
}

function care(words: Words, { afterCare }: CaseResponseView): readonly Line[] {
  if (afterCare === undefined) return [];
  const { last, next, openItems } = afterCare;
  const tones = { well: 'Good', back: 'Attention', unreadable: 'Warning' } as const;
  return [
    ...(last
      ? [{ shown: say(words, `response.looked.${last.state}`, { hours: last.hours }), color: tones[last.state] }]
      : []),
    ...(next ? [{ shown: say(words, 'response.next', { when: dayAndTime(next.at) }) }] : []),
    ...(openItems > 0 ? [{ shown: say(words, 'response.checklist', { count: openItems }) }] : []),
  ];
}

/**
 * How things stand in Azure: signs, money, plan, what was done, after-care; and, where no button leads there, the way to
 * what may mine. Nothing on a case that was decided or closed without a look.
 */
export function responseItems(words: Words, view: CaseView, hasButton: boolean): Container | undefined {
  const of = view.response;
  const isClosed = view.stage === 'closed';
  if (of === undefined && (isClosed || view.verdict !== undefined)) return undefined;
  const shown: CaseResponseView = of ?? { spend: 'unknown' };
  const isExpected = view.verdict?.kind === 'legitimate';
  const lines = [spend(words, shown, isExpected), plan(words, shown), run(words, shown), ...care(words, shown)];
  const open = pressable(say(words, 'action.inventory'), 'inventory.open', onCase(view));
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: true,
    items: [
      heading(words, 'response.title'),
      ...signs(words, shown),
      ...lines
        .filter((line) => line !== undefined)
        .map(({ shown: line, color }) =>
          text(line, color === undefined ? {} : { color, weight: 'Bolder' }, { spacing: 'Small' }),
        ),
      ...(shown.waiver
        ? [
            quiet(
              say(words, 'response.waiver', {
                name: outside(shown.waiver.by),
                reason: prose(shown.waiver.reason, reasonLength),
              }),
              { spacing: 'Small' },
            ),
          ]
        : []),
      ...(hasButton || isClosed ? [] : [rich([open], { spacing: 'Small' })]),
    ],
  };
}
