import type { RuleView } from '../settings-views.ts';
import { figure, say, setOff } from './escape.ts';
import { conditionOf, targetsOf } from './setting-texts.ts';
import { rich, run, text } from './text.ts';
import type { Element } from './types.ts';
import type { Words } from './words.ts';

/** Said of a rule that every alert fits, with `below` rules after it. */
export function unreached(words: Words, { customer, reseller, atLeast }: RuleView, below: number): readonly Element[] {
  const fitsAll = customer === undefined && reseller === undefined && atLeast === undefined;
  if (!fitsAll || below === 0) return [];
  return [text(say(words, 'settings.rule.unreached'), { size: 'Small', color: 'Warning' }, { spacing: 'None' })];
}

/** A rule of where alerts go, with its number (`index` counts from 0); what is wrong with it below, what to do with it beside. */
export function ruleRow(
  words: Words,
  rule: RuleView,
  index: number,
  { below = [], beside = [] }: { readonly below?: readonly Element[]; readonly beside?: readonly Element[] },
): Element {
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      {
        type: 'Column',
        width: '20px',
        items: [rich([run(figure(words, index + 1), { weight: 'Bolder', color: 'Accent' })])],
      },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [
          rich([
            run(conditionOf(words, rule), { weight: 'Bolder' }),
            run(setOff(say(words, 'settings.arrow', { where: targetsOf(words, rule) }))),
          ]),
          ...below,
        ],
      },
      ...(beside.length === 0 ? [] : [{ type: 'Column' as const, width: 'auto', items: [...beside] }]),
    ],
  };
}
