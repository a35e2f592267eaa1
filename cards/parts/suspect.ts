import type { LockView, SignLevel, SuspectView } from '../response-views.ts';
import type { CaseRef } from '../views.ts';
import { onCase, pressable } from './actions.ts';
import { badge, type Tone } from './badge.ts';
import { joined, outside, type Shown, say, setOff } from './escape.ts';
import { findingLine, lookedTexts } from './evidence.ts';
import { burnText } from './money.ts';
import { sizeOf, typeOf } from './resources.ts';
import { quiet, rich, run, text } from './text.ts';
import { folded, toggleLine } from './toggle.ts';
import type { Container, Element } from './types.ts';
import type { Words } from './words.ts';

const levelTones: Readonly<Record<SignLevel, Tone>> = {
  strong: 'Attention',
  some: 'Warning',
  weak: 'Default',
  none: 'Default',
};

/** What it is: kind, size, how many machines. */
function kindOf(words: Words, suspect: SuspectView): Shown {
  const { type, size, instances, isSpot } = suspect;
  return joined(
    [
      typeOf(words, type),
      ...(size === undefined ? [] : [sizeOf(size)]),
      ...(instances === undefined ? [] : [say(words, 'inventory.instances', { count: instances })]),
      ...(isSpot ? [say(words, 'inventory.spot')] : []),
    ],
    ' · ',
  );
}

/** Where it is, whether it runs, what it costs, and that it is locked. */
function stateOf(words: Words, suspect: SuspectView): Shown {
  const burn = burnText(words, suspect.burn);
  return joined(
    [
      ...(suspect.location === '' ? [] : [outside(suspect.location)]),
      say(words, `power.${suspect.power}`),
      ...(burn ? [burn] : []),
      ...(suspect.locks.length > 0 ? [say(words, 'inventory.locked')] : []),
    ],
    ' · ',
  );
}

function lockText(words: Words, { name, level, by }: LockView): Shown {
  const isReadOnly = level === 'ReadOnly';
  if (by === undefined) {
    return say(words, isReadOnly ? 'inventory.lockReadOnly' : 'inventory.lock', { name: outside(name) });
  }
  return say(words, isReadOnly ? 'inventory.lockReadOnlyBy' : 'inventory.lockBy', {
    name: outside(name),
    by: outside(by),
  });
}

function reasons(words: Words, view: CaseRef, suspect: SuspectView, most: number): readonly Element[] {
  const { findings, unchecked, locks } = suspect;
  // The line that says "one more" would take the place of that one.
  const shown = findings.length === most + 1 ? findings : findings.slice(0, most);
  const rest = findings.length - shown.length;
  return [
    ...(findings.length === 0 ? [quiet(say(words, 'inventory.noReasons'))] : []),
    ...shown.map((finding) => findingLine(words, finding)),
    ...(rest > 0 ? [quiet(say(words, 'inventory.moreReasons', { count: rest }), { spacing: 'None' })] : []),
    ...locks.map((lock) => text(lockText(words, lock), { size: 'Small', color: 'Warning' }, { spacing: 'Small' })),
    ...(unchecked.length > 0
      ? [quiet(say(words, 'inventory.unchecked', { things: lookedTexts(words, unchecked) }), { spacing: 'Small' })]
      : []),
    rich([pressable(say(words, 'inventory.itsTimeline'), 'timeline.open', { ...onCase(view), resource: suspect.key })]),
  ];
}

/** One resource: what it is and does, its label, and the reasons that a press unfolds. */
export function suspectRow(
  words: Words,
  view: CaseRef,
  suspect: SuspectView,
  shown: { readonly index: number; readonly isOpen: boolean; readonly reasons: number },
): Container {
  const id = `reasons${shown.index}`;
  const { level, score, findings } = suspect;
  const label = say(words, 'level.score', { level: say(words, `level.${level}`), score });
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: true,
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              rich([
                run(outside(suspect.name), { weight: 'Bolder' }),
                run(setOff(kindOf(words, suspect)), { size: 'Small', isSubtle: true }),
              ]),
              quiet(stateOf(words, suspect), { spacing: 'None' }),
            ],
          },
          { type: 'Column', width: 'auto', items: [badge(label, levelTones[level])] },
        ],
      },
      toggleLine(
        say(words, 'inventory.reasons', { count: findings.length }),
        id,
        say(words, 'inventory.reasonsHint', { name: outside(suspect.name) }),
      ),
      folded(id, reasons(words, view, suspect, shown.reasons), shown.isOpen),
    ],
  };
}
