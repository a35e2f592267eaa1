import type { FindingView, GapView, LookedName } from '../response-views.ts';
import { dayAndTime, joined, outside, type Shown, say, setOff, shortDate } from './escape.ts';
import { heading, quiet, rich, run } from './text.ts';
import type { Element, Rich } from './types.ts';
import type { Words } from './words.ts';

const day = /^\d{4}-\d\d-\d\d$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

function shownValue(words: Words, value: string | number): Shown | number {
  if (typeof value === 'number') return value;
  if (value === '') return say(words, 'creator.unnamed');
  if (day.test(value) && !Number.isNaN(Date.parse(value))) return shortDate(words, value);
  return moment.test(value) && !Number.isNaN(Date.parse(value)) ? dayAndTime(value) : outside(value);
}

/** What a rule found, in its sentence; of a rule that is no more, its name. */
function findingText(words: Words, finding: FindingView): Shown {
  const { rule, variant } = finding;
  const key = variant === undefined ? `evidence.${rule}` : `evidence.${rule}.${variant}`;
  if (!words.has(key)) return outside(rule);
  const values = Object.entries(finding.values).map(([name, value]) => [name, shownValue(words, value)] as const);
  return say(words, key, Object.fromEntries(values));
}

const signs = { true: '+', false: '−' } as const;

/** "+20  GPU machine NC24…": points first, so that they stand under each other. */
export function findingLine(words: Words, finding: FindingView): Rich {
  const { weight } = finding;
  const points = weight === 0 ? '±0' : `${signs[`${weight > 0}`]}${Math.abs(weight)}`;
  return rich(
    [
      run(outside(points), { weight: 'Bolder', size: 'Small', color: weight > 0 ? 'Warning' : 'Good' }),
      run(setOff(findingText(words, finding)), { size: 'Small' }),
    ],
    { spacing: 'Small' },
  );
}

export function lookedTexts(words: Words, things: readonly LookedName[]): Shown {
  return joined(
    [...new Set(things)].map((thing) => say(words, `looked.${thing}`)),
    ', ',
  );
}

/** Where a permission is missing, with the role that gives it. */
function gapWhat(words: Words, { what, why }: GapView): Shown {
  return why === 'forbidden' ? say(words, `gap.${what}`) : say(words, `looked.${what}`);
}

function gapWhy(words: Words, { why }: GapView): Shown {
  return why === 'cut' ? say(words, 'inventory.cut') : say(words, `unavailable.${why}`);
}

/** What could not be read and why: said, never counted as nothing found. */
export function gapItems(words: Words, gaps: readonly GapView[]): readonly Element[] {
  if (gaps.length === 0) return [];
  return [
    heading(words, 'inventory.gaps', { spacing: 'Medium', separator: true }),
    ...gaps.map((gap) =>
      quiet(say(words, 'inventory.gap', { what: gapWhat(words, gap), why: gapWhy(words, gap) }), { spacing: 'Small' }),
    ),
  ];
}
