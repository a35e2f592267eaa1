import type { EvidenceView, PackView } from './asking-views.ts';
import { back, button, onCase, pressable } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { dayAndTime, figure, joined, outside, type Shown, say, setOff } from './parts/escape.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Columns, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';

const shownPacks = 6;
const kilo = 1024;

function size(words: Words, bytes: number): Shown {
  const inMega = bytes >= kilo * kilo;
  const value = bytes / (inMega ? kilo * kilo : kilo);
  const rounded = value < 10 ? Math.max(Math.round(value * 10) / 10, 0.1) : Math.round(value);
  return say(words, inMega ? 'evidenceCard.mega' : 'evidenceCard.kilo', { size: figure(words, rounded) });
}

function stateOf(words: Words, pack: PackView): Shown {
  const { state, bytes = 0, files = 0, endedAt } = pack;
  if (state === 'ready') {
    return joined(
      [
        say(words, 'evidenceCard.state.ready', { when: dayAndTime(endedAt ?? pack.askedAt) }),
        say(words, 'evidenceCard.files', { count: files }),
        size(words, bytes),
      ],
      ' · ',
    );
  }
  return say(words, `evidenceCard.state.${state}`);
}

function packRow(words: Words, view: EvidenceView, pack: PackView): Columns {
  const { profile, language, by, askedAt, state } = pack;
  const name = say(words, `evidenceCard.profile.${profile}`);
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    separator: true,
    columns: [
      {
        type: 'Column',
        width: 'stretch',
        items: [
          rich([
            run(name, { weight: 'Bolder' }),
            run(setOff(say(words, `evidenceCard.language.${language}`)), { size: 'Small', isSubtle: true }),
          ]),
          text(
            stateOf(words, pack),
            { size: 'Small', ...(state === 'failed' && { color: 'Warning' as const }) },
            { spacing: 'None' },
          ),
          quiet(say(words, 'evidenceCard.askedBy', { name: outside(by), when: dayAndTime(askedAt) }), {
            spacing: 'None',
          }),
        ],
      },
      ...(state === 'ready'
        ? [
            {
              type: 'Column' as const,
              width: 'auto' as const,
              verticalContentAlignment: 'Center' as const,
              items: [
                rich([
                  pressable(say(words, 'evidenceCard.fetch'), 'evidence.fetch', { ...onCase(view), pack: pack.pack }),
                ]),
              ],
            },
          ]
        : []),
    ],
  };
}

function packs(words: Words, view: EvidenceView): Container {
  const rest = view.packs.length - shownPacks;
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      heading(words, 'evidenceCard.made'),
      ...(view.packs.length === 0 ? [text(say(words, 'evidenceCard.none'), { isSubtle: true })] : []),
      ...view.packs.slice(0, shownPacks).map((pack) => packRow(words, view, pack)),
      ...(rest > 0 ? [quiet(say(words, 'evidenceCard.older', { count: rest }), { spacing: 'Small' })] : []),
      ...(view.packs.some(({ state }) => state === 'ready')
        ? [
            quiet(say(words, 'evidenceCard.howFetch', { minutes: view.codeMinutes, days: view.keepDays }), {
              spacing: 'Small',
            }),
          ]
        : []),
    ],
  };
}

/** For whom a pack is, and what it therefore leaves out. */
function profileItem(words: Words, { profile, leftOut, role }: EvidenceView['profiles'][number]): Container {
  const fields = leftOut.flatMap((field) => {
    const key = `pack.field.${field}`;
    return words.has(key) ? [say(words, key)] : [];
  });
  return {
    type: 'Container',
    spacing: 'Small',
    items: [
      rich([
        run(say(words, `evidenceCard.profile.${profile}`), { weight: 'Bolder' }),
        run(setOff(say(words, `evidenceCard.for.${profile}`)), { size: 'Small', isSubtle: true }),
      ]),
      quiet(
        fields.length === 0
          ? say(words, 'evidenceCard.nothingLeftOut')
          : say(words, 'evidenceCard.leftOut', { fields: joined(fields, ', ') }),
        { spacing: 'None' },
      ),
      ...(role === 'viewer'
        ? []
        : [quiet(say(words, 'evidenceCard.role', { role: say(words, `role.${role}`) }), { spacing: 'None' })]),
    ],
  };
}

function form(words: Words, view: EvidenceView): readonly Element[] {
  return [
    heading(words, 'evidenceCard.new', { spacing: 'Medium', separator: true }),
    {
      type: 'Input.ChoiceSet',
      id: 'profile',
      label: say(words, 'evidenceCard.profile'),
      style: 'compact',
      value: 'full',
      spacing: 'Small',
      isRequired: true,
      errorMessage: say(words, 'evidenceCard.choose'),
      choices: view.profiles.map(({ profile }) => ({
        title: say(words, `evidenceCard.profile.${profile}`),
        value: profile,
      })),
    },
    {
      type: 'Input.ChoiceSet',
      id: 'language',
      label: say(words, 'evidenceCard.language'),
      style: 'compact',
      value: view.language,
      spacing: 'Small',
      isRequired: true,
      errorMessage: say(words, 'evidenceCard.choose'),
      choices: (['en', 'it'] as const).map((language) => ({
        title: say(words, `evidenceCard.language.${language}`),
        value: language,
      })),
    },
    ...view.profiles.map((profile) => profileItem(words, profile)),
  ];
}

/** All about a case in one file: what was made, what can be made, and for whom. */
export function evidenceCard(view: EvidenceView, words: Words): Card {
  const on = onCase(view);
  return caseCard(words, view, {
    title: 'evidenceCard.title',
    body: [text(say(words, 'evidenceCard.intro'), {}, { spacing: 'Medium' }), packs(words, view), ...form(words, view)],
    actions: [
      button(say(words, 'evidenceCard.make'), 'evidence.make', on, { withInputs: true, style: 'positive' }),
      button(say(words, 'action.lookAgain'), 'evidence.open', on),
      back(words, view),
    ],
  });
}
