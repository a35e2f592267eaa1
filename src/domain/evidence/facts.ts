import { inTime, isFailure, type TimedEvent } from '../activity-kinds.ts';
import type { AzureResource, ResourceKey } from '../azure-resource.ts';
import { type Burst, burstsOf } from '../bursts.ts';
import { type CallerKeyOf, callerKeys } from '../caller-keys.ts';
import { type CallerHistory, type Grant, grantsOf, historiesOf } from '../callers.ts';
import { day } from '../clocks.ts';
import { type CostIndex, indexCosts, totalDays } from '../cost-index.ts';
import { type Creation, creationsOf } from '../creations.ts';
import type { Spike } from '../facts.ts';
import { instant } from '../instants.ts';
import type { DefenderAlert, InvestigationContext, Looked, SubscriptionReading } from '../investigation.ts';
import { nearestKnown } from '../key-parts.ts';
import { indexLocks, type LocksOn } from '../lock-index.ts';
import { type NameSeries, nameSeriesOf } from '../name-series.ts';
import { ownersOf } from '../owners.ts';
import { findSpike } from '../spike.ts';
import { type MachineActs, machineActsOf } from './machine-acts.ts';
import { newRegionsOf } from './new-regions.ts';
import { type Pipelines, pipelinesOf } from './pipelines.ts';
import { quietHoursOf } from './quiet-hours.ts';

/** What rules look at beside the resource itself; all that needs the whole subscription is found once, in O(n log n). */
export interface EvidenceFacts {
  /** Milliseconds, as are all moments here. */
  readonly now: number;
  /** Two days before the first spike, or two weeks before the first alert: what is older was there before the trouble. */
  readonly windowFrom: number;
  /** From when on the log was read. */
  readonly since: number;
  readonly reading: SubscriptionReading;
  readonly context: InvestigationContext;
  readonly gaps: ReadonlySet<Looked>;
  readonly byKey: ReadonlyMap<ResourceKey, AzureResource>;
  readonly named: ReadonlySet<ResourceKey>;
  readonly confirmed: ReadonlyMap<ResourceKey, InvestigationContext['confirmed'][number]>;
  readonly owners: ReadonlyMap<ResourceKey, ResourceKey>;
  readonly locksOn: LocksOn;
  readonly defender: ReadonlyMap<ResourceKey, readonly DefenderAlert[]>;
  readonly costs: CostIndex | undefined;
  readonly spike: Spike | undefined;
  /** The whole log, in time. */
  readonly events: readonly TimedEvent[];
  readonly keyOf: CallerKeyOf;
  readonly creations: ReadonlyMap<ResourceKey, Creation>;
  /** Last time that something was done to it. */
  readonly lastChanges: ReadonlyMap<ResourceKey, number>;
  readonly histories: ReadonlyMap<string, CallerHistory>;
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  readonly newRegions: ReadonlySet<string>;
  readonly bursts: ReadonlyMap<ResourceKey, Burst>;
  readonly series: ReadonlyMap<ResourceKey, NameSeries>;
  readonly machineActs: MachineActs;
  readonly pipelines: Pipelines;
  readonly quietHours: ReadonlySet<number>;
}

/** Days before the first alert that belong to the trouble where no spike tells its beginning. */
const windowDays = 14;
/** Days before the first spike (facts/azure.md 6.3, E5). */
const daysBeforeSpike = 2;

export function gatherFacts(reading: SubscriptionReading, context: InvestigationContext): EvidenceFacts {
  const now = instant(context.now) ?? instant(reading.readAt) ?? 0;
  const byKey = new Map(reading.resources.map((one) => [one.key, one]));
  const resources = [...byKey.values()];
  const costs = indexCosts(reading);
  const spike = context.spike ?? (costs === undefined ? undefined : findSpike(totalDays(costs)));
  const windowFrom = windowStart(now, spike, context.firstSeenAt);
  const events = inTime(reading.events);
  const keyOf = callerKeys(reading.events);
  const creations = creationsOf(events, byKey, keyOf);
  const gaps = new Set(reading.gaps.map(({ what }) => what));
  const newRegions = newRegionsOf(resources, creations, windowFrom);
  return {
    now,
    windowFrom,
    since: instant(reading.eventsSince) ?? now,
    reading,
    context,
    gaps,
    byKey,
    named: new Set(context.named.flatMap((key) => nearestKnown(key, byKey) ?? [])),
    confirmed: new Map(context.confirmed.map((one) => [one.key, one])),
    owners: ownersOf(byKey),
    locksOn: indexLocks(reading.locks, events),
    defender: alertsByKey(reading.defender, byKey),
    costs,
    spike,
    events,
    keyOf,
    creations,
    lastChanges: new Map(events.filter(isChange).map(({ event, at }) => [event.resource, at])),
    histories: historiesOf(events, keyOf),
    grants: grantsOf(events),
    newRegions,
    bursts: burstsOf(creations, (key) => {
      const region = byKey.get(key)?.location;
      return region !== undefined && newRegions.has(region) ? region : undefined;
    }),
    series: nameSeriesOf(resources),
    machineActs: machineActsOf(events),
    pipelines: pipelinesOf(creations, windowFrom),
    // Of a log that is not whole, a quiet hour may be one that was not read.
    quietHours: gaps.has('activity') ? new Set() : quietHoursOf(events, windowFrom),
  };
}

function isChange({ event, kind }: TimedEvent): boolean {
  return kind !== undefined && kind !== 'keys-read' && !isFailure(event);
}

function windowStart(now: number, spike: Spike | undefined, firstSeenAt: string | undefined): number {
  const spikeDay = spike?.kind === 'spike' || spike?.kind === 'new-spend' ? instant(spike.date) : undefined;
  if (spikeDay !== undefined) return spikeDay - daysBeforeSpike * day;
  return Math.min(now, instant(firstSeenAt) ?? now) - windowDays * day;
}

function alertsByKey(
  alerts: readonly DefenderAlert[],
  byKey: ReadonlyMap<ResourceKey, AzureResource>,
): ReadonlyMap<ResourceKey, readonly DefenderAlert[]> {
  const found = new Map<ResourceKey, DefenderAlert[]>();
  for (const alert of alerts) {
    for (const key of new Set(alert.resources.flatMap((one) => nearestKnown(one, byKey) ?? []))) {
      const known = found.get(key);
      if (known) known.push(alert);
      else found.set(key, [alert]);
    }
  }
  return found;
}

/** When a resource was made, as it says itself or else as the log shows it. */
export function madeAt(resource: AzureResource, facts: EvidenceFacts): number | undefined {
  return instant(resource.createdAt) ?? facts.creations.get(resource.key)?.at;
}

/** Whether it was made since the trouble began, or within two weeks. */
export function isRecent(resource: AzureResource, facts: EvidenceFacts): boolean {
  const made = madeAt(resource, facts);
  return made !== undefined && made >= Math.min(facts.windowFrom, facts.now - windowDays * day);
}
