import { button } from './parts/actions.ts';
import { card } from './parts/card.ts';
import { joined, say } from './parts/escape.ts';
import { heading, quiet, rich, run, text } from './parts/text.ts';
import type { Card, Columns, Container } from './parts/types.ts';
import type { MessageKey, Words } from './parts/words.ts';
import type { HelpView } from './talk-views.ts';

interface Line {
  /** What to type, as an example. */
  readonly type: MessageKey;
  readonly does: MessageKey;
}

const themes: readonly { readonly title: MessageKey; readonly lines: readonly Line[] }[] = [
  {
    title: 'help.see',
    lines: [
      { type: 'help.type.cases', does: 'help.cases' },
      { type: 'help.type.mine', does: 'help.mine' },
      { type: 'help.type.show', does: 'help.show' },
    ],
  },
  {
    title: 'help.work',
    lines: [
      { type: 'help.type.claim', does: 'help.claim' },
      { type: 'help.type.release', does: 'help.release' },
      { type: 'help.type.assign', does: 'help.assign' },
      { type: 'help.type.note', does: 'help.note' },
      { type: 'help.type.snooze', does: 'help.snooze' },
    ],
  },
  {
    title: 'help.check',
    lines: [
      { type: 'help.type.standing', does: 'help.standing' },
      { type: 'help.type.usage', does: 'help.usage' },
      { type: 'help.type.customer', does: 'help.customer' },
    ],
  },
  {
    title: 'help.decide',
    lines: [
      { type: 'help.type.legitimate', does: 'help.legitimate' },
      { type: 'help.type.fraud', does: 'help.fraud' },
      { type: 'help.type.same', does: 'help.same' },
      { type: 'help.type.ignore', does: 'help.ignore' },
      { type: 'help.type.close', does: 'help.close' },
      { type: 'help.type.reopen', does: 'help.reopen' },
      { type: 'help.type.tell', does: 'help.tell' },
      { type: 'help.type.memory', does: 'help.memory' },
      { type: 'help.type.forget', does: 'help.forget' },
    ],
  },
  {
    title: 'help.respond',
    lines: [
      { type: 'help.type.inventory', does: 'help.inventory' },
      { type: 'help.type.timeline', does: 'help.timeline' },
      { type: 'help.type.stop', does: 'help.stop' },
      { type: 'help.type.start', does: 'help.start' },
      { type: 'help.type.plan', does: 'help.plan' },
      { type: 'help.type.approve', does: 'help.approve' },
      { type: 'help.type.drop', does: 'help.drop' },
      { type: 'help.type.halt', does: 'help.halt' },
      { type: 'help.type.progress', does: 'help.progress' },
      { type: 'help.type.checklist', does: 'help.checklist' },
      { type: 'help.type.waive', does: 'help.waive' },
      { type: 'help.type.cancel-subscription', does: 'help.cancel-subscription' },
    ],
  },
  {
    title: 'help.ask',
    lines: [
      { type: 'help.type.mail', does: 'help.mail' },
      { type: 'help.type.contacted', does: 'help.contacted' },
      { type: 'help.type.no-answer', does: 'help.no-answer' },
      { type: 'help.type.support', does: 'help.support' },
      { type: 'help.type.refund', does: 'help.refund' },
      { type: 'help.type.ticket', does: 'help.ticket' },
      { type: 'help.type.evidence', does: 'help.evidence' },
    ],
  },
];

const settings: readonly Line[] = [
  { type: 'help.type.settings', does: 'help.settings' },
  { type: 'help.type.digest', does: 'help.digest' },
  { type: 'help.type.language', does: 'help.language' },
  { type: 'help.type.sign-out', does: 'help.sign-out' },
  { type: 'help.type.cancel', does: 'help.cancel' },
  { type: 'help.type.help', does: 'help.help' },
];

const ownersOnly: readonly Line[] = [
  { type: 'help.type.status', does: 'help.status' },
  { type: 'help.type.failed', does: 'help.failed' },
  { type: 'help.type.retry', does: 'help.retry' },
  { type: 'help.type.consent', does: 'help.consent' },
  { type: 'help.type.group', does: 'help.group' },
];

function line(words: Words, { type, does }: Line): Columns {
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 9, items: [rich([run(say(words, type), { fontType: 'Monospace', size: 'Small' })])] },
      { type: 'Column', width: 8, items: [quiet(say(words, does))] },
    ],
  };
}

function theme(words: Words, title: MessageKey, lines: readonly Line[]): Container {
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [heading(words, title), ...lines.map((one) => line(words, one))],
  };
}

/** Everything that can be typed, by theme, with an example each. */
export function helpCard(view: HelpView, words: Words): Card {
  const how = view.scope === 'channel' ? 'help.howChannel' : 'help.howPersonal';
  return card(words, {
    summary: [say(words, 'help.title'), say(words, 'help.intro')],
    body: [
      heading(words, 'help.title', { size: 'Large' }),
      text(say(words, 'help.intro')),
      text(say(words, how), {}, { spacing: 'Small' }),
      ...themes.map(({ title, lines }) => theme(words, title, lines)),
      theme(words, 'help.rest', view.isOwner ? [...ownersOnly, ...settings] : settings),
      quiet(joined([say(words, 'help.thread'), say(words, 'help.roles')], ' '), { spacing: 'Medium', separator: true }),
    ],
    actions: [
      button(say(words, 'action.cases'), 'list.open', { which: 'cases' }),
      button(say(words, 'action.mine'), 'list.open', { which: 'mine' }),
      button(say(words, 'action.settings'), 'settings.open', {}),
    ],
  });
}
