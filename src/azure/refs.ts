import { type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import { isGroup, topOf, typeOf } from './resource-id.ts';

/**
 * Properties in which a resource names those that use it, by its type; `creationdata` and `sourcevirtualmachine` name
 * what it was made from, which it does not need any more, and peerings go both ways. All in lower case.
 */
const backReferences: Readonly<Record<string, readonly string[]>> = {
  'microsoft.network/networkinterfaces': ['virtualmachine', 'privateendpoint', 'privatelinkservice'],
  'microsoft.network/networksecuritygroups': ['networkinterfaces', 'subnets', 'flowlogs'],
  'microsoft.network/publicipaddresses': ['ipconfiguration', 'natgateway', 'linkedpublicipaddress'],
  'microsoft.network/publicipprefixes': ['publicipaddresses', 'loadbalancerfrontendipconfiguration'],
  'microsoft.network/virtualnetworks': [
    'ipconfigurations',
    'ipconfigurationprofiles',
    'privateendpoints',
    'remotevirtualnetwork',
    'resourcenavigationlinks',
    'serviceassociationlinks',
  ],
  'microsoft.network/loadbalancers': ['backendipconfigurations', 'backendipconfiguration'],
  'microsoft.network/applicationgateways': ['backendipconfigurations'],
  'microsoft.network/routetables': ['subnets'],
  'microsoft.network/natgateways': ['subnets'],
  'microsoft.compute/availabilitysets': ['virtualmachines'],
  'microsoft.compute/proximityplacementgroups': ['virtualmachines', 'virtualmachinescalesets', 'availabilitysets'],
  'microsoft.compute/disks': ['creationdata'],
  'microsoft.compute/snapshots': ['creationdata'],
  'microsoft.compute/images': ['sourcevirtualmachine', 'storageprofile'],
};
const everywhere = ['privateendpointconnections'];

const mostValues = 20_000;
const deepest = 30;
const mostRefs = 200;

/**
 * Keys of the resources that this one uses: every string in its properties that is a resource's id, and for a nested
 * one, as a subnet, the resource around it, too. Not its own parts, and not what only refers back to it.
 */
export function refsOf(key: ResourceKey, properties: unknown): readonly ResourceKey[] {
  const skipped = new Set([...everywhere, ...(backReferences[typeOf(key) ?? ''] ?? [])]);
  const refs = new Set<ResourceKey>();
  walk(properties, (text, path) => {
    if (!/^\/subscriptions\//i.test(text) || text.length > 2000 || path.some((name) => skipped.has(name))) return;
    const ref = resourceKey(text);
    if (isGroup(ref) || typeOf(ref) === undefined) return;
    for (const one of [ref, topOf(ref)])
      if (one !== undefined && one !== key && !one.startsWith(`${key}/`) && refs.size < mostRefs) refs.add(one);
  });
  return [...refs];
}

/** Properties that hold what a container or machine is told to run (facts/azure.md 6.2). In lower case. */
const told: ReadonlySet<string> = new Set([
  'appcommandline',
  'args',
  'command',
  'commandline',
  'commandtoexecute',
  'containerimagenames',
  'fileuris',
  'image',
  'imagename',
  'linuxfxversion',
  'script',
  'scripturi',
  'windowsfxversion',
]);
const mostTexts = 20;
const longestText = 500;

/** Container images, commands and extension settings: outside text, at most 20 of 500 characters. */
export function textsOf(key: ResourceKey, properties: unknown): readonly string[] {
  const isExtension = typeOf(key)?.endsWith('/extensions') === true;
  const texts = new Set<string>();
  walk(properties, (text, path) => {
    const wanted = path.some((name) => told.has(name)) || (isExtension && path[0] !== 'provisioningstate');
    if (wanted && text.trim() !== '' && texts.size < mostTexts) texts.add(copied(text.trim()));
  });
  return [...texts];
}

/** A copy: a slice would keep the whole of a long text alive. */
function copied(text: string): string {
  return text.length <= longestText ? text : Buffer.from(text.slice(0, longestText)).toString();
}

/** All strings below a value, with the names of the properties that lead there, in lower case. Bounded. */
function walk(value: unknown, found: (text: string, path: readonly string[]) => void): void {
  let left = mostValues;
  const visit = (at: unknown, path: readonly string[]): void => {
    if (left-- <= 0 || path.length > deepest) return;
    if (typeof at === 'string') found(at, path);
    else if (Array.isArray(at)) for (const item of at) visit(item, path);
    else if (at !== null && typeof at === 'object')
      for (const [name, item] of Object.entries(at)) visit(item, [...path, name.toLowerCase()]);
  };
  visit(value, []);
}
