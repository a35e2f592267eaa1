import { type ResourceKey, resourceKey } from '../domain/azure-resource.ts';

export const groupType = 'microsoft.resources/resourcegroups';

/**
 * Namespace and whole type in lower case, e.g. `microsoft.compute/virtualmachines/extensions`: by the last provider of
 * the id, since an extension resource hangs on another one (facts/azure.md 2.2). Read in pairs from the left, so that a
 * machine named `providers` is one. Undefined for what is no resource or resource group.
 */
export function typeOf(id: string): string | undefined {
  if (isGroup(id)) return groupType;
  const [, ...parts] = resourceKey(id).split('/');
  if (parts.length % 2 === 1 || parts.includes('')) return undefined;
  let types: string[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const word = parts[at] ?? '';
    const isScope = at === 0 && word === 'subscriptions';
    const isGroupPart = at === 2 && parts[0] === 'subscriptions' && word === 'resourcegroups';
    if (isScope || isGroupPart) continue;
    if (word === 'providers') types = [parts[at + 1] ?? ''];
    else if (types.length === 0) return undefined;
    else types.push(word);
  }
  return types.length < 2 ? undefined : types.join('/');
}

export function isGroup(id: string): boolean {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(resourceKey(id));
}

/** Last part of the id, as written. */
export function nameOf(id: string): string {
  return id.trim().replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** The resource that a nested one is part of: of an agent pool the cluster, of an extension the machine. */
export function parentOf(key: ResourceKey): ResourceKey | undefined {
  const depth = typeOf(key)?.split('/').length ?? 0;
  return depth > 2 ? key.split('/').slice(0, -2).join('/') : undefined;
}

/** The outermost resource that a nested one is part of. */
export function topOf(key: ResourceKey): ResourceKey | undefined {
  const parent = parentOf(key);
  return parent === undefined ? undefined : (topOf(parent) ?? parent);
}

/** There is no way to ask Azure about this: no call leaves. */
export class UnaskableError extends Error {}

/** Whether it is the id of a resource or resource group of this subscription, with no tricks in its path. */
export function isAskable(id: string, subscriptionId: string): boolean {
  const own = resourceKey(id).startsWith(`/subscriptions/${subscriptionId.toLowerCase()}/`);
  return own && typeOf(id) !== undefined && !partsOf(id).some((part) => part === '' || part === '.' || part === '..');
}

/**
 * Path of an id in a subscription, each part encoded. Throws UnaskableError for what is no resource or resource group
 * of this subscription, whoever wrote the id.
 */
export function idPath(id: string, subscriptionId: string): string {
  if (!isAskable(id, subscriptionId)) throw new UnaskableError('not an id of a resource of this subscription');
  return `/${partsOf(id).map(encodeURIComponent).join('/')}`;
}

function partsOf(id: string): readonly string[] {
  return id
    .trim()
    .replaceAll(/^\/+|\/+$/g, '')
    .split('/');
}
