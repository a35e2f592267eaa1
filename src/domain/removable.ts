import {
  type AzureLock,
  type AzureResource,
  type DenyAssignment,
  groupOf,
  isWithin,
  type ResourceKey,
} from './azure-resource.ts';
import { typeOfKey } from './key-parts.ts';
import type { Exclusion, ExclusionWhy } from './plan.ts';

/** Never deleted by a plan of single resources (facts/azure.md 9.4): what holds data, keys or evidence, and what grants rights. */
const protectedTypes: readonly string[] = [
  'microsoft.keyvault/vaults',
  'microsoft.keyvault/managedhsms',
  'microsoft.storage/storageaccounts',
  'microsoft.sql/',
  'microsoft.dbforpostgresql/',
  'microsoft.dbformysql/',
  'microsoft.dbformariadb/',
  'microsoft.documentdb/',
  'microsoft.recoveryservices/',
  'microsoft.dataprotection/',
  'microsoft.operationalinsights/workspaces',
  'microsoft.network/dnszones',
  'microsoft.network/privatednszones',
  'microsoft.network/virtualnetworkgateways',
  'microsoft.network/expressroutecircuits',
  'microsoft.authorization/',
  'microsoft.managedservices/',
  'microsoft.policyinsights/',
  'microsoft.subscription/',
];

export function isProtectedType(type: string): boolean {
  return protectedTypes.some((one) =>
    one.endsWith('/') ? type.startsWith(one) : type === one || type.startsWith(`${one}/`),
  );
}

/** The tag of the partner's policy that protects the resource, if it or its group carries one. */
export function protectingTag(
  { tags, groupTags = {} }: Pick<AzureResource, 'tags' | 'groupTags'>,
  protectedTags: readonly string[],
): string | undefined {
  const wanted = new Set(protectedTags.map((tag) => tag.toLowerCase()));
  return [...Object.keys(tags), ...Object.keys(groupTags)].find((tag) => wanted.has(tag.toLowerCase()));
}

/** What stands around a resource and may forbid that it is deleted. */
export interface Surroundings {
  readonly byKey: ReadonlyMap<ResourceKey, AzureResource>;
  readonly locks: readonly AzureLock[];
  readonly denyAssignments: readonly DenyAssignment[];
  readonly protectedTags: readonly string[];
  /** Keys that go too: what manages a resource may go with it. */
  readonly going: ReadonlySet<ResourceKey>;
}

/** Why a resource may not be deleted; undefined where nothing speaks against it. */
export function barOf(resource: AzureResource, around: Surroundings): Exclusion | undefined {
  const bar = (why: ExclusionWhy, detail?: string, by?: string): Exclusion => ({
    key: resource.key,
    name: resource.name,
    type: resource.type,
    why,
    ...(detail === undefined ? {} : { detail }),
    ...(by === undefined ? {} : { by }),
  });
  const lock = [resource.key, ...groupManagedBy(resource)].flatMap((key) => lockOn(key, around.locks) ?? []).at(0);
  if (lock) return bar('locked', lock.name, lock.madeBy);
  const denied = around.denyAssignments.find((one) => denies(one, resource) && !isOwnBan(one, resource, around));
  if (denied) return bar('deny-assignment', denied.name);
  const owner = ownerOf(resource, around);
  if (owner !== undefined) return bar('managed', owner);
  if (isProtectedType(resource.type)) return bar('protected-type');
  const tag = protectingTag(resource, around.protectedTags);
  return tag === undefined ? undefined : bar('protected-tag', tag);
}

/** A lock at or above it, or below it: Azure refuses the deletion for either (facts/azure.md 2.4). */
export function lockOn(key: ResourceKey, locks: readonly AzureLock[]): AzureLock | undefined {
  return locks.find((lock) => isWithin(key, lock.scope) || isWithin(lock.scope, key));
}

/** The group that disappears with a cluster or a workspace: a lock there speaks against deleting that, too. */
function groupManagedBy({ key, managesGroup }: AzureResource): readonly ResourceKey[] {
  const subscription = /^\/subscriptions\/[^/]+/.exec(key)?.[0];
  return managesGroup && subscription ? [`${subscription}/resourcegroups/${managesGroup}`] : [];
}

/** Name of the owner through which alone it may be removed, unless the owner goes too. */
function ownerOf(resource: AzureResource, { byKey, going }: Surroundings): string | undefined {
  const { managedBy } = resource;
  if (managedBy !== undefined && !going.has(managedBy)) return byKey.get(managedBy)?.name ?? managedBy;
  const manager = managerOfGroup(resource.group, byKey);
  return manager === undefined || going.has(manager.key) ? undefined : manager.name;
}

/** A system's ban on what a cluster or workspace manages holds for all but that one, which takes it along. */
function isOwnBan({ scope }: DenyAssignment, { group }: AzureResource, { byKey, going }: Surroundings): boolean {
  const manager = managerOfGroup(group, byKey);
  return manager !== undefined && going.has(manager.key) && groupOf(scope) === group;
}

const managers = new WeakMap<ReadonlyMap<ResourceKey, AzureResource>, ReadonlyMap<string, AzureResource>>();

/** Who manages which group: never that in which it is itself; where several say so, the first by key. */
export function managersOf(resources: readonly AzureResource[]): ReadonlyMap<string, AzureResource> {
  const found = new Map<string, AzureResource>();
  for (const one of resources) {
    const { managesGroup, group, key } = one;
    const other = managesGroup && found.get(managesGroup);
    if (managesGroup && managesGroup !== group && !(other && other.key < key)) found.set(managesGroup, one);
  }
  return found;
}

/** The cluster, workspace or managed application whose own group this is. */
export function managerOfGroup(
  group: string,
  byKey: ReadonlyMap<ResourceKey, AzureResource>,
): AzureResource | undefined {
  let known = managers.get(byKey);
  if (known === undefined) {
    known = managersOf([...byKey.values()]);
    managers.set(byKey, known);
  }
  return known.get(group);
}

/** Whether the ban holds for the resource, or for something in it. */
function denies(ban: DenyAssignment, { key, type }: AzureResource): boolean {
  if (isWithin(key, ban.scope)) return deniesDelete(ban, type);
  return isWithin(ban.scope, key) && deniesDelete(ban, typeOfKey(ban.scope));
}

export function deniesDelete({ actions }: Pick<DenyAssignment, 'actions'>, type: string): boolean {
  return actions.some((pattern) => matches(pattern, `${type}/delete`));
}

/** Azure's action patterns: case does not count, `*` stands for any characters. */
export function matches(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  const [first = '', ...rest] = parts;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    if (i === rest.length - 1) return part === '' ? true : text.length - part.length >= at && text.endsWith(part);
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at === text.length;
}
