import type { ItemStateName, RunItemView, RunView } from '../response-views.ts';
import { dayAndTime, joined, outside, prose, type Shown, say, setOff } from './escape.ts';
import { typeOf } from './resources.ts';
import { heading, quiet, rich, text, run as textRun } from './text.ts';
import type { Color, Columns, Container, Element } from './types.ts';
import type { Words } from './words.ts';

const shownItems = 12;
const detailLength = 160;
const rests = ['failed', 'skipped', 'unknown'] as const;

const looks = {
  planned: { icon: 'Clock', glyph: '○', color: 'Default' },
  checking: { icon: 'ArrowSync', glyph: '…', color: 'Accent' },
  running: { icon: 'ArrowSync', glyph: '…', color: 'Accent' },
  verifying: { icon: 'ArrowSync', glyph: '…', color: 'Accent' },
  done: { icon: 'CheckmarkCircle', glyph: '✓', color: 'Good' },
  failed: { icon: 'Warning', glyph: '!', color: 'Attention' },
  skipped: { icon: 'Info', glyph: '–', color: 'Warning' },
  unknown: { icon: 'Info', glyph: '?', color: 'Warning' },
} as const satisfies Record<ItemStateName, { icon: string; glyph: string; color: Color }>;

/** What state it is in: of stopping "Stopped", of deleting "Gone", and only once that is proven. */
function stateText(words: Words, act: RunView['act'], state: ItemStateName): Shown {
  if (state === 'running' || state === 'verifying' || state === 'done') return say(words, `itemState.${act}.${state}`);
  return say(words, `itemState.${state}`);
}

function mark(state: ItemStateName): Element {
  const { icon, glyph, color } = looks[state];
  return {
    type: 'Icon',
    name: icon,
    size: 'xSmall',
    style: state === 'planned' ? 'Regular' : 'Filled',
    color,
    fallback: { type: 'TextBlock', text: glyph, color, weight: 'Bolder' },
  };
}

function itemRow(words: Words, act: RunView['act'], item: RunItemView): Columns {
  const { state, why } = item;
  const detail = item.detail === undefined ? undefined : prose(item.detail, detailLength);
  const status = stateText(words, act, state);
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: '20px', items: [mark(state)] },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [
          rich([
            textRun(outside(item.name)),
            textRun(setOff(typeOf(words, item.type)), { size: 'Small', isSubtle: true }),
          ]),
          text(
            item.isPart ? joined([status, say(words, 'itemState.part')], ' · ') : status,
            { size: 'Small', color: looks[state].color, ...(state === 'planned' && { isSubtle: true }) },
            { spacing: 'None' },
          ),
          ...(why === undefined ? [] : [text(say(words, `outcome.${why}`), { size: 'Small' }, { spacing: 'None' })]),
          ...(detail ? [quiet(say(words, 'outcome.detail', { detail }), { spacing: 'None' })] : []),
        ],
      },
    ],
  };
}

/** How many did not come to what was asked for; nothing of those that are none. */
function restTexts(words: Words, { counts }: RunView): readonly Shown[] {
  return rests.flatMap((state) =>
    counts[state] === 0 ? [] : [say(words, `run.count.${state}`, { count: counts[state] })],
  );
}

function overText(words: Words, run: RunView, endedAt: string): Shown {
  const { act, counts, total } = run;
  if (total > 0 && counts.done === total) return say(words, `run.allDone.${act}`, { when: dayAndTime(endedAt) });
  return joined([say(words, `run.count.${act}`, { count: counts.done }), ...restTexts(words, run)], ', ');
}

function progress(words: Words, run: RunView): readonly Element[] {
  const { counts, total, endedAt } = run;
  if (endedAt !== undefined) {
    const isWell = counts.done === total;
    return [text(overText(words, run, endedAt), { weight: 'Bolder', ...(isWell && { color: 'Good' as const }) })];
  }
  const finished = total - counts.open;
  return [
    text(
      joined([say(words, 'run.progress', { done: finished, total }), ...restTexts(words, run)], ', '),
      { weight: 'Bolder' },
      { spacing: 'Small' },
    ),
    {
      type: 'ProgressBar',
      value: finished,
      max: Math.max(total, 1),
      color: counts.failed + counts.unknown > 0 ? 'Warning' : 'Accent',
      spacing: 'Small',
      fallback: 'drop',
    },
  ];
}

/** How far a run is: what is done, and each resource with its state in plain words; `title` off where the card's own says it. */
export function runProgress(words: Words, run: RunView, hasTitle: boolean): Container {
  const rest = run.total - Math.min(run.items.length, shownItems);
  const title = run.endedAt === undefined ? (`run.title.${run.act}` as const) : (`run.over.${run.act}` as const);
  const who = say(words, 'run.begun', { name: outside(run.by), when: dayAndTime(run.startedAt) });
  return {
    type: 'Container',
    spacing: 'Medium',
    separator: hasTitle,
    items: [
      ...(hasTitle ? [heading(words, title)] : []),
      ...progress(words, run),
      quiet(who, { spacing: 'Small' }),
      ...(run.cancelledAt === undefined
        ? []
        : [quiet(say(words, 'run.cancelled', { when: dayAndTime(run.cancelledAt) }), { spacing: 'None' })]),
      ...run.items.slice(0, shownItems).map((item) => itemRow(words, run.act, item)),
      ...(rest > 0 ? [quiet(say(words, 'plan.more', { count: rest }), { spacing: 'Small' })] : []),
      ...(run.endedAt === undefined ? [quiet(say(words, 'run.waits'), { spacing: 'Small' })] : []),
    ],
  };
}
