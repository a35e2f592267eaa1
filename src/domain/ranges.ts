import type { Burn, Range } from './money.ts';

/** The sum in an hour that a burn tells; undefined where it is unknown or in no currency. */
export function rangeOf(burn: Burn): Range | undefined {
  return burn.from === 'actual' || burn.from === 'prices'
    ? { low: burn.low, high: burn.high, currency: burn.currency }
    : undefined;
}

/** The sum of those in the currency; undefined of none. */
export function sumIn(currency: string, ranges: readonly Range[]): Range | undefined {
  const own = ranges.filter((one) => one.currency === currency);
  if (own.length === 0) return undefined;
  return own.reduce((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high, currency }), {
    low: 0,
    high: 0,
    currency,
  });
}
