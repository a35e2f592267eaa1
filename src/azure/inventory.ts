import { setTimeout as sleep } from 'node:timers/promises';
import { atOnce } from '../domain/at-once.ts';
import { type AzureResource, type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import { hasChildren, readChildren } from './children.ts';
import { type Arm, allOf } from './client.ts';
import type { GroupTags } from './groups.ts';
import { graphPages, type Wait } from './resource-graph.ts';
import { resourceCall, resourcePage } from './resource-list.ts';
import type { Known } from './running.ts';
import type { Resource } from './schema.ts';
import { type Details, detailsOf, toResource } from './to-resource.ts';

/** Resources whose children are asked for. */
const mostParents = 100;
const asked = 4;

/** Waits with an ear for the signal. */
export const waitFor: Wait = async (ms, signal) => {
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
};

export function listResources(arm: Arm, subscriptionId: string, signal?: AbortSignal): Promise<readonly Resource[]> {
  return allOf(
    arm.pages(resourceCall(subscriptionId, 'createdTime,changedTime,provisioningState'), resourcePage, signal),
  );
}

/** What Resource Graph adds, by key. Properties are reduced page by page, so that none of them stays in memory. */
export async function readDetails(
  arm: Arm,
  subscriptionId: string,
  wait: Wait,
  signal?: AbortSignal,
): Promise<ReadonlyMap<ResourceKey, Details>> {
  const details = new Map<ResourceKey, Details>();
  for await (const rows of graphPages(arm, subscriptionId, wait, signal))
    for (const row of rows) {
      if (row.id === undefined) continue;
      const key = resourceKey(row.id);
      details.set(key, detailsOf(key, row));
    }
  return details;
}

export interface Inventory {
  readonly resources: readonly AzureResource[];
  /** As far as properties tell it. */
  readonly power: ReadonlyMap<ResourceKey, Known>;
  /** There were more resources with children than are asked. */
  readonly cut: boolean;
}

/**
 * What is listed, joined with its details and its group's tags, and followed by the children that no list has. `unread` is told of each
 * parent whose children could not be read, and decides whether that ends the reading.
 */
export async function assemble(
  arm: Arm,
  subscriptionId: string,
  parts: {
    readonly listed: readonly Resource[];
    readonly details: ReadonlyMap<ResourceKey, Details>;
    readonly groupTags: GroupTags;
  },
  unread: <T>(otherwise: readonly T[], work: () => Promise<readonly T[]>) => Promise<readonly T[]>,
  signal?: AbortSignal,
): Promise<Inventory> {
  const power = new Map<ResourceKey, Known>();
  const resources = new Map<ResourceKey, AzureResource>();
  for (const item of parts.listed) {
    const details = parts.details.get(resourceKey(item.id));
    const resource = toResource(item, details);
    resources.set(resource.key, resource);
    if (details !== undefined && details.power !== 'unknown')
      power.set(resource.key, { state: details.power, fresh: false });
  }
  const parents = [...resources.values()].filter(hasChildren);
  const children = await atOnce(asked, parents.slice(0, mostParents), (parent) =>
    unread([], () => readChildren(arm, subscriptionId, parent, signal)),
  );
  for (const { resource, power: state } of children.flat()) {
    resources.set(resource.key, { ...resources.get(resource.key), ...resource });
    if (state !== 'unknown') power.set(resource.key, { state, fresh: true });
  }
  const tagged = [...resources.values()].map((resource): AzureResource => {
    const groupTags = parts.groupTags.get(resource.group);
    return groupTags === undefined ? resource : { ...resource, groupTags };
  });
  return { resources: tagged, power, cut: parents.length > mostParents };
}
