import type { AzureResource, ResourceKey } from './azure-resource.ts';

/** Resources of one type whose names differ in digits or in a random ending only. */
export interface NameSeries {
  readonly count: number;
  /** The name with `#` for what differs. */
  readonly pattern: string;
}

/** Of untagged resources, those that belong to a series; one pass. */
export function nameSeriesOf(resources: readonly AzureResource[]): ReadonlyMap<ResourceKey, NameSeries> {
  const members = new Map<string, { readonly pattern: string; readonly keys: ResourceKey[] }>();
  for (const { key, name, type, tags } of resources) {
    if (Object.keys(tags).length > 0) continue;
    const pattern = patternOf(name);
    if (!pattern.includes('#')) continue;
    const id = `${type} ${pattern}`;
    const known = members.get(id);
    if (known) known.keys.push(key);
    else members.set(id, { pattern, keys: [key] });
  }
  return new Map(
    [...members.values()].flatMap(({ pattern, keys }) =>
      keys.map((key) => [key, { count: keys.length, pattern }] as const),
    ),
  );
}

/** Digits become `#`; so does a last part of letters and digits mixed, as generators write it. */
function patternOf(name: string): string {
  return name
    .toLowerCase()
    .slice(0, 100)
    .replace(/(?<=[-_.])(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{4,}$/, '#')
    .replace(/\d+/g, '#');
}
