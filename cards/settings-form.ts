import { button, fromCase } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { dayAndTime, outside, prose, say } from './parts/escape.ts';
import { alertsInputs } from './parts/settings-alerts.ts';
import { groupsInputs } from './parts/settings-groups.ts';
import {
  digestInputs,
  languageInputs,
  type Part,
  remindersInputs,
  removalInputs,
  rolesInputs,
} from './parts/settings-inputs.ts';
import { heading, quiet, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { SettingsFormView, SettingsSection } from './settings-views.ts';

const lineLength = 600;
const mostMeanwhile = 8;

const parts: Readonly<Record<SettingsSection, (words: Words, view: SettingsFormView) => Part>> = {
  language: languageInputs,
  alerts: alertsInputs,
  reminders: remindersInputs,
  digest: digestInputs,
  roles: rolesInputs,
  removal: removalInputs,
  groups: groupsInputs,
};

function told(words: Words, { isSaved, faults, meanwhile }: SettingsFormView): readonly Element[] {
  if (meanwhile !== undefined)
    return [
      {
        type: 'Container',
        style: 'warning',
        spacing: 'Small',
        items: [
          text(say(words, 'settings.meanwhile'), { weight: 'Bolder' }),
          ...(meanwhile.length === 0 ? [text(say(words, 'settings.meanwhileOperator'), {}, { spacing: 'Small' })] : []),
          ...meanwhile
            .slice(-mostMeanwhile)
            .flatMap(({ at, what }) => [
              quiet(dayAndTime(at), { spacing: 'Small' }),
              text(prose(what, lineLength), {}, { spacing: 'None' }),
            ]),
          text(say(words, 'settings.meanwhileNext'), {}, { spacing: 'Small' }),
        ],
      },
    ];
  if (faults.length > 0)
    return [
      {
        type: 'Container',
        style: 'attention',
        spacing: 'Small',
        items: [
          text(say(words, 'settings.faulty'), { weight: 'Bolder' }),
          ...faults.map((fault) => text(prose(fault, lineLength), {}, { spacing: 'Small' })),
        ],
      },
    ];
  return isSaved === true
    ? [{ type: 'Container', style: 'good', spacing: 'Small', items: [text(say(words, 'settings.saved'))] }]
    : [];
}

/** The form of one part of the settings: what was entered stays in it until it is saved. */
export function settingsFormCard(view: SettingsFormView, words: Words): Card {
  const { body, actions, from } = parts[view.section](words, view);
  const title = `settings.form.${view.section}` as const;
  return card(words, {
    summary: [say(words, 'settings.title'), say(words, title)],
    body: [
      quiet(outside(view.partnerName)),
      heading(words, title, { size: 'Large', spacing: 'None' }),
      ...told(words, view),
      ...body,
    ],
    actions: [
      ...actions,
      button(
        say(words, 'action.back'),
        'settings.open',
        { ...fromCase(view), ...(from === undefined ? {} : { section: from }) },
        {
          hint: say(words, from === undefined ? 'settings.back.hint' : 'settings.backToForm.hint'),
        },
      ),
    ],
  });
}
