import * as fc from 'fast-check';
import { type AzureLock, type AzureResource, type DenyAssignment, groupOf } from '../../src/domain/azure-resource.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Fingerprint } from '../../src/domain/plan.ts';
import type { PlanFacts, PlanWish } from '../../src/domain/plan-wish.ts';
import { factsOf, investigated, wishFor } from './plans.ts';
import { ago, keyOf, resource } from './readings.ts';
import { seldom } from './response-arbitraries.ts';
import { subscription } from './samples.ts';

const types = [
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.compute/disks',
  'microsoft.network/networkinterfaces',
  'microsoft.network/publicipaddresses',
  'microsoft.network/networksecuritygroups',
  'microsoft.network/virtualnetworks',
  'microsoft.containerservice/managedclusters',
  'microsoft.batch/batchaccounts',
  'microsoft.keyvault/vaults',
  'microsoft.storage/storageaccounts',
  'microsoft.other/things',
];
const groups = ['rg1', 'rg2', 'mc_k'];

const index = fc.nat({ max: 11 });
/** A resource before its relations are known: those are numbers of others. */
const seed = fc.record({
  type: fc.constantFrom(...types),
  group: fc.constantFrom(...groups),
  childOf: seldom(index),
  parent: seldom(index, 12),
  managedBy: seldom(index),
  refs: fc.array(index, { maxLength: 3 }),
  manages: fc.nat({ max: 9 }).map((one) => one === 0),
  isProtected: fc.nat({ max: 14 }).map((one) => one === 0),
  look: fc.nat({ max: 19 }).map((one) => (one === 0 ? 'gone' : one === 1 ? 'hidden' : 'there')),
  right: fc.nat({ max: 14 }).map((one) => (one === 0 ? 'no' : one === 1 ? 'unknown' : 'yes')),
});

function built(seeds: readonly (typeof seed extends fc.Arbitrary<infer T> ? T : never)[]): readonly AzureResource[] {
  const keys: string[] = [];
  for (const [i, one] of seeds.entries()) {
    const above = one.childOf !== undefined && one.childOf < i ? keys[one.childOf] : undefined;
    keys.push(above === undefined ? keyOf(`${one.type}/r${i}`, one.group) : `${above}/parts/r${i}`);
  }
  const at = (of: number | undefined) => (of === undefined ? undefined : keys[of]);
  return seeds.map((one, i) => {
    const [managedBy, parent] = [at(one.managedBy), at(one.parent)];
    return resource(keys[i] ?? '', {
      createdAt: ago(1000 * (i + 1)),
      refs: one.refs.flatMap((of) => at(of) ?? []),
      tags: one.isProtected ? { 'Do-Not-Delete': '' } : {},
      ...(managedBy === undefined || one.managedBy === i ? {} : { managedBy }),
      ...(parent === undefined || (one.parent ?? i) >= i || groupOf(parent) !== groupOf(keys[i] ?? '')
        ? {}
        : { parent }),
      ...(one.manages && groupOf(keys[i] ?? '') !== 'mc_k' ? { managesGroup: 'mc_k' } : {}),
    });
  });
}

const scopeOf = (resources: readonly AzureResource[]) => (place: number) =>
  [
    `/subscriptions/${subscription}/resourcegroups/rg2`,
    `/subscriptions/${subscription}/resourcegroups/mc_k/providers/microsoft.hidden/things/h`,
    ...resources.map(({ key }) => key),
  ][place % (resources.length + 2)] ?? '';

/** A subscription with everything in it that forbids a deletion, and a wish for some of it and for what is foreign. */
export const estate: fc.Arbitrary<{ readonly facts: PlanFacts; readonly wish: PlanWish }> = fc
  .record({
    seeds: fc.array(seed, { minLength: 1, maxLength: 12 }),
    chosen: fc.uniqueArray(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 }),
    foreign: fc.boolean(),
    locks: fc.array(fc.nat(), { maxLength: 2 }),
    bans: fc.array(
      fc.record({ place: fc.nat(), actions: fc.constantFrom(['*'], ['*/delete'], ['microsoft.compute/*']) }),
      {
        maxLength: 2,
      },
    ),
    withAttached: fc.boolean(),
    kind: fc.constantFrom('resources', 'resources', 'resources', 'group'),
    group: fc.constantFrom('rg1', 'RG2'),
  })
  .map(({ seeds, chosen, foreign, kind, group, withAttached, ...forbids }) => {
    const resources = built(seeds);
    const scope = scopeOf(resources);
    const locks = forbids.locks.map((place): AzureLock => ({ name: 'l', scope: scope(place), level: 'ReadOnly' }));
    const denyAssignments = forbids.bans.map(
      ({ place, actions }): DenyAssignment => ({ name: 'b', scope: scope(place), actions }),
    );
    const looks = seeds.flatMap((one, i): readonly (readonly [string, Fingerprint | 'gone'])[] => {
      const key = resources[i]?.key ?? '';
      return one.look === 'hidden' ? [] : [[key, one.look === 'gone' ? 'gone' : { mark: key }]];
    });
    const wanted = chosen.flatMap((one) => resources[one] ?? []);
    const facts = factsOf(resources, {
      locks,
      denyAssignments,
      investigated: new Map(resources.map((one) => [one.key, investigated(one)])),
      fingerprints: new Map(looks),
      rights: Object.fromEntries(seeds.map((one, i) => [resources[i]?.key ?? '', one.right])),
      policy: { ...standardRemoval, mostResources: 1000, mostPercent: 100 },
    });
    const extra = foreign
      ? [keyOf('vm/x').replace('4444', '5555'), `/subscriptions/${subscription}/resourcegroups/rg1`]
      : [];
    const wish = wishFor(wanted, { withAttached, kind, ...(kind === 'group' ? { group } : {}) });
    return { facts, wish: { ...wish, resources: [...wish.resources, ...extra] } };
  });
