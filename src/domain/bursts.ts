import type { ResourceKey } from './azure-resource.ts';
import { hour, minute } from './clocks.ts';
import { computeKind } from './compute.ts';
import type { Creation } from './creations.ts';
import { typeOfKey } from './key-parts.ts';

/** The largest hour of compute made by one caller that a resource was made in. */
export interface Burst {
  readonly count: number;
  readonly minutes: number;
  /** New regions that it reached. */
  readonly newRegions: number;
}

interface Made {
  readonly key: ResourceKey;
  readonly at: number;
  readonly newRegion: string | undefined;
}

/** Bursts of all that callers made, gone or not; one pass for each caller, once sorted. */
export function burstsOf(
  creations: ReadonlyMap<ResourceKey, Creation>,
  newRegionOf: (key: ResourceKey) => string | undefined,
): ReadonlyMap<ResourceKey, Burst> {
  const byCaller = new Map<string, Made[]>();
  for (const [key, { at, caller }] of creations) {
    if (caller === undefined || computeKind(typeOfKey(key)) === undefined) continue;
    const made = { key, at, newRegion: newRegionOf(key) };
    const known = byCaller.get(caller);
    if (known) known.push(made);
    else byCaller.set(caller, [made]);
  }
  const bursts = new Map<ResourceKey, Burst>();
  for (const made of byCaller.values()) {
    const sorted = made.toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
    largestAround(sorted).forEach((burst, index) => {
      const key = sorted[index]?.key;
      if (key !== undefined) bursts.set(key, burst);
    });
  }
  return bursts;
}

/** Of each, the largest window of an hour that it lies in: all windows by two pointers, then a sliding maximum. */
function largestAround(made: readonly Made[]): readonly Burst[] {
  const windows = windowsOf(made);
  const best: Burst[] = [];
  /** Starts of windows that may still be the largest, largest first. */
  const candidates: number[] = [];
  let head = 0;
  made.forEach(({ at }, index) => {
    const count = (start: number | undefined) => (start === undefined ? -1 : (windows[start]?.count ?? -1));
    while (candidates.length > head && count(candidates.at(-1)) < count(index)) candidates.pop();
    candidates.push(index);
    while (at - (made[candidates[head] ?? index]?.at ?? at) > hour) head++;
    best.push(windows[candidates[head] ?? index] ?? { count: 1, minutes: 0, newRegions: 0 });
  });
  return best;
}

/** The window of an hour that begins with each. */
function windowsOf(made: readonly Made[]): readonly Burst[] {
  const regions = new Map<string, number>();
  const count = (region: string | undefined, by: number) => {
    if (region === undefined) return;
    const now = (regions.get(region) ?? 0) + by;
    if (now === 0) regions.delete(region);
    else regions.set(region, now);
  };
  let end = 0;
  return made.map((first, start) => {
    for (let next = made[end]; next !== undefined && next.at - first.at <= hour; next = made[end]) {
      count(next.newRegion, 1);
      end++;
    }
    const last = made[end - 1] ?? first;
    const burst = {
      count: end - start,
      minutes: Math.max(1, Math.ceil((last.at - first.at) / minute)),
      newRegions: regions.size,
    };
    count(first.newRegion, -1);
    return burst;
  });
}
