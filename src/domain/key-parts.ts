import type { ResourceKey } from './azure-resource.ts';

/** Provider and whole type that a key names, in lower case: that of its last provider; '' where it names none. */
export function typeOfKey(key: ResourceKey): string {
  const from = key.lastIndexOf('/providers/');
  if (from < 0) return '';
  const [provider = '', ...pairs] = key.slice(from + '/providers/'.length).split('/');
  return [provider, ...pairs.filter((_, index) => index % 2 === 0)].join('/');
}

/** The key of what it is part of, one level up; undefined for what is part of nothing but a group or a subscription. */
export function keyAbove(key: ResourceKey): ResourceKey | undefined {
  const parts = key.split('/');
  return parts.length < 11 ? undefined : parts.slice(0, -2).join('/');
}

/** Itself or the nearest above that is known: alerts name instances of a scale set, and lists have the scale set. */
export function nearestKnown(
  key: ResourceKey,
  known: { readonly has: (key: ResourceKey) => boolean },
): ResourceKey | undefined {
  for (let at: ResourceKey | undefined = key; at !== undefined; at = keyAbove(at)) if (known.has(at)) return at;
  return undefined;
}
