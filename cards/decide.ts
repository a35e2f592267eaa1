import { back, button, onCase } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { checkTitles } from './parts/checks.ts';
import { say } from './parts/escape.ts';
import { quiet, rich, run, text } from './parts/text.ts';
import type { Card, Container, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import { maxTextLength } from './verbs.ts';
import type { DecideView, VerdictKind } from './views.ts';

const verdicts: readonly VerdictKind[] = ['legitimate', 'fraud', 'ignore'];

/** One of the three ends: its name, and what follows from it. */
function meaning(words: Words, verdict: VerdictKind): Container {
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      rich([run(say(words, `verdict.${verdict}`), { weight: 'Bolder' })]),
      text(say(words, `decide.${verdict}.means`), {}, { spacing: 'None' }),
      ...(verdict === 'legitimate'
        ? [text(say(words, 'decide.legitimate.policy'), { color: 'Warning' }, { spacing: 'None' })]
        : []),
    ],
  };
}

/** How long a confirmation is remembered; nothing where the policy lets nobody choose. */
function remember(words: Words, { remember: days }: DecideView): readonly Element[] {
  const [longest] = days;
  if (longest === undefined) return [];
  return [
    {
      type: 'Input.ChoiceSet',
      id: 'remember',
      label: say(words, 'decide.remember'),
      style: 'compact',
      value: String(longest),
      choices: [
        ...days.map((count) => ({ title: say(words, 'decide.rememberDays', { days: count }), value: String(count) })),
        { title: say(words, 'decide.rememberNot'), value: '0' },
      ],
      spacing: 'Medium',
    },
    quiet(say(words, 'decide.rememberHint'), { spacing: 'Small' }),
  ];
}

/** The decision: what each choice means, one reason, three buttons. */
export function decideCard(view: DecideView, words: Words): Card {
  const { openChecks } = view;
  const on = onCase(view);
  const open = openChecks.length > 0;
  return caseCard(words, view, {
    title: 'decide.title',
    body: [
      {
        type: 'Container',
        style: open ? 'warning' : 'good',
        spacing: 'Medium',
        items: [
          text(
            open ? say(words, 'decide.open', { checks: checkTitles(words, openChecks) }) : say(words, 'decide.allDone'),
          ),
        ],
      },
      ...verdicts.map((verdict) => meaning(words, verdict)),
      quiet(say(words, 'decide.alerts', { alerts: view.alerts }), { spacing: 'Small' }),
      {
        type: 'Input.Text',
        id: 'reason',
        label: say(words, 'decide.reason'),
        placeholder: say(words, 'decide.reasonPlaceholder'),
        isRequired: true,
        errorMessage: say(words, 'decide.reasonMissing'),
        maxLength: maxTextLength,
        isMultiline: true,
        spacing: 'Medium',
        separator: true,
      },
      ...remember(words, view),
    ],
    actions: [
      ...verdicts.map((verdict) =>
        button(say(words, `verdict.${verdict}`), 'decide', { ...on, verdict }, { withInputs: true }),
      ),
      back(words, view),
    ],
  });
}
