import assert from 'node:assert/strict';
import type { ActivityEvent } from '../../src/domain/activity.ts';
import { day, hour, minute } from '../../src/domain/clocks.ts';
import { mostSiblings } from '../../src/domain/creators.ts';
import type { InvestigationContext, SubscriptionReading } from '../../src/domain/investigation.ts';
import { mostEntries, timelineOf } from '../../src/domain/timeline-of.ts';
import { homeTenant } from '../support/people.ts';
import { ago, context, dana, event, keyOf, reading, resource, someTenant } from '../support/readings.ts';

const w1 = resource('vm/w-1', { createdAt: ago(day), location: 'brazilsouth', size: 'Standard_NC6s_v3' });
const suspects = new Set([w1.key]);
const eve = { ...dana, name: 'eve@contoso.example', objectId: 'eve', address: '198.51.100.4', mfa: 'no' } as const;
const creation = event(w1.key, ago(day), { correlationId: 'deploy-1', caller: eve });

function tell(
  events: readonly ActivityEvent[],
  change: Partial<SubscriptionReading> = {},
  more: Partial<InvestigationContext> = {},
) {
  return timelineOf(reading({ resources: [w1], events, ...change }), context(more), suspects);
}

const kinds = (events: readonly ActivityEvent[]) => tell(events).entries.map(({ kind }) => kind);

/** By Eve, so that it belongs to the story. */
function did(operation: string, on = w1.key, change: Partial<ActivityEvent> = {}): ActivityEvent {
  return event(on, ago(hour), { operation, subStatus: 'OK', caller: eve, ...change });
}

describe('a timeline', () => {
  it('tells a creation once, with its entries from begin to end, region and size', () => {
    const entries = ['Started', 'Accepted', 'Succeeded'].map((status, index) => ({
      ...creation,
      id: `e-${index}`,
      at: ago(day - index * minute),
      status,
    }));

    assert.deepEqual(tell(entries.toReversed()).entries, [
      {
        at: ago(day),
        until: ago(day - 2 * minute),
        kind: 'created',
        correlationId: 'deploy-1',
        creator: 'eve',
        resources: [w1.key],
        regions: ['brazilsouth'],
        what: 'Standard_NC6s_v3',
        failed: false,
      },
    ]);
  });

  const operations: readonly (readonly [string, string])[] = [
    ['microsoft.resources/deployments/write', 'deployment'],
    ['microsoft.compute/virtualmachines/write', 'changed'],
    ['microsoft.compute/virtualmachines/deallocate/action', 'stopped'],
    ['microsoft.compute/virtualmachines/poweroff/action', 'stopped'],
    ['microsoft.compute/virtualmachines/start/action', 'started'],
    ['microsoft.compute/virtualmachines/delete', 'deleted'],
    ['microsoft.authorization/roleassignments/write', 'role-granted'],
    ['microsoft.authorization/elevateaccess/action', 'role-granted'],
    ['microsoft.authorization/roleassignments/delete', 'role-removed'],
    ['microsoft.authorization/locks/write', 'lock-made'],
    ['microsoft.authorization/locks/delete', 'lock-removed'],
    ['microsoft.quota/quotas/write', 'quota'],
    ['microsoft.capacity/resourceproviders/locations/servicelimits/write', 'quota'],
    ['microsoft.support/supporttickets/write', 'quota'],
    ['microsoft.compute/virtualmachines/extensions/write', 'extension'],
    ['microsoft.compute/virtualmachines/runcommand/action', 'extension'],
    ['microsoft.storage/storageaccounts/listkeys/action', 'keys-read'],
    ['microsoft.authorization/policyassignments/delete', 'brakes-removed'],
    ['microsoft.insights/diagnosticsettings/delete', 'brakes-removed'],
    ['microsoft.subscription/updatetenant/action', 'subscription'],
  ];
  for (const [operation, kind] of operations)
    it(`tells ${operation} as ${kind}`, () => {
      assert.deepEqual(kinds([did(operation), creation]), [kind, 'created']);
    });

  it('leaves out what tells nothing', () => {
    assert.deepEqual(kinds([did('microsoft.compute/virtualmachines/read'), did(''), did('__proto__')]), []);
  });

  it('is newest first, and groups what belongs to one operation', () => {
    const disk = event(keyOf('disk/d'), ago(day), { correlationId: 'deploy-1', caller: eve });
    const deployment = did('microsoft.resources/deployments/write', keyOf('microsoft.resources/deployments/d'), {
      at: ago(day + minute),
      correlationId: 'deploy-1',
    });

    const { entries } = tell([creation, disk, deployment, did('microsoft.compute/virtualmachines/deallocate/action')]);

    assert.deepEqual(
      entries.map(({ kind, resources }) => [kind, resources.length]),
      [
        ['stopped', 1],
        ['created', 2],
        ['deployment', 1],
      ],
    );
  });

  it('goes by the moment, however the log writes it', () => {
    const start = 'microsoft.compute/virtualmachines/start/action';
    const events = ['2026-11-20T02:14:05Z', '2026-11-20T02:14:05.1234567Z', '2026-11-20T02:14:04.9Z'].map((at) =>
      did(start, w1.key, { at }),
    );

    assert.deepEqual(
      tell([...events, creation]).entries.map(({ at }) => at),
      ['2026-11-20T02:14:05.1234567Z', '2026-11-20T02:14:05Z', '2026-11-20T02:14:04.9Z', ago(day)],
    );
  });

  it('says what failed only if all of it did', () => {
    const failed = did('microsoft.compute/virtualmachines/start/action', w1.key, {
      status: 'Failed',
      correlationId: 'c-9',
    });
    const [one] = tell([failed, creation]).entries;
    const two = tell([failed, { ...failed, id: 'other', resource: keyOf('vm/w-2'), status: 'Succeeded' }, creation])
      .entries[0];

    assert.deepEqual([one?.failed, two?.failed], [true, false]);
  });

  it('names the role that was given', () => {
    const grant = { principalId: 'x', roleDefinitionId: '/x/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c' };
    const other = { principalId: 'x', roleDefinitionId: '/x/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7' };
    const operation = 'microsoft.authorization/roleassignments/write';

    const whats = tell([
      did(operation, w1.key, { grant }),
      did(operation, w1.key, { grant: other, at: ago(2 * hour) }),
      creation,
    ]).entries.map(({ what }) => what);

    assert.deepEqual(whats.slice(0, 2), ['Contributor', 'acdd72a7-3385-48ef-bd42-f606fba81ae7']);
  });

  it('leaves out the work of others on other things, but not what weakens the subscription', () => {
    const other = keyOf('vm/web');
    const events = [
      event(other, ago(hour), { subStatus: 'OK' }),
      event(other, ago(hour), { operation: 'microsoft.authorization/locks/delete' }),
      event(other, ago(60 * day), { operation: 'microsoft.authorization/locks/delete' }),
    ];

    assert.deepEqual(kinds([...events, creation]), ['lock-removed', 'created']);
  });

  it('holds the newest, and says that there were more', () => {
    const many = Array.from({ length: mostEntries + 20 }, (_, index) =>
      did('microsoft.compute/virtualmachines/start/action', w1.key, {
        at: ago(index * minute),
        correlationId: `s-${index}`,
      }),
    );

    const { entries, gaps } = tell([...many, creation]);

    assert.equal(entries.length, mostEntries);
    assert.equal(entries[0]?.at, ago(0));
    assert.deepEqual(gaps, [{ what: 'activity', why: 'cut' }]);
  });

  it('says from when on the log was read, who made the subscription, and what is missing', () => {
    const made = { at: ago(3 * day), by: 'x@partner.example', operation: 'create_order' };
    const gaps = [
      { what: 'activity', why: 'cut' },
      { what: 'cpu', why: 'forbidden' },
    ] as const;

    const timeline = tell([creation], { creation: made, gaps });

    assert.equal(timeline.since, ago(90 * day));
    assert.deepEqual(timeline.subscriptionCreation, made);
    assert.deepEqual(timeline.gaps, [{ what: 'activity', why: 'cut' }]);
  });
});

describe('the creator', () => {
  const kindOf = (caller: ActivityEvent['caller']) => tell([{ ...creation, caller }]).creators[0]?.kind;

  it('is a person, an application, of the partner, of somebody else, or not known', () => {
    assert.equal(kindOf(eve), 'person');
    assert.equal(kindOf({ ...eve, name: '77aa0000-0000-4000-8000-000000000009' }), 'application');
    assert.equal(kindOf({ appId: 'app-1', mfa: 'unknown' }), 'application');
    assert.equal(kindOf({ ...eve, tenantId: homeTenant.toUpperCase() }), 'partner');
    assert.equal(kindOf({ appId: 'app-1', tenantId: homeTenant, mfa: 'unknown' }), 'partner');
    assert.equal(kindOf({ ...eve, tenantId: someTenant }), 'foreign');
    assert.equal(kindOf({ objectId: 'x', mfa: 'unknown' }), 'unknown');
    assert.equal(kindOf({ mfa: 'unknown' }), undefined);
  });

  it('is told with addresses, sign-in, tool and first act', () => {
    const earlier = did('microsoft.compute/virtualmachines/start/action', keyOf('vm/web'), {
      at: ago(2 * day),
      caller: { ...eve, address: '203.0.113.9', mfa: 'yes' },
    });

    assert.deepEqual(tell([creation, earlier]).creators, [
      {
        key: 'eve',
        kind: 'person',
        name: 'eve@contoso.example',
        appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
        tool: 'azure-cli',
        tenantId: dana.tenantId,
        addresses: ['203.0.113.9', '198.51.100.4'],
        mfa: 'no',
        firstAt: ago(2 * day),
        suspects: [w1.key],
        siblings: [],
      },
    ]);
  });

  it('has a tool only where the application is known', () => {
    assert.equal(
      tell([{ ...creation, caller: { ...eve, appId: 'C44B4083-3BB0-49C1-B47D-974E53CBDF3C' } }]).creators[0]?.tool,
      'portal',
    );
    assert.equal(tell([{ ...creation, caller: { ...eve, appId: 'constructor' } }]).creators[0]?.tool, undefined);
  });

  it('is who made it at the time that the resource tells, not who changed it first', () => {
    const before = event(w1.key, ago(40 * day));
    const changed = event(w1.key, ago(30 * day), { subStatus: 'OK' });

    const { creators } = tell([before, changed, creation]);

    assert.deepEqual(creators.find(({ suspects: made }) => made.length > 0)?.key, 'eve');
  });

  it('is not known where the log does not reach back to the creation', () => {
    const old = resource('vm/w-1', { createdAt: ago(200 * day) });

    const { creators } = timelineOf(
      reading({ resources: [old], events: [event(old.key, ago(40 * day), { subStatus: 'OK' })] }),
      context(),
      suspects,
    );

    assert.deepEqual(
      creators.map(({ suspects: made }) => made),
      [[]],
    );
  });

  it('has siblings: all else that they made, or that came with it, elsewhere too, as far as it is there', () => {
    const elsewhere = resource(keyOf('vm/w-9', 'rg9'), { location: 'koreacentral', createdAt: ago(2 * hour) });
    const withIt = resource('disk/d', { createdAt: ago(day) });
    const unrelated = resource('vm/web', { createdAt: ago(day) });
    const events = [
      creation,
      event(elsewhere.key, ago(2 * hour), { caller: eve }),
      event(withIt.key, ago(day), { correlationId: 'deploy-1' }),
      event(unrelated.key, ago(day)),
      event(keyOf('vm/gone'), ago(day), { caller: eve }),
    ];

    const { creators } = tell(events, { resources: [w1, elsewhere, withIt, unrelated] });

    assert.deepEqual(creators.find(({ key }) => key === 'eve')?.siblings, [elsewhere.key, withIt.key]);
    assert.deepEqual(creators.find(({ key }) => key !== 'eve')?.siblings ?? [], []);
  });

  it('has so many siblings as a summary holds', () => {
    const many = Array.from({ length: mostSiblings + 50 }, (_, index) =>
      resource(`disk/d-${index}`, { createdAt: ago(day - index) }),
    );

    const { creators } = tell(
      [creation, ...many.map(({ key, createdAt }) => event(key, createdAt ?? '', { caller: eve }))],
      { resources: [w1, ...many] },
    );

    assert.equal(creators[0]?.siblings.length, mostSiblings);
    assert.equal(creators[0].siblings[0], many.at(-1)?.key);
  });

  it('comes first who made most of the suspects, and all who appear are there', () => {
    const removed = event(keyOf('vm/web'), ago(hour), { operation: 'microsoft.authorization/locks/delete' });

    const { creators, entries } = tell([creation, removed]);

    assert.deepEqual(
      creators.map(({ key }) => key),
      ['eve', dana.objectId],
    );
    assert.deepEqual(
      entries.map(({ creator }) => creator),
      [dana.objectId, 'eve'],
    );
  });
});
