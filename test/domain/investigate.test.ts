import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { day, minute } from '../../src/domain/clocks.ts';
import { investigate, summarize } from '../../src/domain/investigate.ts';
import type { InvestigationContext, SubscriptionReading } from '../../src/domain/investigation.ts';
import { preselected } from '../../src/domain/triage.ts';
import { ago, context, costs, dana, event, firstSeenAt, keyOf, reading, resource } from '../support/readings.ts';

function look(
  resources: readonly AzureResource[],
  change: Partial<SubscriptionReading> = {},
  more: Partial<InvestigationContext> = {},
) {
  return investigate(reading({ resources, ...change }), context(more));
}

/** Made yesterday by Dana within minutes, with accelerators, in another region. */
const attack = Array.from({ length: 6 }, (_, index) =>
  resource(`vm/w-${index + 1}`, {
    createdAt: ago(day - index * minute),
    size: 'Standard_NC24ads_A100_v4',
    location: 'brazilsouth',
    refs: [keyOf(`nic/w-${index + 1}-nic`), keyOf(`disk/w-${index + 1}-os`)],
  }),
);
const attackEvents = attack.map(({ key, createdAt }) => event(key, createdAt ?? ''));
const web = resource('vm/web', { size: 'Standard_D4s_v5' });
const order = (found: ReturnType<typeof look>) => found.resources.map(({ resource: { name } }) => name);

describe('an investigation', () => {
  it('finds strong signs on machines of an attack, and none on the customer’s own', () => {
    const found = look([web, ...attack], { events: attackEvents });

    const levels = Object.fromEntries(found.resources.map(({ resource: { name }, level }) => [name, level]));
    assert.equal(levels['web'], 'none');
    for (const { name } of attack) assert.equal(levels[name], 'strong');
    assert.deepEqual(summarize(found).counts, { all: 7, strong: 6, some: 0, weak: 0, none: 1, burning: 6 });
    assert.ok(!('resources' in summarize(found)));
  });

  it('puts what Microsoft names first, then goes by score, then by what it burns', () => {
    const small = resource('vm/small', { createdAt: ago(day), size: 'Standard_NC6s_v3' });
    const large = resource('vm/large', { createdAt: ago(day), size: 'Standard_ND40rs_v2', location: 'eastus' });

    const found = look([web, small, large, ...attack], { events: attackEvents }, { named: [web.key] });

    assert.deepEqual(order(found).slice(0, 2), ['web', 'w-1']);
    assert.deepEqual(order(found).slice(-2), ['large', 'small']);
  });

  it('puts what hangs on suspects alone behind them, and leaves what others use too where it is', () => {
    const parts = [
      resource('nic/w-1-nic', { refs: [keyOf('ip/w-1-ip')] }),
      resource('ip/w-1-ip'),
      resource('disk/w-1-os', { managedBy: attack[0]?.key ?? '' }),
      resource('disk/w-2-os'),
    ];
    const shared = { ...web, refs: [keyOf('disk/w-2-os')] };

    const found = look([shared, ...parts, ...attack.slice(0, 2)], { events: attackEvents });

    const names = order(found);
    assert.deepEqual(names.slice(0, 5).toSorted(), ['w-1', 'w-1-ip', 'w-1-nic', 'w-1-os', 'w-2'].toSorted());
    assert.deepEqual(names.slice(names.indexOf('w-1'), names.indexOf('w-1') + 4).toSorted(), [
      'w-1',
      'w-1-ip',
      'w-1-nic',
      'w-1-os',
    ]);
    assert.ok(names.indexOf('w-2-os') > names.indexOf('w-2'));
    assert.equal(found.resources.find(({ resource: { name } }) => name === 'w-1-nic')?.level, 'none');
  });

  it('gives the signs of what is managed to its owner', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_rg' });
    const nodes = resource('vmss/nodes', {
      group: 'mc_rg',
      size: 'Standard_NC24ads_A100_v4',
      instances: 4,
      createdAt: ago(day),
      managedBy: cluster.key,
    });

    const found = look([nodes, cluster, web], {}, { named: [`${nodes.key}/virtualmachines/0`] });

    const [first, second] = found.resources;
    assert.deepEqual([first?.resource.name, first?.isNamed, first?.score], ['nodes', true, 0]);
    assert.deepEqual(
      first?.findings.map(({ rule }) => rule),
      ['N4'],
    );
    assert.equal(second?.resource.name, 'k');
    assert.deepEqual(second?.findings.map(({ rule }) => rule).toSorted(), ['E1', 'E3', 'E4', 'E5', 'N1'].toSorted());
    assert.deepEqual(preselected(found), [cluster.key]);
  });

  it('preselects strong ones only, named or not, and nothing that is locked', () => {
    const lock = { name: 'keep', scope: attack[0]?.key ?? '', level: 'CanNotDelete' } as const;

    const found = look([web, ...attack], { events: attackEvents, locks: [lock] }, { named: [web.key] });

    assert.deepEqual(
      preselected(found).toSorted(),
      attack
        .slice(1)
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  it('has the locks of one resource in the order of their names, however they were read', () => {
    const locks = ['keep', 'hold'].map((name) => ({ name, scope: web.key, level: 'CanNotDelete' }) as const);

    for (const read of [locks, locks.toReversed()]) {
      const [found] = look([web], { locks: read }).resources;

      assert.deepEqual(
        found?.locks.map(({ name }) => name),
        ['hold', 'keep'],
      );
      assert.equal(found?.findings.find(({ rule }) => rule === 'N2')?.values?.['lock'], 'hold');
    }
  });

  it('says who made a lock', () => {
    const lock = { name: 'Keep', scope: keyOf('vm/web').split('/providers/')[0] ?? '', level: 'ReadOnly' } as const;
    const made = event(`${lock.scope}/providers/microsoft.authorization/locks/keep`, ago(50 * day));

    const [found] = look([web], { locks: [lock], events: [made] }).resources;

    assert.deepEqual(found?.locks, [{ ...lock, madeBy: 'dana@contoso.example' }]);
  });

  it('knows what could not be checked, for those resources only that it matters for', () => {
    const gaps = [
      { what: 'cpu', why: 'forbidden' },
      { what: 'activity', why: 'forbidden' },
    ] as const;

    const recorded = { currency: 'EUR', costs: [costs(web.key, 1, 1)] };
    const found = look([web, resource('microsoft.storage/storageaccounts/files')], { gaps, ...recorded });

    const missing = Object.fromEntries(
      found.resources.map((one) => [one.resource.name, new Set(one.unchecked.map(({ missing: what }) => what))]),
    );
    assert.deepEqual(missing['web'], new Set(['activity', 'cpu']));
    assert.deepEqual(missing['files'], new Set(['activity']));
    assert.deepEqual(found.gaps, gaps);
  });

  describe('tells when it began', () => {
    it('by the first alert', () => {
      assert.equal(look([web]).began, firstSeenAt);
    });

    it('by the first suspect, where that was made before', () => {
      assert.equal(look([web, ...attack], { events: attackEvents }).began, attack[0]?.createdAt);
    });

    it('by the first spike of the usage check, where that came before', () => {
      const spike = { kind: 'spike', date: '2026-11-15', cost: 400, usual: 40, times: 10 } as const;

      assert.equal(look([web, ...attack], { events: attackEvents }, { spike }).began, '2026-11-15T00:00:00.000Z');
    });

    it('by a spike in what was read, where there was no usage check', () => {
      const amounts = [...Array.from({ length: 26 }, () => 40), 400, 400, 400];

      assert.equal(
        look([web], { currency: 'EUR', costs: [costs(web.key, ...amounts)] }).began,
        `${ago(3 * day).slice(0, 10)}T00:00:00.000Z`,
      );
    });

    it('not at all, where nothing tells', () => {
      const { firstSeenAt: _firstSeenAt, ...unseen } = context();

      assert.equal(investigate(reading({ resources: [web] }), unseen).began, undefined);
    });
  });

  it('counts as burning what may run: all but the deallocated', () => {
    const power = { [attack[0]?.key ?? '']: 'deallocated', [attack[1]?.key ?? '']: 'stopped' } as const;

    assert.equal(summarize(look([web, ...attack], { events: attackEvents, power })).counts.burning, 5);
  });

  it('leaves out a name that is given to another one by the log', () => {
    const others = attackEvents.map((one, index) => ({
      ...one,
      caller: { ...dana, objectId: `o-${index}`, name: `u-${index}` },
    }));
    const found = look([web, ...attack], { events: others });

    assert.ok(found.resources.every(({ findings }) => findings.every(({ rule }) => rule !== 'E6')));
  });

  it('concludes nothing from nothing', () => {
    const found = investigate(reading(), context());

    assert.deepEqual(found.resources, []);
    assert.deepEqual(found.money, { unknown: 0 });
    assert.deepEqual(found.timeline.entries, []);
    assert.equal(found.readAt, ago(0));
    assert.equal(found.subscriptionName, 'Contoso production');
  });
});
