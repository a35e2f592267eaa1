import {
  type AzureResource,
  groupOf,
  type PowerState,
  type ResourceKey,
  resourceKey,
} from '../domain/azure-resource.ts';
import { asRecord, asText, asTime, present } from '../http/loose.ts';
import { pick, pickCount, pickText } from './pick.ts';
import { powerOf } from './power.ts';
import { refsOf, textsOf } from './refs.ts';
import { nameOf, parentOf, typeOf } from './resource-id.ts';
import type { Body, Resource } from './schema.ts';

/** What properties tell of a resource. */
export type Details = Pick<
  AzureResource,
  'tags' | 'size' | 'instances' | 'spot' | 'managedBy' | 'managesGroup' | 'createdAt' | 'refs' | 'texts'
> & { readonly power: PowerState; readonly provisioningState?: string };

/** What the properties of a resource add to its entry in the list; the properties themselves are not kept. */
export function detailsOf(key: ResourceKey, body: Body): Details {
  const { properties } = body;
  const size = pickText(
    body,
    'properties.hardwareProfile.vmSize',
    'properties.properties.vmSize',
    'properties.vmSize',
    'sku.name',
  );
  const priority = pickText(
    properties,
    'priority',
    'virtualMachineProfile.priority',
    'scaleSetPriority',
    'properties.vmPriority',
  );
  const low = pickCount(properties, 'scaleSettings.fixedScale.targetLowPriorityNodes', 'currentLowPriorityNodes') ?? 0;
  const spot = low > 0 || (priority !== undefined && /^(spot|low|lowpriority)$/i.test(priority));
  const managed = pickText(properties, 'nodeResourceGroup', 'managedResourceGroupId', 'infrastructureResourceGroup');
  return present({
    tags: tagsOf(body.tags),
    size,
    instances: instancesOf(body),
    spot: spot ? true : undefined,
    managedBy: body.managedBy === undefined ? undefined : resourceKey(body.managedBy),
    managesGroup: managed === undefined ? undefined : nameOf(managed).toLowerCase(),
    createdAt: createdAtOf(body),
    provisioningState: pickText(properties, 'provisioningState'),
    refs: refsOf(key, properties),
    texts: textsOf(key, properties),
    power: powerOf(typeOf(key) ?? '', body),
  });
}

function instancesOf(body: Body): number | undefined {
  const counted = pickCount(
    body,
    'sku.capacity',
    'properties.count',
    'properties.properties.currentNodeCount',
    'properties.properties.scaleSettings.maxNodeCount',
  );
  if (counted !== undefined) return counted;
  const nodes = ['properties.currentDedicatedNodes', 'properties.currentLowPriorityNodes'].flatMap(
    (path) => pickCount(body, path) ?? [],
  );
  return nodes.length === 0 ? undefined : nodes.reduce((a, b) => a + b, 0);
}

/**
 * When it was made, by whichever name its type gives that (facts/azure.md 1.2). Properties come first: Resource Graph
 * and a look at the resource have them both, so that the same instance has the same time in each.
 */
export function createdAtOf(body: Pick<Body, 'systemData' | 'properties'>): string | undefined {
  return (
    asTime(pick(body.properties, 'timeCreated')) ??
    asTime(pick(body.properties, 'creationTime')) ??
    asTime(pick(body.properties, 'createdOn')) ??
    asTime(pick(body.systemData, 'createdAt'))
  );
}

const mostTags = 50;

export function tagsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(asRecord(value) ?? {}).slice(0, mostTags);
  return Object.fromEntries(entries.map(([name, tag]) => [name, asText(tag) ?? '']));
}

/** An entry of Resource Manager's list, with what Resource Graph adds where it knows it: an index, that lags behind (facts/azure.md 1.2). */
export function toResource(item: Resource, details: Details | undefined): AzureResource {
  const key = resourceKey(item.id);
  const tags = tagsOf(item.tags);
  return build(item.id, item, {
    tags: Object.keys(tags).length > 0 ? tags : (details?.tags ?? tags),
    size: details?.size ?? pickText(item.sku, 'name'),
    instances: details?.instances ?? pickCount(item.sku, 'capacity'),
    spot: details?.spot,
    managedBy: item.managedBy === undefined ? details?.managedBy : resourceKey(item.managedBy),
    parent: parentOf(key),
    managesGroup: details?.managesGroup,
    createdAt: details?.createdAt ?? item.createdTime,
    changedAt: item.changedTime,
    provisioningState: item.provisioningState ?? details?.provisioningState,
    refs: details?.refs ?? [],
    texts: details?.texts ?? [],
  });
}

/** A child that the list does not have, as its parent's own route tells it. */
export function toChild(body: Body, details: Details, parent: ResourceKey): AzureResource {
  const { power: _power, ...rest } = details;
  return build(body.id ?? '', body, { ...rest, parent });
}

function build(
  id: string,
  from: { readonly name?: string | undefined; readonly location?: string | undefined },
  rest: Omit<AzureResource, 'id' | 'key' | 'name' | 'type' | 'location' | 'group'>,
): AzureResource {
  const key = resourceKey(id);
  return present({
    ...rest,
    id: id.trim(),
    key,
    name: nameOf(from.name ?? id),
    type: typeOf(id) ?? '',
    location: from.location?.toLowerCase().replaceAll(' ', '') ?? '',
    group: groupOf(key),
  });
}
