import type { FrozenView, PlanProgressView, PlanView } from '../plan-views.ts';
import { dayAndTime, figure, listed, outside, type Shown, say } from './escape.ts';
import { facts } from './facts.ts';
import { rangeText } from './money.ts';
import { consequencesOfCancelling, planEdges, planItems } from './plan-sections.ts';
import { runProgress } from './run-progress.ts';
import { quiet, text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { Words } from './words.ts';

type Approved = Extract<PlanProgressView, { state: 'approved' }>;

const shownHash = 12;
/** Names longer than any that Azure allows are cut by what shows them. */
const typedLength = 256;

/** How much goes and what that saves, in large letters side by side. */
function band(words: Words, frozen: FrozenView): Container {
  const isCancel = frozen.kind === 'subscription';
  const { itemsTotal, total, saves } = frozen;
  const large = (shown: Shown) => text(shown, { size: 'Large', weight: 'Bolder' }, { spacing: 'None' });
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              quiet(say(words, isCancel ? 'plan.cancelsLabel' : 'plan.deletesLabel')),
              large(isCancel ? say(words, 'plan.cancels') : say(words, 'plan.deletes', { count: itemsTotal })),
              quiet(say(words, isCancel ? 'plan.cancelsShare' : 'plan.deletesShare', { total }), { spacing: 'None' }),
            ],
          },
          {
            type: 'Column',
            width: 'stretch',
            items: [
              quiet(say(words, 'plan.savesLabel')),
              large(saves === undefined ? say(words, 'money.notKnown') : rangeText(words, saves)),
            ],
          },
        ],
      },
    ],
  };
}

function box(style: 'attention' | 'warning' | 'accent', lines: readonly Shown[]): Container {
  return {
    type: 'Container',
    style,
    spacing: 'Small',
    items: lines.map((line, index) => text(line, {}, index === 0 ? {} : { spacing: 'Small' })),
  };
}

function consequences(words: Words, frozen: FrozenView): readonly Element[] {
  const { kind, group, needsSecond, guardsLifted, by } = frozen;
  return [
    ...(kind === 'subscription'
      ? [
          {
            type: 'Container' as const,
            style: 'attention' as const,
            spacing: 'Small' as const,
            items: [...consequencesOfCancelling(words)],
          },
        ]
      : []),
    ...(group === undefined ? [] : [box('attention', [say(words, 'plan.group', { group: outside(group) })])]),
    needsSecond
      ? box('warning', [say(words, 'plan.secondNeeded', { name: outside(by) })])
      : quiet(say(words, 'plan.secondNotNeeded'), { spacing: 'Small' }),
    ...(guardsLifted ? [box('warning', [say(words, 'plan.lifted')])] : []),
  ];
}

/** The plan as it was frozen: what goes in which order, what stays, who depends on it, and what approving takes. */
export function frozenItems(
  words: Words,
  frozen: FrozenView,
  shown: { readonly most: number; readonly mayApprove: boolean },
): readonly Element[] {
  const name = outside(frozen.subscriptionName);
  return [
    band(words, frozen),
    ...consequences(words, frozen),
    ...(frozen.kind === 'subscription' ? [] : planItems(words, frozen, shown.most)),
    ...planEdges(words, frozen),
    ...facts(words, [
      {
        label: 'plan.askedBy',
        value: [say(words, 'run.by', { name: outside(frozen.by), when: dayAndTime(frozen.madeAt) })],
      },
      { label: 'plan.validUntil', value: [dayAndTime(frozen.expiresAt)], tone: 'Warning' },
      { label: 'plan.hash', value: [outside(frozen.hash.slice(0, shownHash))] },
    ]),
    ...(frozen.kind === 'subscription' ? [] : [quiet(say(words, 'plan.frozenHint'), { spacing: 'Small' })]),
    ...(shown.mayApprove
      ? [
          {
            type: 'Input.Text' as const,
            id: 'typedName',
            label: say(words, 'plan.typeName', { name }),
            isRequired: true,
            errorMessage: say(words, 'plan.typeNameMissing'),
            maxLength: typedLength,
            spacing: 'Medium' as const,
          },
        ]
      : []),
  ];
}

/** What is left to do once a run has ended. */
function afterwards(words: Words, { frozen, run, looksAfter }: Approved): readonly Element[] {
  if (run?.endedAt === undefined) return [];
  const { done, failed, skipped, unknown } = run.counts;
  const isWell = done === run.total;
  const hours = listed(
    words,
    looksAfter.map((hour) => figure(words, hour)),
  );
  return [
    ...(isWell && frozen.saves
      ? [
          text(
            say(words, 'plan.savedNow', { sum: rangeText(words, frozen.saves) }),
            { color: 'Good', weight: 'Bolder' },
            { spacing: 'Medium' },
          ),
        ]
      : []),
    ...(failed + skipped > 0 ? [text(say(words, 'plan.failedNext'), {}, { spacing: 'Medium' })] : []),
    ...(unknown > 0 ? [text(say(words, 'plan.unknownNext'), {}, { spacing: 'Small' })] : []),
    ...(done > 0 && looksAfter.length > 0
      ? [quiet(say(words, 'plan.looksAfter', { hours }), { spacing: 'Small' })]
      : []),
  ];
}

/** Approved: how far it is, and in the end what came of it. */
export function approved(words: Words, view: PlanView, progress: Approved): readonly Element[] {
  const { run, approvedBy, approvedAt, frozen } = progress;
  return [
    ...(run === undefined
      ? [
          text(
            say(words, view.kind === 'subscription' ? 'plan.startingCancel' : 'plan.starting'),
            {},
            { spacing: 'Medium' },
          ),
        ]
      : [runProgress(words, run, false)]),
    ...afterwards(words, progress),
    ...(run?.endedAt === undefined ? [] : planEdges(words, { ...frozen, dependants: [], dependantsTotal: 0 })),
    quiet(say(words, 'plan.by', { name: outside(view.by), when: dayAndTime(view.at) }), { spacing: 'Medium' }),
    quiet(say(words, 'plan.approvedBy', { name: outside(approvedBy), when: dayAndTime(approvedAt) }), {
      spacing: 'None',
    }),
  ];
}
