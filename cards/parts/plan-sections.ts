import type { DriftView, FrozenView, PlanItemView } from '../plan-views.ts';
import { joined, outside, type Shown, say, setOff } from './escape.ts';
import { burnText } from './money.ts';
import { firstNames } from './names.ts';
import { sizeOf, typeOf } from './resources.ts';
import { heading, quiet, rich, run, text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { MessageKey, Words } from './words.ts';

const shownNames = 3;
const shownTypes = 6;
const shownOthers = 5;

function section(words: Words, title: MessageKey, items: readonly Element[], hint?: Shown): readonly Element[] {
  if (items.length === 0) return [];
  return [
    heading(words, title, { spacing: 'Medium', separator: true }),
    ...(hint ? [quiet(hint, { spacing: 'None' })] : []),
    ...items,
  ];
}

function more(words: Words, total: number, shown: number): readonly Element[] {
  return total > shown ? [quiet(say(words, 'plan.more', { count: total - shown }), { spacing: 'Small' })] : [];
}

/** A name with its kind, and a quiet line below. */
function entry(
  words: Words,
  of: { readonly name: string; readonly type: string },
  below: Shown | undefined,
): Container {
  return {
    type: 'Container',
    spacing: 'Small',
    items: [
      rich([run(outside(of.name)), run(setOff(typeOf(words, of.type)), { size: 'Small', isSubtle: true })]),
      ...(below ? [quiet(below, { spacing: 'None' })] : []),
    ],
  };
}

function itemBelow(words: Words, item: PlanItemView): Shown {
  const burn = burnText(words, item.burn);
  return joined(
    [
      ...(item.size === undefined ? [] : [sizeOf(item.size)]),
      ...(item.location === '' ? [] : [outside(item.location)]),
      item.usedBy === undefined
        ? say(words, `level.signs.${item.level}`)
        : say(words, 'plan.usedBy', { name: outside(item.usedBy) }),
      ...(burn ? [burn] : []),
      ...(item.goesWith.length === 0
        ? []
        : [
            say(words, 'plan.goesWith', {
              names: firstNames(words, item.goesWith, item.goesWith.length, shownNames),
            }),
          ]),
    ],
    ' · ',
  );
}

/** What goes, numbered in its order, with what an approver must know of each; then how many of which kind in all. */
export function planItems(words: Words, frozen: FrozenView, most: number): readonly Element[] {
  const shown = frozen.items.slice(0, most);
  const counted = shown.reduce((sum, item) => sum + 1 + item.goesWith.length, 0);
  const rows = shown.map((item, index): Container => {
    const warnings = item.warnings.map((warning) => say(words, `plan.warning.${warning}`));
    return {
      type: 'Container',
      spacing: 'Small',
      items: [
        rich([
          run(say(words, 'plan.item', { number: index + 1, name: outside(item.name) })),
          run(setOff(typeOf(words, item.type)), { size: 'Small', isSubtle: true }),
        ]),
        quiet(itemBelow(words, item), { spacing: 'None' }),
        ...(warnings.length === 0
          ? []
          : [text(joined(warnings, ' · '), { size: 'Small', color: 'Warning' }, { spacing: 'None' })]),
      ],
    };
  });
  const types = frozen.types
    .slice(0, shownTypes)
    .map(({ type, count }) => say(words, 'resource.count', { count, type: typeOf(words, type) }));
  return section(words, 'plan.order', [
    ...rows,
    ...more(words, frozen.itemsTotal, counted),
    ...(frozen.itemsTotal > 1 && types.length > 0
      ? [quiet(say(words, 'plan.inAll', { types: joined(types, ', ') }), { spacing: 'Small' })]
      : []),
  ]);
}

function excludedBelow(words: Words, one: FrozenView['excluded'][number]): Shown {
  const why = say(words, `plan.excluded.${one.why}`);
  if (one.detail === undefined) return why;
  const detail = outside(one.detail);
  return one.by === undefined
    ? say(words, 'plan.excludedDetail', { why, detail })
    : say(words, 'plan.excludedDetailBy', { why, detail, by: outside(one.by) });
}

/** What may not go, each with why. */
export function leftOut(words: Words, excluded: FrozenView['excluded'], total = excluded.length): readonly Element[] {
  return section(words, 'plan.excluded', [
    ...excluded.slice(0, shownOthers).map((one) => entry(words, one, excludedBelow(words, one))),
    ...more(words, total, Math.min(excluded.length, shownOthers)),
  ]);
}

/** What is left out and why, who depends on what goes, and what stays and goes on costing. */
export function planEdges(words: Words, frozen: FrozenView): readonly Element[] {
  const { excluded, dependants, leftovers } = frozen;
  return [
    ...section(words, 'plan.dependants', [
      ...dependants
        .slice(0, shownOthers)
        .map((one) => entry(words, one, say(words, 'plan.dependsOn', { on: outside(one.on) }))),
      ...more(words, frozen.dependantsTotal, Math.min(dependants.length, shownOthers)),
    ]),
    ...leftOut(words, excluded, frozen.excludedTotal),
    ...section(
      words,
      'plan.leftovers',
      [
        ...leftovers.slice(0, shownOthers).map((one) => entry(words, one, burnText(words, one.burn))),
        ...more(words, frozen.leftoversTotal, Math.min(leftovers.length, shownOthers)),
      ],
      say(words, 'plan.leftoversHint'),
    ),
  ];
}

/** What became different between the plan and its approval. */
export function driftItems(words: Words, drift: DriftView): readonly Element[] {
  const few = <T>(all: readonly T[], line: (one: T) => Shown): readonly Element[] => [
    ...all.slice(0, shownOthers).map((one) => text(line(one), {}, { spacing: 'Small' })),
    ...more(words, all.length, Math.min(all.length, shownOthers)),
  ];
  return [
    ...section(
      words,
      'plan.drift.changed',
      few(drift.changed, ({ name, what }) =>
        say(words, 'plan.drift.line', { name: outside(name), what: say(words, `plan.drift.${what}`) }),
      ),
    ),
    ...section(words, 'plan.drift.came', few(drift.came, outside)),
    ...section(words, 'plan.drift.went', few(drift.went, outside)),
  ];
}

const cancelMeans = ['plan.cancelMeans1', 'plan.cancelMeans2', 'plan.cancelMeans3', 'plan.cancelMeans4'] as const;

/** What cancelling the subscription brings with it (facts/azure.md 2.10, facts/partner-center.md 4.3). */
export function consequencesOfCancelling(words: Words): readonly Element[] {
  return cancelMeans.map((key) => text(say(words, key), {}, { spacing: 'Small' }));
}
