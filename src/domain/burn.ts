import type { AzureResource, PowerState, ResourceKey } from './azure-resource.ts';
import { day, hour } from './clocks.ts';
import { computeKind } from './compute.ts';
import type { CostIndex } from './cost-index.ts';
import { dateBefore, instant } from './instants.ts';
import type { Burn, Range } from './money.ts';
import { addressPriceOf, priceOf } from './prices.ts';

/** What a resource costs in an hour: as it is, and while it runs. */
export interface BurnRates {
  readonly now: Burn;
  readonly running: Burn;
}

export interface BurnFacts {
  readonly now: number;
  readonly costs: CostIndex | undefined;
  /** Whether its cost is that of other resources. */
  readonly countedBelow: (resource: AzureResource) => boolean;
  readonly power: (key: ResourceKey) => PowerState;
}

/** Assumption: Azure's price list has no meter for these. */
const freeTypes: ReadonlySet<string> = new Set([
  'microsoft.network/networkinterfaces',
  'microsoft.network/networksecuritygroups',
  'microsoft.network/virtualnetworks',
  'microsoft.network/routetables',
  'microsoft.compute/availabilitysets',
  'microsoft.compute/virtualmachines/extensions',
]);

const nothing: Burn = { from: 'none' };
const unknown: Burn = { from: 'unknown' };

/** By recorded cost where it was read, else by the price table. A deallocated machine costs nothing, a stopped one does (product.md, trap 11). */
export function burnOf(resource: AzureResource, facts: BurnFacts): BurnRates {
  const running = runningBurn(resource, facts);
  const isOff = computeKind(resource.type) !== undefined && facts.power(resource.key) === 'deallocated';
  return { running, now: isOff || resource.instances === 0 ? nothing : running };
}

function runningBurn(resource: AzureResource, facts: BurnFacts): Burn {
  if (freeTypes.has(resource.type) || facts.countedBelow(resource)) return nothing;
  const listed = listPrice(resource);
  const actual = recordedBurn(resource, listed, facts);
  if (actual !== undefined) return actual;
  return listed === undefined ? unknown : { from: 'prices', ...listed };
}

function listPrice(resource: AzureResource): Range | undefined {
  if (resource.type === 'microsoft.network/publicipaddresses') return addressPriceOf(resource.size);
  if (computeKind(resource.type) !== 'machines' || resource.size === undefined) return undefined;
  const each = priceOf(resource.size, resource.location);
  if (each === undefined) return undefined;
  // An empty scale set or pool costs what its machines would, once it runs again; as many as there were is not known.
  const count = Math.max(1, resource.instances ?? 1);
  // Spot prices are not in the table, and are a part of these: the least is not known, so it is nothing.
  return { low: resource.spot === true ? 0 : each.low * count, high: each.high * count, currency: each.currency };
}

/**
 * Cost of yesterday and of the day before, each by the hours that the resource existed on it. Yesterday's may not be
 * whole yet (facts/azure.md 5.1), so that both together make a range; of a resource that exists since yesterday only, the
 * list price bounds it above.
 */
function recordedBurn(resource: AzureResource, listed: Range | undefined, facts: BurnFacts): Burn | undefined {
  const { costs, now } = facts;
  if (costs === undefined) return undefined;
  const own = costs.byKey.get(resource.key);
  const createdAt = instant(resource.createdAt) ?? -Infinity;
  const rate = (daysAgo: number) => {
    const date = dateBefore(now, daysAgo);
    const cost = own?.get(date);
    const hours = hoursOn(date, createdAt);
    return cost === undefined || hours < 1 ? undefined : Math.max(0, cost) / hours;
  };
  const [yesterday, before] = [rate(1), rate(2)];
  const { currency } = costs;
  const range = (low: number, high: number): Burn | undefined =>
    high > 0 ? { from: 'actual', low, high, currency } : undefined;
  if (yesterday !== undefined && before !== undefined)
    return range(Math.min(yesterday, before), Math.max(yesterday, before));
  if (before !== undefined) return range(before, before);
  if (yesterday !== undefined)
    return range(yesterday, listed?.currency === currency ? Math.max(yesterday, listed.high) : yesterday);
  // Something that stood there all of a day whose costs are known, and cost nothing. Machines may have been off.
  const whole = dateBefore(now, 2);
  const known = costs.dates.includes(whole) && createdAt <= Date.parse(whole);
  return known && computeKind(resource.type) === undefined ? nothing : undefined;
}

function hoursOn(date: string, createdAt: number): number {
  const start = Date.parse(date);
  return (start + day - Math.max(start, Math.min(createdAt, start + day))) / hour;
}
