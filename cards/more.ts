import { back } from './parts/actions.ts';
import { caseCard } from './parts/case-card.ts';
import { outside, say } from './parts/escape.ts';
import { fact } from './parts/facts.ts';
import { assignForm, cancelForm, endForm, noteForm, reopen, snoozeForm } from './parts/more-forms.ts';
import { text } from './parts/text.ts';
import type { Card } from './parts/types.ts';
import type { Words } from './parts/words.ts';
import type { MoreView } from './views.ts';

/** The less frequent actions, each a form that unfolds; of a closed case the one that reopens it. */
export function moreCard(view: MoreView, words: Words): Card {
  if (view.isClosed) {
    const { body, action } = reopen(words, view);
    return caseCard(words, view, { title: 'more.titleClosed', body, actions: [action, back(words, view)] });
  }
  const owner = view.ownerName === undefined ? say(words, 'owner.none') : outside(view.ownerName);
  return caseCard(words, view, {
    title: 'more.title',
    body: [
      text(say(words, 'more.intro'), { isSubtle: true }, { spacing: 'Medium' }),
      fact(words, { label: 'owner.label', value: [owner] }),
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
