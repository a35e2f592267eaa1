import { back, onCase, pressable } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { outside, say } from './parts/escape.ts';
import { fact } from './parts/facts.ts';
import { assignForm, cancelForm, endForm, noteForm, reopen, snoozeForm } from './parts/more-forms.ts';
import { rich, text } from './parts/text.ts';
import type { Card, Element } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { MoreView } from './views.ts';

/** Ways to ask Microsoft, to the evidence and to the settings, as small text: the forms leave no room for their buttons. */
function furtherWays(words: Words, view: MoreView): readonly Element[] {
  const on = onCase(view);
  return [
    rich(
      [
        pressable(
          say(words, 'action.support'),
          'support.open',
          { ...on, kind: 'partner-center' },
          say(words, 'more.support'),
        ),
      ],
      { spacing: 'Medium' },
    ),
    rich([pressable(say(words, 'action.evidence'), 'evidence.open', on, say(words, 'more.evidence'))], {
      spacing: 'Small',
    }),
    rich(
      [pressable(say(words, 'action.settings'), 'settings.open', { from: view.case }, say(words, 'more.settings'))],
      {
        spacing: 'Small',
      },
    ),
  ];
}

/** The less frequent actions, each a form that unfolds; of a closed case the one that reopens it. */
export function moreCard(view: MoreView, words: Words): Card {
  if (view.isClosed) {
    const { body, action } = reopen(words, view);
    return caseCard(words, view, {
      title: 'more.titleClosed',
      body: [...body, ...furtherWays(words, view)],
      actions: [action, back(words, view)],
    });
  }
  const owner = view.ownerName === undefined ? say(words, 'owner.none') : outside(view.ownerName);
  return caseCard(words, view, {
    title: 'more.title',
    body: [
      text(say(words, 'more.intro'), { isSubtle: true }, { spacing: 'Medium' }),
      fact(words, { label: 'owner.label', value: [owner] }),
      ...furtherWays(words, view),
    ],
    actions: [
      noteForm(words, view),
      snoozeForm(words, view),
      assignForm(words, view),
      view.canClose || view.canReopen ? endForm(words, view) : undefined,
      view.canCancel ? cancelForm(words, view) : undefined,
      back(words, view),
    ],
  });
}
