import type { IChoice } from '@microsoft/teams.cards';
import type { ChoiceView, InventoryView } from '../response-views.ts';
import { mostChoices } from '../verbs.ts';
import { outside, type Shown, say } from './escape.ts';
import { typeOf } from './resources.ts';
import { heading, quiet } from './text.ts';
import { folded, toggleLine } from './toggle.ts';
import type { Element } from './types.ts';
import type { Words } from './words.ts';

/** More boxes than these are shown only when somebody asks for them. */
const openChoices = 8;
const shownGroups = 5;

/** Values of a set of boxes are sent with commas between, so that none may hold one. */
const valueOf = ({ key }: ChoiceView) => key.replaceAll(',', '%2c');

function title(words: Words, { name, type, location, level }: ChoiceView): Shown {
  const values = { name: outside(name), type: typeOf(words, type), level: say(words, `level.signs.${level}`) };
  return location === ''
    ? say(words, 'inventory.choiceNoRegion', values)
    : say(words, 'inventory.choice', { ...values, location: outside(location) });
}

function scopes(words: Words, strong: number, groups: readonly string[]): readonly IChoice[] {
  return [
    { title: say(words, 'inventory.scope.chosen'), value: 'chosen' },
    ...(strong > 0 ? [{ title: say(words, 'inventory.scope.strong', { count: strong }), value: 'strong' }] : []),
    ...groups.slice(0, shownGroups).map((group) => ({
      title: say(words, 'inventory.scope.group', { group: outside(group) }),
      value: `group:${group}`,
    })),
  ];
}

/** Which resources are meant: ticked ones (those with strong signs are, none below), all strong ones, or a group. */
export function chooseForm(words: Words, view: InventoryView, most: number): readonly Element[] {
  const { found, isFraud } = view;
  if (found === undefined || found.choices.length === 0) return [];
  const choices = found.choices.slice(0, Math.min(most, mostChoices));
  const boxes: Element = {
    type: 'Input.ChoiceSet',
    id: 'chosen',
    label: say(words, 'inventory.chosen'),
    style: 'expanded',
    isMultiSelect: true,
    wrap: true,
    spacing: 'Small',
    value: choices
      .filter(({ level }) => level === 'strong')
      .map(valueOf)
      .join(','),
    choices: choices.map((choice) => ({ title: title(words, choice), value: valueOf(choice) })),
  };
  return [
    heading(words, 'inventory.act', { spacing: 'Medium', separator: true }),
    {
      type: 'Input.ChoiceSet',
      id: 'scope',
      label: say(words, 'inventory.scope'),
      style: 'compact',
      value: 'chosen',
      spacing: 'Small',
      choices: [...scopes(words, found.counts.strong, found.groups)],
    },
    ...(choices.length > openChoices
      ? [
          toggleLine(say(words, 'inventory.chosenShow', { count: choices.length }), 'choices'),
          folded('choices', [boxes], false),
        ]
      : [boxes]),
    ...(isFraud
      ? [
          {
            type: 'Input.Toggle' as const,
            id: 'attached',
            label: say(words, 'inventory.attachedLabel'),
            title: say(words, 'inventory.attached'),
            value: 'true',
            wrap: true,
          },
        ]
      : []),
    quiet(say(words, 'inventory.stopMeans'), { spacing: 'Small' }),
    ...(isFraud ? [] : [quiet(say(words, 'inventory.onlyFraud'), { spacing: 'None' })]),
  ];
}
