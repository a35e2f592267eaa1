import type { ResourceKey } from './azure-resource.ts';
import type { BurnRates } from './burn.ts';
import { day, hour } from './clocks.ts';
import { isStoppable } from './compute.ts';
import type { CostIndex } from './cost-index.ts';
import { instant } from './instants.ts';
import type { InvestigatedResource } from './investigation.ts';
import type { CaseMoney, Range } from './money.ts';
import { isAttachment } from './plan-wish.ts';
import { priceSource } from './price-table.ts';
import { rangeOf, sumIn } from './ranges.ts';
import { isSuspect } from './triage.ts';

export interface MoneyFacts {
  readonly now: number;
  /** Since when burnt money is counted: first seen by Microsoft, or the beginning of the trouble. */
  readonly since: number | undefined;
  readonly costs: CostIndex | undefined;
  readonly rates: ReadonlyMap<ResourceKey, BurnRates>;
  readonly madeAt: (key: ResourceKey) => number | undefined;
  /** What manages it, by which it is stopped. */
  readonly ownerType: (key: ResourceKey) => string | undefined;
}

/**
 * The money of what an investigation suspects, and of what that manages and has attached; each counted once. A sum is in
 * one currency, that of most of its parts: nobody told a rate. Suspects with another one count as not known.
 */
export function caseMoney(counted: readonly InvestigatedResource[], facts: MoneyFacts): CaseMoney {
  const suspects = counted.filter(isSuspect);
  if (suspects.length === 0) return { unknown: 0 };
  const attached = counted.filter(({ resource }) => isAttachment(resource));
  const machines = counted.filter(({ resource }) => !isAttachment(resource));
  const currency = usualCurrency(machines, facts);
  const unknown = suspects.filter(
    ({ burn }) => burn.from === 'unknown' || ('currency' in burn && burn.currency !== currency),
  ).length;
  const perHour = sumOf(counted, currency);
  const savedByStop = sumOf(
    machines.filter(({ resource: { type, key } }) => isStoppable(type) || isStoppable(facts.ownerType(key) ?? '')),
    currency,
  );
  const staysBilled = sumOf(attached, usualCurrency(attached, facts));
  const burnt = sumIn(
    currency,
    counted.flatMap((one) => burntBy(one, facts) ?? []),
  );
  const usesPrices = counted.some(({ burn }) => burn.from === 'prices');
  return {
    unknown,
    ...(perHour === undefined ? {} : { perHour }),
    ...(burnt === undefined ? {} : { burnt }),
    ...(savedByStop === undefined ? {} : { savedByStop }),
    ...(staysBilled === undefined ? {} : { staysBilled }),
    ...(usesPrices ? { prices: { date: priceSource.date, source: priceSource.source } } : {}),
  };
}

/** What they burn in an hour; zero where all of it is known to be nothing, undefined where nothing is known. */
function sumOf(some: readonly InvestigatedResource[], currency: string): Range | undefined {
  const sum = sumIn(
    currency,
    some.flatMap(({ burn }) => rangeOf(burn) ?? []),
  );
  if (sum !== undefined) return sum;
  return some.some(({ burn }) => burn.from === 'none') ? { low: 0, high: 0, currency } : undefined;
}

function usualCurrency(some: readonly InvestigatedResource[], { costs }: MoneyFacts): string {
  const counts = new Map<string, number>();
  for (const { burn } of some) if ('currency' in burn) counts.set(burn.currency, (counts.get(burn.currency) ?? 0) + 1);
  const own = costs?.currency;
  const [most] = [...counts].toSorted(
    ([a, m], [b, n]) => n - m || Number(b === own) - Number(a === own) || (a < b ? -1 : 1),
  );
  return most?.[0] ?? own ?? priceSource.currency;
}

/** Recorded costs since then and, for the time after the last day with costs, what it burns; else by its rate alone. */
function burntBy({ resource, burn }: InvestigatedResource, facts: MoneyFacts): Range | undefined {
  const { since, now, costs, rates } = facts;
  if (since === undefined) return undefined;
  const from = Math.max(since, facts.madeAt(resource.key) ?? since);
  if (from >= now) return undefined;
  const running = rangeOf(rates.get(resource.key)?.running ?? { from: 'unknown' });
  const own = costs?.byKey.get(resource.key);
  if (costs !== undefined && own !== undefined) {
    const recorded = recordedSince(own, from, instant(resource.createdAt) ?? -Infinity);
    const lastDate = [...own.keys()].reduce((last, date) => (date > last ? date : last), '');
    const after = Math.max(0, now - Math.max(from, Date.parse(lastDate) + day)) / hour;
    const rest = running?.currency === costs.currency ? running : undefined;
    return {
      low: recorded + (burn.from === 'none' ? 0 : (rest?.low ?? 0) * after),
      high: recorded + (rest?.high ?? 0) * after,
      currency: costs.currency,
    };
  }
  if (running === undefined) return undefined;
  const hours = (now - from) / hour;
  // Since when a deallocated machine is off is not known: perhaps all the time.
  return {
    low: burn.from === 'none' ? 0 : running.low * hours,
    high: running.high * hours,
    currency: running.currency,
  };
}

/** Costs of the days since then; of the first day the part that lies after it. */
function recordedSince(own: ReadonlyMap<string, number>, from: number, createdAt: number): number {
  let sum = 0;
  for (const [date, cost] of own) {
    const start = Date.parse(date);
    const end = start + day;
    if (end <= from) continue;
    const begin = Math.max(start, Math.min(createdAt, end - hour));
    sum += Math.max(0, cost) * Math.min(1, (end - Math.max(begin, from)) / (end - begin));
  }
  return sum;
}
