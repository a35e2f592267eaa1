import { button } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { outside, type Shown, say } from './parts/escape.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Columns } from './parts/types.ts';
import type { MessageKey, Words } from './parts/words.ts';
import type { WelcomeView } from './talk-views.ts';

function step(words: Words, number: number, shown: Shown): Columns {
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      {
        type: 'Column',
        width: '20px',
        items: [rich([run(say(words, 'welcome.step', { number }), { weight: 'Bolder', color: 'Accent' })])],
      },
      { type: 'Column', width: 'stretch', spacing: 'Small', items: [text(shown)] },
    ],
  };
}

const steps: readonly MessageKey[] = ['welcome.begin1', 'welcome.begin2', 'welcome.begin3'];

/** The one post of an installation: who added the bot, what it does, how to begin and how to stop it. */
export function welcomeCard(view: WelcomeView, words: Words): Card {
  const partner = outside(view.partnerName);
  const added =
    view.addedBy === undefined
      ? say(words, 'welcome.added')
      : say(words, 'welcome.addedBy', { name: outside(view.addedBy) });
  const what =
    view.channelName === undefined
      ? say(words, 'welcome.what', { partner })
      : say(words, 'welcome.whatHere', { partner, channel: outside(view.channelName) });
  return card(words, {
    summary: [say(words, 'welcome.title'), added],
    body: [
      heading(words, 'welcome.title', { size: 'Large' }),
      text(added, { isSubtle: true }, { spacing: 'None' }),
      text(what, {}, { spacing: 'Medium' }),
      heading(words, 'welcome.beginTitle', { spacing: 'Medium' }),
      ...steps.map((key, index) => step(words, index + 1, say(words, key))),
      heading(words, 'welcome.stopTitle', { spacing: 'Medium' }),
      text(say(words, 'welcome.stop'), {}, { spacing: 'Small' }),
      quiet(say(words, view.isUnset === true ? 'welcome.rolesUnset' : 'help.roles'), {
        spacing: 'Medium',
        separator: true,
      }),
    ],
    actions: [
      button(say(words, 'action.cases'), 'list.open', { which: 'cases' }),
      button(say(words, 'action.settings'), 'settings.open', {}),
      button(say(words, 'action.help'), 'help.open', {}),
    ],
  });
}
