import type { ResourceKey } from './azure-resource.ts';
import { day } from './clocks.ts';
import type { DayCost } from './facts.ts';
import { dateBefore, dateOf, instant } from './instants.ts';
import type { SubscriptionReading } from './investigation.ts';

/** Recorded costs by resource and day. */
export interface CostIndex {
  readonly currency: string;
  readonly byKey: ReadonlyMap<ResourceKey, ReadonlyMap<string, number>>;
  /** Days of the reading without today, oldest first: a resource without cost on one of them cost nothing then. */
  readonly dates: readonly string[];
}

/** More days than Cost Management is asked for. */
const mostDays = 100;

/** Undefined where no costs were read. */
export function indexCosts(reading: Pick<SubscriptionReading, 'readAt' | 'costs' | 'currency'>): CostIndex | undefined {
  const { currency } = reading;
  const now = instant(reading.readAt);
  if (currency === undefined || now === undefined) return undefined;
  const today = dateOf(now);
  const first = dateBefore(now, mostDays);
  const byKey = new Map<ResourceKey, Map<string, number>>();
  let oldest: string | undefined;
  for (const { key, days } of reading.costs) {
    const own = byKey.get(key) ?? new Map<string, number>();
    for (const { date, cost } of days) {
      if (date < first || date >= today || !Number.isFinite(cost) || !isDate(date)) continue;
      own.set(date, (own.get(date) ?? 0) + cost);
      if (oldest === undefined || date < oldest) oldest = date;
    }
    if (own.size > 0) byKey.set(key, own);
  }
  if (oldest === undefined) return undefined;
  return { currency, byKey, dates: datesFrom(oldest, today) };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function datesFrom(first: string, end: string): readonly string[] {
  const dates: string[] = [];
  for (let at = Date.parse(first); dateOf(at) < end; at += day) dates.push(dateOf(at));
  return dates;
}

/** Every day's cost of a resource, zero where nothing was recorded; as `findSpike` wants it. */
export function daysOf(costs: CostIndex, key: ResourceKey): readonly DayCost[] {
  const own = costs.byKey.get(key);
  return costs.dates.map((date) => ({ date, cost: own?.get(date) ?? 0 }));
}

/** Every day's cost of all resources together. */
export function totalDays(costs: CostIndex): readonly DayCost[] {
  const totals = new Map<string, number>();
  for (const own of costs.byKey.values())
    for (const [date, cost] of own) totals.set(date, (totals.get(date) ?? 0) + cost);
  return costs.dates.map((date) => ({ date, cost: totals.get(date) ?? 0 }));
}
