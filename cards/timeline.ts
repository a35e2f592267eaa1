import { back, button, onCase } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { creatorItem } from './parts/creator.ts';
import { dayAndTime, dayOf, joined, outside, type Shown, say, setOff, timeOf } from './parts/escape.ts';
import { gapItems } from './parts/evidence.ts';
import { fitted } from './parts/fit.ts';
import { linkLine } from './parts/links.ts';
import { firstNames } from './parts/names.ts';
import { sizeOf } from './parts/resources.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { TimelineEntryView, TimelineView } from './response-views.ts';

type Found = NonNullable<TimelineView['found']>;

interface Size {
  readonly entries: number;
  readonly creators: number;
}

const sizes: readonly [Size, ...Size[]] = [
  { entries: 15, creators: 4 },
  { entries: 10, creators: 3 },
];
const shownNames = 3;
const shownRegions = 4;
/** A group of events that took longer is shown with its end. */
const momentMs = 60_000;
/** What took less shows only the time of its end. */
const sameDayMs = 12 * 60 * 60_000;

/** What happened, in a word or two; `timeline.kind.` in locales. */
function kindText(words: Words, { kind }: TimelineEntryView): Shown {
  const key = `timeline.kind.${kind}`;
  return words.has(key) ? say(words, key) : outside(kind);
}

function when({ at, until }: TimelineEntryView, words: Words): Shown {
  const lasted = Math.abs(Date.parse(until) - Date.parse(at));
  if (!(lasted > momentMs)) return dayAndTime(at);
  const [from, to] = at < until ? [at, until] : [until, at];
  const end = lasted < sameDayMs ? timeOf(to) : dayAndTime(to);
  return say(words, 'timeline.span', { from: dayAndTime(from), until: end });
}

/** One thing that happened: what and to which, then when, where and by whom. */
function entryItem(words: Words, entry: TimelineEntryView): Container {
  const { names, count, regions, who, what, failed } = entry;
  const named = names.length === 0 ? [] : [setOff(firstNames(words, names, count, shownNames))];
  return {
    type: 'Container',
    spacing: 'Small',
    items: [
      rich([
        run(kindText(words, entry), { weight: 'Bolder' }),
        ...(what === undefined ? [] : [run(setOff(sizeOf(what)))]),
        ...(failed ? [run(setOff(say(words, 'timeline.failed')), { color: 'Warning', weight: 'Bolder' })] : []),
        ...named.map((shown) => run(shown, { size: 'Small', isSubtle: true })),
      ]),
      quiet(
        joined(
          [
            when(entry, words),
            who === undefined ? say(words, 'timeline.byUnknown') : outside(who),
            ...(count > 1 ? [say(words, 'timeline.count', { count })] : []),
            ...(regions.length === 0 ? [] : [firstNames(words, regions, regions.length, shownRegions)]),
          ],
          ' · ',
        ),
        { spacing: 'None' },
      ),
    ],
  };
}

function subscriptionItems(words: Words, { subscription }: Found): readonly Element[] {
  if (subscription === undefined) return [];
  const { at, by, operation } = subscription;
  return [
    text(
      by === undefined
        ? say(words, 'timeline.subscription', { when: dayAndTime(at) })
        : say(words, 'timeline.subscriptionBy', { when: dayAndTime(at), by: outside(by) }),
      {},
      { spacing: 'Medium' },
    ),
    quiet(say(words, 'timeline.subscriptionSource', { operation: outside(operation) }), { spacing: 'None' }),
  ];
}

function foundItems(words: Words, view: TimelineView, found: Found, size: Size): readonly Element[] {
  const { creators, entries } = found;
  const hidden = creators.length - size.creators;
  const shown = entries.slice(0, size.entries);
  const older = found.total - shown.length;
  return [
    ...(creators.length === 0 ? [] : [heading(words, 'creator.title', { spacing: 'Medium' })]),
    ...creators.slice(0, size.creators).map((creator) => creatorItem(words, creator, view.revealsUs)),
    ...(hidden > 0 ? [quiet(say(words, 'creator.more', { count: hidden }), { spacing: 'Small' })] : []),
    ...subscriptionItems(words, found),
    heading(words, 'timeline.newestFirst', { spacing: 'Medium', separator: true }),
    ...(shown.length === 0 ? [text(say(words, 'timeline.none'), {}, { spacing: 'Small' })] : []),
    ...shown.map((entry) => entryItem(words, entry)),
    ...(older > 0 ? [quiet(say(words, 'timeline.more', { count: older }), { spacing: 'Small' })] : []),
    quiet(say(words, 'timeline.limit', { when: dayOf(found.since) }), { spacing: 'Medium' }),
    ...gapItems(words, found.gaps),
    quiet(say(words, 'inventory.readAt', { when: dayAndTime(found.readAt) }), { spacing: 'Small' }),
  ];
}

/** How it came to be: who made it and how they signed in, what happened, newest first, and what the log cannot tell. */
export function timelineCard(view: TimelineView, words: Words): Card {
  const { of, found, isReading } = view;
  const on = onCase(view);
  return fitted(sizes, (size) =>
    caseCard(words, view, {
      title: 'timeline.title',
      body: [
        of === undefined
          ? undefined
          : text(say(words, 'timeline.of', { name: outside(of) }), {}, { spacing: 'Medium' }),
        isReading || found === undefined
          ? text(say(words, 'timeline.reading'), { isSubtle: true }, { spacing: 'Medium' })
          : undefined,
        ...(found ? foundItems(words, view, found, size) : []),
        linkLine(words, view.links, { spacing: 'Medium' }),
      ],
      actions: [
        found === undefined ? button(say(words, 'action.lookAgain'), 'timeline.open', on) : undefined,
        button(say(words, 'action.inventory'), 'inventory.open', on, { hint: say(words, 'action.inventory.hint') }),
        button(say(words, 'action.readAgain'), 'investigate.again', on, { hint: say(words, 'action.readAgain.hint') }),
        back(words, view),
      ],
    }),
  );
}
