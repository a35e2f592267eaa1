import * as fc from 'fast-check';
import type { ActivityCaller, ActivityEvent } from '../../src/domain/activity.ts';
import { type AzureResource, groupOf } from '../../src/domain/azure-resource.ts';
import { day, minute } from '../../src/domain/clocks.ts';
import {
  type Gap,
  type InvestigationContext,
  lookedAt,
  type SubscriptionReading,
} from '../../src/domain/investigation.ts';
import { typeOfKey } from '../../src/domain/key-parts.ts';
import { homeTenant } from './people.ts';
import { ago, context, customerTenant, reading, someTenant, keyOf as typeOfPath } from './readings.ts';

const groups = ['rg1', 'rg2', 'mc_rg'];
const types = [
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.compute/disks',
  'microsoft.network/networkinterfaces',
  'microsoft.network/publicipaddresses',
  'microsoft.containerservice/managedclusters',
  'microsoft.containerinstance/containergroups',
  'microsoft.storage/storageaccounts',
];

/** Few keys, so that things meet; also parts of machines, and text that is no key. */
const anyKey: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...types), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...groups))
      .map(([type, n, group]) => typeOfPath(`${type}/r-${n}`, group)),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => `${typeOfPath(`vm/r-${n}`)}/extensions/nvidiagpudriverlinux`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '/',
      '/subscriptions/x',
      '/subscriptions/x/resourcegroups/rg1',
      '__proto__',
      'constructor',
      '//providers//',
      '/a/providers/b',
    ),
  },
);

/** Mostly within the last hundred days and to the minute; sometimes no time at all. */
const anyTime: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -60, max: 100 * 24 * 60 }).map((minutes) => ago(minutes * minute)) },
  { weight: 1, arbitrary: fc.constantFrom('', 'soon', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z') },
);

const anySize = fc.constantFrom(
  'Standard_NC24ads_A100_v4',
  'Standard_D4s_v5',
  'STANDARD_F72S_V2',
  'Standard_HB120rs_v3',
  'Premium_LRS',
  'Standard',
  '',
  'x'.repeat(300),
);
const anyText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom('./xmrig -o stratum+tcp://pool.example:3333', 'nginx', '\ud800\0'),
);

const anyResource: fc.Arbitrary<AzureResource> = fc
  .record(
    {
      key: anyKey,
      name: fc.oneof(
        anyText,
        fc.integer({ min: 1, max: 9 }).map((n) => `w-${n}`),
      ),
      location: fc.constantFrom('westeurope', 'brazilsouth', 'koreacentral', 'uaenorth', 'eastus', 'global', ''),
      tags: fc.dictionary(fc.constantFrom('owner', 'do-not-delete', '__proto__'), fc.string({ maxLength: 5 })),
      refs: fc.array(anyKey, { maxLength: 4 }),
      texts: fc.array(anyText, { maxLength: 2 }),
      size: anySize,
      instances: fc.integer({ min: 0, max: 1000 }),
      spot: fc.boolean(),
      managedBy: anyKey,
      parent: anyKey,
      managesGroup: fc.constantFrom(...groups, ''),
      createdAt: anyTime,
      changedAt: anyTime,
    },
    { requiredKeys: ['key', 'name', 'location', 'tags', 'refs', 'texts'] },
  )
  .map((parts) => ({ ...parts, id: parts.key, type: typeOfKey(parts.key), group: groupOf(parts.key) }));

const anyCaller: fc.Arbitrary<ActivityCaller> = fc.record(
  {
    name: fc.constantFrom('dana@contoso.example', 'EVE@contoso.example', '77aa0000-0000-4000-8000-000000000009', ''),
    objectId: fc.constantFrom('object-1', 'object-2', 'OBJECT-2'),
    appId: fc.constantFrom('04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'app-1', '__proto__'),
    tenantId: fc.constantFrom(customerTenant, homeTenant, someTenant),
    address: fc.constantFrom('203.0.113.77', '198.51.100.4', '2001:db8::1', 'nowhere', ''),
    mfa: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
  },
  { requiredKeys: ['mfa'] },
);

const operations = [
  'microsoft.resources/deployments/write',
  'microsoft.authorization/roleassignments/write',
  'microsoft.authorization/locks/write',
  'microsoft.authorization/locks/delete',
  'microsoft.quota/quotas/write',
  'microsoft.compute/virtualmachines/runcommand/action',
  'microsoft.compute/virtualmachines/deallocate/action',
  'microsoft.subscription/updatetenant/action',
  '',
  '__proto__',
];

const anyEvent = (id: number): fc.Arbitrary<ActivityEvent> =>
  fc
    .record(
      {
        at: anyTime,
        status: fc.constantFrom('Started', 'Accepted', 'Succeeded', 'Failed', ''),
        subStatus: fc.constantFrom('Created', 'OK', 'Conflict'),
        resource: anyKey,
        correlationId: fc.constantFrom('', 'c-1', 'c-2', 'c-3', 'c-4'),
        caller: anyCaller,
        size: anySize,
        grant: fc.record(
          {
            principalId: fc.constantFrom('object-1', 'object-2'),
            roleDefinitionId: fc.constantFrom('/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635', ''),
          },
          { requiredKeys: [] },
        ),
        operation: fc.option(fc.constantFrom(...operations), { nil: undefined, freq: 2 }),
      },
      { requiredKeys: ['at', 'status', 'resource', 'correlationId', 'caller', 'operation'] },
    )
    .map(({ operation, ...parts }) => ({
      ...parts,
      id: `event-${String(id).padStart(4, '0')}`,
      operation: operation ?? `${typeOfKey(parts.resource)}/write`,
    }));

const anyDate = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -1, max: 40 }).map((days) => ago(days * day).slice(0, 10)) },
  { weight: 1, arbitrary: fc.constantFrom('', 'yesterday', '2026-13-45', '0000-00-00') },
);
const anyCost = fc.oneof(fc.double({ min: -50, max: 5000, noNaN: true }), fc.constantFrom(0, Number.NaN, Infinity));

export const anyGap: fc.Arbitrary<Gap> = fc.record({
  what: fc.constantFrom(...lookedAt),
  why: fc.constantFrom('forbidden' as const, 'unreachable' as const, 'cut' as const),
});

/** Anything that a reader could give, and worse; each resource and event stands in it once. */
export const anyReading: fc.Arbitrary<SubscriptionReading> = fc
  .record(
    {
      resources: fc.uniqueArray(anyResource, { selector: ({ key }) => key, maxLength: 25 }),
      locks: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom('keep', 'Other'),
          scope: anyKey,
          level: fc.constant('CanNotDelete' as const),
        }),
        { selector: ({ name, scope }) => `${scope} ${name}`, maxLength: 3 },
      ),
      events: fc
        .integer({ min: 0, max: 40 })
        .chain((count) => fc.tuple(...Array.from({ length: count }, (_, id) => anyEvent(id)))),
      eventsSince: anyTime,
      currency: fc.constantFrom('EUR', 'USD'),
      costs: fc.uniqueArray(
        fc.record({ key: anyKey, days: fc.array(fc.record({ date: anyDate, cost: anyCost }), { maxLength: 20 }) }),
        { selector: ({ key }) => key, maxLength: 8 },
      ),
      power: fc.dictionary(
        anyKey,
        fc.constantFrom('running' as const, 'stopped' as const, 'deallocated' as const, 'unknown' as const),
      ),
      cpu: fc.dictionary(anyKey, fc.record({ averages: fc.array(fc.double({ min: 0, max: 100 }), { maxLength: 20 }) })),
      defender: fc.array(
        fc.record({
          resources: fc.array(anyKey, { maxLength: 3 }),
          type: fc.constantFrom('VM_DigitalCurrencyMining', 'SIMULATED_VM_DigitalCurrencyMining', 'Other', ''),
          title: fc.constantFrom('a', 'b'),
          severity: fc.constantFrom('High' as const, 'Medium' as const, 'Low' as const, 'Informational' as const),
          at: anyTime,
        }),
        { maxLength: 3 },
      ),
      gaps: fc.array(anyGap, { maxLength: 3 }),
    },
    { requiredKeys: ['resources', 'locks', 'events', 'eventsSince', 'costs', 'power', 'cpu', 'defender', 'gaps'] },
  )
  .map((parts) => reading(parts));

export const anyContext: fc.Arbitrary<InvestigationContext> = fc
  .record(
    {
      named: fc.array(anyKey, { maxLength: 3 }),
      signs: fc.record({
        vmAddresses: fc.constant([]),
        poolAddresses: fc.array(fc.constantFrom('198.51.100.20', ''), { maxLength: 2 }),
        poolDomains: fc.array(fc.constantFrom('pool.example', ''), { maxLength: 2 }),
      }),
      spike: fc.constantFrom(
        { kind: 'new-spend' as const, date: ago(3 * day).slice(0, 10), cost: 90 },
        { kind: 'spike' as const, date: 'never', cost: 90, usual: 1, times: 90 },
        { kind: 'not-enough-history' as const, days: 2 },
      ),
      confirmed: fc.uniqueArray(fc.record({ key: anyKey, by: fc.constant('Ada'), at: anyTime, until: anyTime }), {
        selector: ({ key }) => key,
        maxLength: 2,
      }),
      protectedTags: fc.constantFrom([], ['do-not-delete']),
      firstSeenAt: anyTime,
    },
    { requiredKeys: ['named', 'signs', 'confirmed', 'protectedTags'] },
  )
  .map((parts) => context(parts));
