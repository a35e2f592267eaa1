import type { SupportView } from './asking-views.ts';
import { back, button, onCase, unfold } from './parts/actions.ts';
import { badge, type Tone } from './parts/badge.ts';
import { caseCard } from './parts/case-card.ts';
import { claimLines } from './parts/claim.ts';
import { dayAndTime, outside, say } from './parts/escape.ts';
import { fitted } from './parts/fit.ts';
import { linkLine } from './parts/links.ts';
import { supportFaults, supportFields, supportInputs } from './parts/support-form.ts';
import { addNote, tracking } from './parts/support-tracking.ts';
import { heading, quiet, text } from './parts/text.ts';
import { folded, toggleLine } from './parts/toggle.ts';
import type { Action, Badge, Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';

/** How much of a long description is shown: everywhere, without the form to change it, or its beginning. */
interface Size {
  readonly description: number;
  readonly canChange: boolean;
}
const sizes: readonly [Size, ...Size[]] = [
  { description: 8000, canChange: true },
  { description: 8000, canChange: false },
  { description: 3000, canChange: false },
];

const statusTones: Readonly<Record<string, Tone>> = { 'attention-needed': 'Warning', open: 'Accent', closed: 'Good' };

function badges(words: Words, { state, tracking: read }: SupportView): readonly Badge[] {
  if (state === 'new') return [];
  if (state === 'composed') return [badge(say(words, 'support.badge.composed'), 'Warning')];
  if (read === undefined) return [badge(say(words, 'support.badge.filed'), 'Good')];
  // The whole sentence is in the body; as a badge it would leave no room for the title on a telephone.
  return [badge(say(words, `support.badge.${read.status}`), statusTones[read.status] ?? 'Default')];
}

/** How Microsoft's own page asks for it: the portal changed, and the notice describes the older one. */
function where(words: Words, { kind, links }: SupportView): readonly (Element | undefined)[] {
  return [
    heading(words, 'support.where', { spacing: 'Medium', separator: true }),
    ...(kind === 'azure'
      ? [text(say(words, 'support.where.azure')), quiet(say(words, 'support.roles.azure'), { spacing: 'Small' })]
      : [
          text(say(words, 'support.where.today')),
          quiet(say(words, 'support.where.older'), { spacing: 'Small' }),
          quiet(say(words, 'support.roles.partner-center'), { spacing: 'Small' }),
        ]),
    linkLine(words, links, { spacing: 'Small' }),
  ];
}

/** Of a credit: until when, and whether it was asked for before. */
function claim(words: Words, { claim: of }: SupportView): readonly Element[] {
  if (of === undefined) return [];
  return [quiet(say(words, 'claim.rule'), { spacing: 'Medium' }), ...claimLines(words, of)];
}

function other(words: Words, view: SupportView): Action {
  const kind = view.kind === 'azure' ? 'partner-center' : 'azure';
  return button(say(words, `support.other.${kind}`), 'support.open', { ...onCase(view), kind });
}

function numberInput(words: Words, isRequired: boolean): Element {
  return {
    type: 'Input.Text',
    id: 'number',
    label: say(words, 'support.number'),
    placeholder: say(words, 'support.numberPlaceholder'),
    maxLength: 100,
    spacing: 'Medium',
    ...(isRequired && { isRequired, errorMessage: say(words, 'support.numberMissing') }),
  };
}

function fresh(words: Words, view: SupportView): Card {
  const on = { ...onCase(view), kind: view.kind };
  return caseCard(words, view, {
    title: `support.title.${view.kind}`,
    body: [
      text(say(words, 'support.intro'), {}, { spacing: 'Medium' }),
      ...claim(words, view),
      supportFaults(words, view),
      ...supportInputs(words, view),
      quiet(say(words, 'support.english'), { spacing: 'Small' }),
      ...where(words, view),
    ],
    actions: [
      button(say(words, 'support.compose'), 'support.compose', on, { withInputs: true, style: 'positive' }),
      other(words, view),
      back(words, view),
    ],
  });
}

function composed(words: Words, view: SupportView, size: Size): Card {
  const on = { ...onCase(view), kind: view.kind };
  const { composed: made } = view;
  return caseCard(words, view, {
    title: `support.title.${view.kind}`,
    badges: badges(words, view),
    body: [
      {
        type: 'Container',
        style: 'warning',
        spacing: 'Medium',
        items: [
          text(say(words, 'support.notFiled'), { weight: 'Bolder' }),
          ...(made
            ? [
                quiet(say(words, 'support.composedBy', { name: outside(made.by), when: dayAndTime(made.at) }), {
                  spacing: 'None',
                }),
              ]
            : []),
        ],
      },
      supportFaults(words, view),
      ...claim(words, view),
      ...where(words, view),
      heading(words, 'support.copy', { spacing: 'Medium', separator: true }),
      ...supportFields(words, view, size.description),
      ...(size.description < view.form.description.length ? [quiet(say(words, 'support.cut'))] : []),
      numberInput(words, false),
    ],
    actions: [
      button(say(words, 'support.file'), 'support.file', on, { withInputs: true, style: 'positive' }),
      ...(size.canChange
        ? [
            unfold(
              words,
              'support.change',
              [...supportInputs(words, view)],
              [button(say(words, 'support.composeAgain'), 'support.compose', on, { withInputs: true })],
            ),
          ]
        : []),
      button(say(words, 'support.drop'), 'support.drop', on),
      other(words, view),
      back(words, view),
    ],
  });
}

function filed(words: Words, view: SupportView, size: Size): Card {
  const on = { ...onCase(view), kind: view.kind };
  const isReadable = view.kind === 'partner-center';
  return caseCard(words, view, {
    title: `support.title.${view.kind}`,
    badges: badges(words, view),
    body: [
      ...tracking(words, view),
      ...claim(words, view),
      linkLine(words, view.links, { spacing: 'Medium' }),
      toggleLine(say(words, 'support.filedText'), 'filed'),
      folded('filed', supportFields(words, view, size.description), false),
    ],
    actions: [
      isReadable ? addNote(words, view) : undefined,
      isReadable ? button(say(words, 'support.track'), 'support.track', on) : undefined,
      unfold(
        words,
        'support.renumber',
        [numberInput(words, true)],
        [button(say(words, 'support.file'), 'support.file', on, { withInputs: true })],
      ),
      other(words, view),
      back(words, view),
    ],
  });
}

/** A request to Microsoft: filled in, then each field to be copied to Microsoft's page, then what became of it. */
export function supportCard(view: SupportView, words: Words): Card {
  if (view.state === 'new') return fresh(words, view);
  const draw = view.state === 'composed' ? composed : filed;
  return fitted(sizes, (size) => draw(words, view, size));
}
