import type { RuleView, SettingsFormView } from '../settings-views.ts';
import { fromCase, pressable } from './actions.ts';
import { outside, say } from './escape.ts';
import { ruleRow, unreached } from './rule-row.ts';
import { boxes, channelChoices, choice, type Part, save } from './settings-inputs.ts';
import { heading, quiet, rich, text } from './text.ts';
import type { Element } from './types.ts';
import type { Words } from './words.ts';

const idLength = 100;

function ruleOf(words: Words, view: SettingsFormView, rule: RuleView, index: number): Element {
  // What was entered for a new rule comes along, so that it is still there afterwards.
  const move = (to: 'up' | 'remove') => {
    const pressed = pressable(say(words, `settings.move.${to}`), 'settings.order', {
      ...fromCase(view),
      rev: view.rev,
      rule: index,
      move: to,
    });
    return { ...pressed, selectAction: { ...pressed.selectAction, associatedInputs: 'auto' as const } };
  };
  const beside = [
    ...(index === 0 ? [] : [rich([move('up')], { align: 'Right' })]),
    rich([move('remove')], { align: 'Right', ...(index === 0 ? {} : { spacing: 'None' }) }),
  ];
  const row = ruleRow(words, rule, index, {
    below: unreached(words, rule, view.values.rules.length - index - 1),
    beside,
  });
  return index === 0 ? { ...row, spacing: 'Medium' } : row;
}

function newRule(words: Words, view: SettingsFormView): readonly Element[] {
  const { customers, resellers, isMoreCustomers } = view;
  const every = { title: say(words, 'settings.any'), value: 'any' };
  const named = (all: SettingsFormView['customers']) =>
    all.map(({ id, name }) => ({ title: outside(name), value: id }));
  return [
    heading(words, 'settings.ruleTitle', { spacing: 'Medium', separator: true }),
    choice(words, view, { id: 'customer', label: 'settings.customer', value: 'any' }, [every, ...named(customers)]),
    ...(isMoreCustomers
      ? [
          {
            type: 'Input.Text' as const,
            id: 'customerId',
            label: say(words, 'settings.customerId'),
            placeholder: say(words, 'settings.customerIdPlaceholder'),
            value: outside(view.typed['customerId'] ?? ''),
            maxLength: idLength,
          },
        ]
      : []),
    ...(resellers.length === 0
      ? []
      : [
          choice(words, view, { id: 'reseller', label: 'settings.reseller', value: 'any' }, [
            every,
            ...named(resellers),
          ]),
        ]),
    choice(words, view, { id: 'atLeast', label: 'settings.severity', value: 'any' }, [
      every,
      ...(['low', 'medium', 'high'] as const).map((value) => ({
        title: say(words, `settings.atLeast.${value}`),
        value,
      })),
    ]),
    boxes(words, view, { id: 'to', label: 'settings.to', value: '' }, channelChoices(words, view)),
    quiet(say(words, 'settings.otherChannel'), { spacing: 'Small' }),
  ];
}

/** Rules in their order, the default channel, and a new rule. */
export function alertsInputs(words: Words, view: SettingsFormView): Part {
  const { rules, defaultChannel } = view.values;
  if (channelChoices(words, view).length === 0)
    return { body: [text(say(words, 'settings.noChannels'), {}, { spacing: 'Medium' })], actions: [] };
  return {
    body: [
      text(say(words, 'settings.alertsForm'), { isSubtle: true }, { spacing: 'Medium' }),
      ...(rules.length === 0 ? [quiet(say(words, 'settings.rules.none'), { spacing: 'Small' })] : []),
      ...rules.map((rule, index) => ruleOf(words, view, rule, index)),
      choice(
        words,
        view,
        { id: 'defaultChannel', label: 'settings.defaultLabel', value: defaultChannel?.id ?? 'none' },
        [{ title: say(words, 'settings.everyChannel'), value: 'none' }, ...channelChoices(words, view)],
      ),
      quiet(say(words, 'settings.defaultHow'), { spacing: 'Small' }),
      ...newRule(words, view),
    ],
    actions: [
      save(words, view, 'settings.rule', 'settings.ruleAdd'),
      save(words, view, 'settings.default', 'settings.defaultSave', {}),
    ],
  };
}
