import type { SupportView } from '../asking-views.ts';
import { maxTextLength } from '../verbs.ts';
import { button, onCase, unfold } from './actions.ts';
import { dayAndTime, outside, prose, type Shown, say } from './escape.ts';
import { heading, quiet, text } from './text.ts';
import type { Action, Element } from './types.ts';
import type { Words } from './words.ts';

/** Newest notes shown, and how much of each. */
const shownNotes = 3;
const noteLength = 500;

function notes(words: Words, { tracking: read }: SupportView): readonly Element[] {
  if (read === undefined || read.notes.length === 0) return [];
  const rest = read.notes.length - shownNotes;
  return [
    heading(words, 'support.notes', { spacing: 'Medium', separator: true }),
    ...(rest > 0 ? [quiet(say(words, 'support.olderNotes', { count: rest }), { spacing: 'None' })] : []),
    ...read.notes.slice(-shownNotes).flatMap(({ text: said, by, at }) => [
      text(prose(said, noteLength), {}, { spacing: 'Small' }),
      ...(by === undefined && at === undefined
        ? []
        : [
            quiet(
              say(words, 'note.byAt', {
                name: by === undefined ? say(words, 'support.somebody') : outside(by),
                when: at === undefined ? say(words, 'support.someTime') : dayAndTime(at),
              }),
              { spacing: 'None' },
            ),
          ]),
    ]),
  ];
}

/** The last look that did not help, and what can be done about it. */
function trouble(words: Words, { trouble: of }: SupportView): readonly Element[] {
  if (of === undefined) return [];
  return [
    {
      type: 'Container',
      style: 'warning',
      spacing: 'Medium',
      items: [
        text(say(words, 'support.trouble', { when: dayAndTime(of.at) }), { weight: 'Bolder' }),
        text(say(words, `support.trouble.${of.why}`), {}, { spacing: 'None' }),
      ],
    },
  ];
}

function ownNote(words: Words, { note }: SupportView): readonly Element[] {
  if (note === undefined) return [];
  const name = outside(note.by);
  const why: Shown | undefined = note.why && say(words, `support.trouble.${note.why}`);
  return [
    text(
      say(words, `support.note.${note.state}`, { name }),
      note.state === 'failed' ? { color: 'Warning', weight: 'Bolder' } : { isSubtle: true },
      { spacing: 'Medium' },
    ),
    ...(why ? [quiet(why, { spacing: 'None' })] : []),
    ...(note.state === 'sent' ? [] : [text(prose(note.text, noteLength), { italic: true }, { spacing: 'None' })]),
  ];
}

/** What became of a filed request: its number, its state, Microsoft's notes; and who can see it. */
export function tracking(words: Words, view: SupportView): readonly Element[] {
  const { kind, request = '', filed, tracking: read } = view;
  return [
    {
      type: 'Container',
      spacing: 'Medium',
      items: [
        quiet(say(words, 'support.number')),
        text(outside(request), { size: 'Large', weight: 'Bolder' }, { spacing: 'None' }),
        ...(filed
          ? [
              quiet(say(words, 'support.filedBy', { name: outside(filed.by), when: dayAndTime(filed.at) }), {
                spacing: 'None',
              }),
            ]
          : []),
      ],
    },
    ...(kind === 'azure'
      ? [quiet(say(words, 'support.notTracked'), { spacing: 'Small' })]
      : [
          ...(read
            ? [
                text(say(words, 'support.status', { status: say(words, `requestStatus.${read.status}`) })),
                quiet(say(words, 'support.readAt', { when: dayAndTime(read.readAt) }), { spacing: 'None' }),
              ]
            : [text(say(words, 'support.notRead'), { isSubtle: true })]),
          quiet(say(words, 'support.creatorOnly'), { spacing: 'Small' }),
        ]),
    ...trouble(words, view),
    ...ownNote(words, view),
    ...notes(words, view),
  ];
}

export function addNote(words: Words, view: SupportView): Action {
  return unfold(
    words,
    'support.addNote',
    [
      {
        type: 'Input.Text',
        id: 'text',
        label: say(words, 'support.noteLabel'),
        isRequired: true,
        errorMessage: say(words, 'more.noteMissing'),
        maxLength: maxTextLength,
        isMultiline: true,
      },
    ],
    [
      button(
        say(words, 'support.noteSend'),
        'support.note',
        { ...onCase(view), kind: view.kind },
        { withInputs: true, style: 'positive' },
      ),
    ],
  );
}
