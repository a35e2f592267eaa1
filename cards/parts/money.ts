import type { BurnView, MoneyView, RangeView } from '../response-views.ts';
import { amount, outside, type Shown, say, shortDate } from './escape.ts';
import { quiet, text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { MessageKey, Words } from './words.ts';

/** Nearer than this to each other, two ends of an estimate are one sum. */
const sameShare = 0.03;

/** "€38 to €52", or one sum where both ends are as good as the same. */
export function rangeText(words: Words, { low, high, currency }: RangeView): Shown {
  const [from, to] = [amount(words, low, currency), amount(words, high, currency)];
  return from === to || high - low < high * sameShare ? to : say(words, 'money.range', { low: from, high: to });
}

/** What something costs an hour; nothing where that is next to nothing. */
export function burnText(words: Words, burn: BurnView): Shown | undefined {
  if (burn.from === 'none') return undefined;
  if (burn.from === 'unknown') return say(words, 'money.burnUnknown');
  return say(words, 'money.perHour', { sum: rangeText(words, burn) });
}

/** A figure in large letters under its label; "estimate" stands by it, because every sum is one. */
function largeSum(words: Words, label: MessageKey, range: RangeView | undefined, isAlarming: boolean): Element[] {
  return [
    quiet(say(words, label)),
    text(
      range === undefined ? say(words, 'money.notKnown') : rangeText(words, range),
      { size: 'Large', weight: 'Bolder', ...(isAlarming && range !== undefined && { color: 'Attention' as const }) },
      { spacing: 'None' },
    ),
    ...(range === undefined ? [] : [quiet(say(words, 'money.estimate'), { spacing: 'None' })]),
  ];
}

function sentences(words: Words, money: MoneyView, isBurning: boolean): readonly Shown[] {
  const { savedByStop, staysBilled, unknown, prices } = money;
  return [
    ...(isBurning && savedByStop ? [say(words, 'money.stopSaves', { sum: rangeText(words, savedByStop) })] : []),
    ...(staysBilled ? [say(words, 'money.stays', { sum: rangeText(words, staysBilled) })] : []),
    ...(unknown > 0 ? [say(words, 'money.unknown', { count: unknown })] : []),
    ...(money.perHour || money.burnt
      ? [
          prices
            ? say(words, 'money.fromPrices', { date: shortDate(words, prices.date), source: outside(prices.source) })
            : say(words, 'money.fromCosts'),
        ]
      : []),
  ];
}

/** What waiting costs and what stopping saves: the two sums side by side, the rest in sentences. */
export function moneyBand(words: Words, money: MoneyView, isBurning: boolean): Container | undefined {
  const { perHour, burnt } = money;
  if (!perHour && !burnt && money.unknown === 0) return undefined;
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: largeSum(words, 'money.perHourLabel', perHour, isBurning),
          },
          { type: 'Column', width: 'stretch', items: largeSum(words, 'money.burntLabel', burnt, false) },
        ],
      },
      ...sentences(words, money, isBurning).map((line, index) =>
        quiet(line, { spacing: index === 0 ? 'Small' : 'None' }),
      ),
    ],
  };
}
