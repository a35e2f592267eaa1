import type { DayCost } from '../domain/facts.ts';
import { OutsideError } from '../domain/outside.ts';
import { asText, asTime } from '../http/loose.ts';
import type { CostRow } from './schema.ts';

/** Names under which the one aggregate may come back. */
const costColumns = ['cost', 'pretaxcost', 'totalcost'];

/**
 * Rows of a daily cost table as one sum a day for each day of `[from, to]` (yyyy-mm-dd, UTC), oldest first; days
 * without row are 0. Throws OutsideError: `not-ready` where there is no row at all (no cost is not told from no data),
 * `unreadable` for rows without day or cost, or in more than one currency.
 */
export function toDailyCost(
  rows: readonly CostRow[],
  from: string,
  to: string,
): { readonly currency: string; readonly days: readonly DayCost[] } {
  const sums = new Map<string, number>();
  const currencies = new Set<string>();
  for (const row of rows) {
    const { date, cost, currency } = readCostRow(row);
    sums.set(date, (sums.get(date) ?? 0) + cost);
    currencies.add(currency);
  }
  const [currency, ...others] = currencies;
  if (currency === undefined) throw new OutsideError('no cost has been recorded yet', { why: 'not-ready' });
  if (others.length > 0) throw new OutsideError('the costs are in several currencies', { why: 'unreadable' });
  return { currency, days: daysOf(from, to).map((date) => ({ date, cost: sums.get(date) ?? 0 })) };
}

/** Day (yyyy-mm-dd), cost and currency of a row. Throws OutsideError `unreadable` where one is missing. */
export function readCostRow(row: CostRow): { readonly date: string; readonly cost: number; readonly currency: string } {
  const date = dateOf(row.get('usagedate') ?? row.get('date'));
  const cost = Number(asText(costColumns.map((name) => row.get(name)).find((value) => value !== undefined)));
  const currency = asText(row.get('currency') ?? row.get('billingcurrency'));
  if (date === undefined || !Number.isFinite(cost) || currency === undefined)
    throw new OutsideError('a row of costs has no day, cost or currency', { why: 'unreadable' });
  return { date, cost, currency };
}

/** UsageDate is the number 20261119; other forms of the same day are taken too. */
function dateOf(value: unknown): string | undefined {
  const digits = /^(\d{4})(\d\d)(\d\d)$/.exec(asText(value) ?? '');
  return digits === null ? asTime(value)?.slice(0, 10) : `${digits[1]}-${digits[2]}-${digits[3]}`;
}

/** Each day of `[from, to]` (yyyy-mm-dd). */
export function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
