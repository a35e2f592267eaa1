import { back, button, onCase } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { caseCard } from './parts/case-card.ts';
import { checklistItems, openLines } from './parts/checklist.ts';
import { amount, dayAndTime, type Shown, say, setOff } from './parts/escape.ts';
import { firstNames } from './parts/names.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Badge, Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { AfterCareView, LookView } from './plan-views.ts';

const shownNames = 4;

const isBack = (look: LookView) => look.back.length + look.fresh.length > 0;

function badges(words: Words, view: AfterCareView): readonly Badge[] {
  const last = view.looks.at(-1);
  const open = view.checklist.filter(({ state }) => state === 'open').length;
  return [
    ...(last === undefined || last.unreadable
      ? []
      : [
          isBack(last)
            ? badge(say(words, 'afterCare.badge.back'), 'Attention')
            : badge(say(words, 'afterCare.badge.well'), 'Good'),
        ]),
    ...(open > 0 ? [badge(say(words, 'afterCare.badge.open', { count: open }), 'Warning')] : []),
  ];
}

function found(words: Words, look: LookView): readonly { readonly shown: Shown; readonly isBad: boolean }[] {
  if (look.unreadable) return [{ shown: say(words, 'afterCare.unreadable'), isBad: true }];
  const { back: again, fresh, burning } = look;
  const named = (key: 'afterCare.back' | 'afterCare.fresh', names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          {
            shown: say(words, key, {
              count: names.length,
              names: firstNames(words, names, names.length, shownNames),
            }),
            isBad: true,
          },
        ];
  return [
    ...named('afterCare.back', again),
    ...named('afterCare.fresh', fresh),
    ...(burning > 0 ? [{ shown: say(words, 'afterCare.burning', { count: burning }), isBad: true }] : []),
    ...(isBack(look) ? [] : [{ shown: say(words, 'afterCare.well'), isBad: false }]),
  ];
}

function costLine(words: Words, { cost, costGap, unreadable }: LookView): Shown | undefined {
  if (unreadable) return undefined;
  if (cost === undefined) return costGapText(words, costGap);
  const { before, now, currency } = cost;
  return say(words, 'afterCare.cost', {
    before: amount(words, before, currency),
    now: amount(words, now, currency),
  });
}

function costGapText(words: Words, gap: LookView['costGap']): Shown {
  if (gap === undefined) return say(words, 'afterCare.costUnknown');
  if (gap === 'too-early' || gap === 'not-listed') return say(words, `afterCare.cost.${gap}`);
  return say(words, 'afterCare.costUnread', { why: say(words, `unavailable.${gap}`) });
}

function lookItem(words: Words, look: LookView): Container {
  const cost = costLine(words, look);
  return {
    type: 'Container',
    spacing: 'Small',
    items: [
      rich([
        run(say(words, 'afterCare.after', { hours: look.hours }), { weight: 'Bolder' }),
        run(setOff(dayAndTime(look.at)), { size: 'Small', isSubtle: true }),
      ]),
      ...found(words, look).map(({ shown, isBad }) =>
        text(shown, isBad ? { color: look.unreadable ? 'Warning' : 'Attention' } : { color: 'Good' }, {
          spacing: 'None',
        }),
      ),
      ...(cost ? [quiet(cost, { spacing: 'None' })] : []),
    ],
  };
}

function looks(words: Words, view: AfterCareView): readonly Element[] {
  return [
    heading(words, 'afterCare.looks', { spacing: 'Medium' }),
    ...(view.since === undefined ? [text(say(words, 'afterCare.notYet'), {}, { spacing: 'Small' })] : []),
    ...view.looks.map((look) => lookItem(words, look)),
    ...view.due.map(({ hours, at }) =>
      rich(
        [
          run(say(words, 'afterCare.after', { hours }), { isSubtle: true }),
          run(setOff(say(words, 'afterCare.due', { when: dayAndTime(at) })), { size: 'Small', isSubtle: true }),
        ],
        { spacing: 'Small' },
      ),
    ),
  ];
}

function closing(words: Words, view: AfterCareView): Container {
  const lines = openLines(words, view.open);
  return {
    type: 'Container',
    style: lines.length === 0 ? 'good' : 'emphasis',
    spacing: 'Medium',
    items: [
      heading(words, 'afterCare.closing'),
      ...(lines.length === 0 ? [text(say(words, 'afterCare.closingNone'), {}, { spacing: 'None' })] : []),
      ...lines.map((line) => text(line, {}, { spacing: 'Small' })),
      ...(lines.length === 0 ? [] : [quiet(say(words, 'afterCare.closingWaive'), { spacing: 'Small' })]),
    ],
  };
}

/** After a removal: is it still gone, is the way in closed, and what keeps the case from being closed. */
export function afterCareCard(view: AfterCareView, words: Words): Card {
  const on = onCase(view);
  const answer = (state: 'done' | 'waived', key: 'checklist.done' | 'checklist.waive') =>
    button(
      say(words, key),
      'checklist.answer',
      { ...on, state },
      { withInputs: true, ...(state === 'done' && { style: 'positive' as const }) },
    );
  const inventory = button(say(words, 'action.inventory'), 'inventory.open', on, {
    hint: say(words, 'action.inventory.hint'),
  });
  return caseCard(words, view, {
    title: 'afterCare.title',
    badges: badges(words, view),
    body: [
      text(say(words, 'afterCare.intro'), { isSubtle: true }, { spacing: 'Medium' }),
      ...looks(words, view),
      ...checklistItems(words, view),
      view.isClosed ? undefined : closing(words, view),
    ],
    actions: view.isClosed
      ? [inventory, back(words, view)]
      : [answer('done', 'checklist.done'), answer('waived', 'checklist.waive'), inventory, back(words, view)],
  });
}
