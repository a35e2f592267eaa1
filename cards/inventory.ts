import { back, button, onCase } from './parts/actions.ts';
import { badge } from './parts/badge.ts';
import { caseCard } from './parts/case-card.ts';
import { chooseForm } from './parts/choose-form.ts';
import { dayAndTime, joined, type Shown, say } from './parts/escape.ts';
import { gapItems } from './parts/evidence.ts';
import { fitted } from './parts/fit.ts';
import { linkLine } from './parts/links.ts';
import { moneyBand } from './parts/money.ts';
import { runProgress } from './parts/run-progress.ts';
import { suspectRow } from './parts/suspect.ts';
import { quiet, text } from './parts/text.ts';
import type { Action, Badge, Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { InventoryView } from './response-views.ts';

type Found = NonNullable<InventoryView['found']>;

interface Size {
  readonly rows: number;
  readonly reasons: number;
  readonly choices: number;
}

/** The richest first; a subscription with the longest names that Azure allows gets the last. */
const sizes: readonly [Size, ...Size[]] = [
  { rows: 8, reasons: 8, choices: 25 },
  { rows: 8, reasons: 5, choices: 25 },
  { rows: 8, reasons: 4, choices: 20 },
  { rows: 6, reasons: 4, choices: 15 },
  { rows: 4, reasons: 3, choices: 8 },
];

const isRunning = ({ run }: InventoryView) => run !== undefined && run.endedAt === undefined;

function badges(words: Words, view: InventoryView): readonly Badge[] {
  const { found } = view;
  if (found === undefined)
    return view.trouble === undefined
      ? [badge(say(words, 'inventory.badge.reading'), 'Accent')]
      : [badge(say(words, 'inventory.badge.unreadable'), 'Warning')];
  const { strong, some } = found.counts;
  if (strong > 0) return [badge(say(words, 'inventory.badge.strong', { count: strong }), 'Attention')];
  if (some > 0) return [badge(say(words, 'inventory.badge.some', { count: some }), 'Warning')];
  return [badge(say(words, 'inventory.badge.none'), 'Good')];
}

/** That it is being read, or could not be read: said before anything that was found. */
function reading(words: Words, view: InventoryView): Container | undefined {
  const { trouble, isReading, found } = view;
  if (isReading) {
    const key = found === undefined ? 'inventory.reading' : 'inventory.readingAgain';
    return { type: 'Container', style: 'accent', spacing: 'Medium', items: [text(say(words, key))] };
  }
  if (trouble === undefined) return undefined;
  return {
    type: 'Container',
    style: 'warning',
    spacing: 'Medium',
    items: [
      text(say(words, 'inventory.unreadable'), { weight: 'Bolder' }),
      ...(trouble === 'unknown' ? [] : [text(say(words, `unavailable.${trouble}`), {}, { spacing: 'None' })]),
      quiet(say(words, found === undefined ? 'inventory.unreadableHint' : 'inventory.unreadableOld'), {
        spacing: 'Small',
      }),
    ],
  };
}

/** How many show which signs; of a level that none shows, nothing. */
function signs(words: Words, { counts }: Found): Shown {
  const found = (['strong', 'some', 'weak'] as const).filter((level) => counts[level] > 0);
  if (found.length === 0) return say(words, 'inventory.counts.none');
  return joined(
    found.map((level) => say(words, `inventory.counts.${level}`, { count: counts[level] })),
    ', ',
  );
}

function counted(words: Words, found: Found): readonly Element[] {
  const { all, burning } = found.counts;
  return [
    text(
      joined(
        [
          say(words, 'inventory.counts', { all, signs: signs(words, found) }),
          ...(found.rows.length === 0 && burning === 0 ? [] : [say(words, 'inventory.burning', { burning })]),
        ],
        ' ',
      ),
      {},
      { spacing: 'Medium' },
    ),
    quiet(say(words, 'inventory.readAt', { when: dayAndTime(found.readAt) }), { spacing: 'Small' }),
    quiet(say(words, 'inventory.heuristic'), { spacing: 'None' }),
  ];
}

function listed(words: Words, view: InventoryView, found: Found, size: Size): readonly Element[] {
  const { strong, some, weak } = found.counts;
  if (found.rows.length === 0) {
    return [
      {
        type: 'Container',
        style: 'good',
        spacing: 'Medium',
        items: [
          text(say(words, 'inventory.nothing'), { weight: 'Bolder' }),
          text(say(words, 'inventory.nothingHint'), {}, { spacing: 'None' }),
        ],
      },
    ];
  }
  const rows = found.rows.slice(0, size.rows);
  const rest = strong + some + weak - rows.length;
  return [
    ...rows.map((suspect, index) =>
      suspectRow(words, view, suspect, { index, isOpen: index === 0, reasons: size.reasons }),
    ),
    ...(rest > 0 ? [quiet(say(words, 'inventory.moreRows', { count: rest }), { spacing: 'Small' })] : []),
  ];
}

/** What was done, and that it can be undone. */
function doings(words: Words, view: InventoryView): readonly (Element | undefined)[] {
  const { run, undo } = view;
  return [
    run && runProgress(words, run, true),
    undo && !isRunning(view) ? quiet(say(words, 'inventory.undo', { count: undo.count })) : undefined,
  ];
}

function actions(words: Words, view: InventoryView): readonly (Action | undefined)[] {
  const on = onCase(view);
  const { found, run, undo, plan, isClosed, isFraud, isReading } = view;
  const timeline = button(say(words, 'action.timeline'), 'timeline.open', on, {
    hint: say(words, 'action.timeline.hint'),
  });
  const look = button(say(words, 'action.lookAgain'), 'inventory.open', on);
  const again = button(say(words, 'action.readAgain'), 'investigate.again', on, {
    hint: say(words, 'action.readAgain.hint'),
  });
  const read = isReading ? look : again;
  if (isClosed) return [found && timeline, read, back(words, view)];
  if (run && isRunning(view)) {
    const cancel = button(
      say(words, 'action.runCancel'),
      'run.cancel',
      { ...on, run: run.id },
      { hint: say(words, 'action.runCancel.hint') },
    );
    return [cancel, look, found && timeline, back(words, view)];
  }
  const runs = found !== undefined && found.counts.burning > 0;
  const mayChoose = found !== undefined && found.choices.length > 0;
  const open =
    plan &&
    button(
      say(words, 'action.planOpen'),
      'plan.open',
      { ...on, plan: plan.id },
      { hint: say(words, 'action.planOpen.hint') },
    );
  return [
    mayChoose
      ? button(say(words, 'action.stop'), 'resources.stop', on, {
          withInputs: true,
          ...(runs && { style: 'positive' }),
          hint: say(words, 'action.stop.hint'),
        })
      : undefined,
    open ??
      (mayChoose && isFraud
        ? button(say(words, 'action.plan'), 'plan.request', on, {
            withInputs: true,
            ...(!runs && { style: 'positive' }),
            hint: say(words, 'action.plan.hint'),
          })
        : undefined),
    undo &&
      button(
        say(words, 'action.start'),
        'resources.start',
        { ...on, run: undo.run },
        { hint: say(words, 'action.start.hint') },
      ),
    found && timeline,
    read,
    back(words, view),
  ];
}

/** What may mine: which resources, why we think so, what they cost, and the ways to stop them. */
export function inventoryCard(view: InventoryView, words: Words): Card {
  const { found, isClosed } = view;
  return fitted(sizes, (size) =>
    caseCard(words, view, {
      title: 'inventory.title',
      badges: badges(words, view),
      body: [
        reading(words, view),
        ...(found
          ? [
              moneyBand(words, found.money, found.counts.burning > 0),
              ...counted(words, found),
              ...doings(words, view),
              ...listed(words, view, found, size),
              ...gapItems(words, found.gaps),
              ...(isClosed || isRunning(view) ? [] : chooseForm(words, view, size.choices)),
            ]
          : doings(words, view)),
        isClosed ? quiet(say(words, 'inventory.closed'), { spacing: 'Medium' }) : undefined,
        linkLine(words, view.links, { spacing: 'Medium' }),
      ],
      actions: actions(words, view),
    }),
  );
}
