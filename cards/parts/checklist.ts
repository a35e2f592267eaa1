import type { AfterCareView, ChecklistItem, ResponseOpenView } from '../plan-views.ts';
import { maxTextLength } from '../verbs.ts';
import { dayAndTime, joined, outside, prose, type Shown, say, setOff } from './escape.ts';
import { heading, quiet, rich, run, text } from './text.ts';
import type { Color, Columns, Element } from './types.ts';
import type { Words } from './words.ts';

type Line = AfterCareView['checklist'][number];

const noteLength = 200;
const looks = {
  open: { icon: 'Clock', glyph: '○', color: 'Default' },
  done: { icon: 'CheckmarkCircle', glyph: '✓', color: 'Good' },
  waived: { icon: 'Info', glyph: '–', color: 'Default' },
} as const satisfies Record<Line['state'], { icon: string; glyph: string; color: Color }>;

function itemTitles(words: Words, items: readonly ChecklistItem[]): Shown {
  return joined(
    items.map((item) => say(words, `checklist.${item}`)),
    ', ',
  );
}

/** What of a fraud case is still open, as sentences; none where nothing keeps it from being closed. */
export function openLines(words: Words, { burning, checklist }: ResponseOpenView): readonly Shown[] {
  return [
    ...(burning ? [say(words, 'afterCare.closingBurning')] : []),
    ...(checklist.length > 0
      ? [say(words, 'afterCare.closingChecklist', { count: checklist.length, items: itemTitles(words, checklist) })]
      : []),
  ];
}

function row(words: Words, line: Line): Columns {
  const { item, state, by, at, note } = line;
  const { icon, glyph, color } = looks[state];
  const isOpen = state === 'open';
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      {
        type: 'Column',
        width: '20px',
        items: [
          {
            type: 'Icon',
            name: icon,
            size: 'xSmall',
            style: isOpen ? 'Regular' : 'Filled',
            color,
            fallback: { type: 'TextBlock', text: glyph, color, weight: 'Bolder' },
          },
        ],
      },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [
          rich([
            run(say(words, `checklist.${item}`)),
            run(setOff(say(words, `checklist.state.${state}`), '  ·  '), { size: 'Small', color, isSubtle: isOpen }),
          ]),
          ...(isOpen ? [quiet(say(words, `checklist.hint.${item}`), { spacing: 'None' })] : []),
          ...(note ? [text(prose(note, noteLength), { size: 'Small', italic: true }, { spacing: 'None' })] : []),
          ...(by === undefined || at === undefined
            ? []
            : [quiet(say(words, 'checklist.by', { name: outside(by), when: dayAndTime(at) }), { spacing: 'None' })]),
        ],
      },
    ],
  };
}

/** The way in, point by point, and the form that answers one. */
export function checklistItems(words: Words, view: AfterCareView): readonly Element[] {
  const open = view.checklist.filter(({ state }) => state === 'open');
  const offered = open.length > 0 ? open : view.checklist;
  return [
    heading(words, 'afterCare.checklist', { spacing: 'Medium', separator: true }),
    ...view.checklist.map((line) => row(words, line)),
    ...(view.isClosed
      ? []
      : [
          {
            type: 'Input.ChoiceSet' as const,
            id: 'item',
            label: say(words, 'checklist.item'),
            style: 'compact' as const,
            spacing: 'Medium' as const,
            isRequired: true,
            errorMessage: say(words, 'checklist.itemMissing'),
            value: offered[0]?.item ?? '',
            choices: offered.map(({ item }) => ({ title: say(words, `checklist.${item}`), value: item })),
          },
          {
            type: 'Input.Text' as const,
            id: 'note',
            label: say(words, 'checklist.note'),
            placeholder: say(words, 'checklist.notePlaceholder'),
            maxLength: maxTextLength,
            isMultiline: true,
            spacing: 'Small' as const,
          },
        ]),
  ];
}
