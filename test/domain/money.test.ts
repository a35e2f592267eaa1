import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { day, hour } from '../../src/domain/clocks.ts';
import { investigate } from '../../src/domain/investigate.ts';
import type { InvestigationContext, SubscriptionReading } from '../../src/domain/investigation.ts';
import type { Range } from '../../src/domain/money.ts';
import { ago, context, costs, keyOf, reading, resource } from '../support/readings.ts';

const w1 = keyOf('vm/w-1');

/** A machine named in the alert, with what it is read with. */
function look(
  resources: readonly AzureResource[],
  change: Partial<SubscriptionReading> = {},
  more: Partial<InvestigationContext> = {},
) {
  return investigate(reading({ resources, ...change }), context({ named: [w1], ...more }));
}

function burnOf(resources: readonly AzureResource[], change: Partial<SubscriptionReading> = {}) {
  return look(resources, change).resources[0]?.burn;
}

/** Within a hundredth. */
function near(range: Range | undefined, low: number, high: number, currency: string): void {
  assert.ok(range);
  assert.deepEqual(
    [range.low.toFixed(2), range.high.toFixed(2), range.currency],
    [low.toFixed(2), high.toFixed(2), currency],
  );
}

const machine = (change: Partial<AzureResource> = {}) =>
  resource('vm/w-1', { size: 'Standard_NC24ads_A100_v4', location: 'westus', ...change });
/** Made so long before the days end that it stood there for half of yesterday. */
const halfDay = ago(day);

describe('what a resource burns in an hour', () => {
  it('is what it cost on the last two days, by the hour', () => {
    assert.deepEqual(burnOf([machine()], { currency: 'EUR', costs: [costs(w1, 10, 96, 120)] }), {
      from: 'actual',
      low: 4,
      high: 5,
      currency: 'EUR',
    });
  });

  it('is by the hours that it existed, of a day on which it was made', () => {
    assert.deepEqual(burnOf([machine({ createdAt: halfDay })], { currency: 'EUR', costs: [costs(w1, 60)] }), {
      from: 'actual',
      low: 5,
      high: 5,
      currency: 'EUR',
    });
  });

  it('may be more than yesterday’s, which is not whole yet, up to the list price', () => {
    assert.deepEqual(burnOf([machine({ createdAt: halfDay })], { currency: 'USD', costs: [costs(w1, 24)] }), {
      from: 'actual',
      low: 2,
      high: 4.775,
      currency: 'USD',
    });
  });

  it('is that of the day before, where yesterday’s is not there yet', () => {
    const early = { key: w1, days: [{ date: ago(2 * day).slice(0, 10), cost: 48 }] };

    assert.deepEqual(burnOf([machine()], { currency: 'EUR', costs: [early] }), {
      from: 'actual',
      low: 2,
      high: 2,
      currency: 'EUR',
    });
  });

  it('is by the price table, where no cost may be read', () => {
    assert.deepEqual(burnOf([machine()], { gaps: [{ what: 'cost', why: 'forbidden' }] }), {
      from: 'prices',
      low: 4.775,
      high: 4.775,
      currency: 'USD',
    });
  });

  it('is by the price table for a machine that was made today', () => {
    const old = costs(keyOf('vm/web'), 10, 10, 10);

    assert.equal(burnOf([machine({ createdAt: ago(hour) })], { currency: 'EUR', costs: [old] })?.from, 'prices');
  });

  it('is a range in a region that is not listed, times the machines', () => {
    const pool = resource(w1, {
      size: 'Standard_NC24ads_A100_v4',
      location: 'brazilsouth',
      instances: 10,
      type: 'microsoft.compute/virtualmachinescalesets',
    });

    const burn = burnOf([pool]);

    assert.ok(burn?.from === 'prices');
    near(burn, 36.73, 47.75, 'USD');
  });

  it('may be nearly nothing for spot, whose prices are not known', () => {
    assert.deepEqual(burnOf([machine({ spot: true })]), { from: 'prices', low: 0, high: 4.775, currency: 'USD' });
  });

  it('is nothing once it is deallocated, but not when it is only stopped', () => {
    assert.deepEqual(burnOf([machine()], { power: { [w1]: 'deallocated' } }), { from: 'none' });
    assert.equal(burnOf([machine()], { power: { [w1]: 'stopped' } })?.from, 'prices');
    assert.equal(burnOf([machine()], { power: { [w1]: 'changing' } })?.from, 'prices');
  });

  it('is unknown for a size that is not listed', () => {
    assert.deepEqual(burnOf([machine({ size: 'Standard_D7s_v9' })]), { from: 'unknown' });
    assert.deepEqual(burnOf([resource('vm/w-1')]), { from: 'unknown' });
  });

  it('is nothing for an interface, and what recorded cost says for a disk', () => {
    const disk = resource('disk/d', { size: 'Premium_LRS' });
    const named = { named: [disk.key] };

    assert.deepEqual(look([resource('nic/n')]).resources[0]?.burn, { from: 'none' });
    assert.deepEqual(look([disk], {}, named).resources[0]?.burn, { from: 'unknown' });
    const recorded = look([disk], { currency: 'EUR', costs: [costs(disk.key, 2.4, 2.4)] }, named).resources[0]?.burn;
    assert.ok(recorded?.from === 'actual');
    near(recorded, 0.1, 0.1, 'EUR');
  });

  it('is nothing for something that cost nothing on a day whose costs are known', () => {
    const vault = resource('microsoft.keyvault/vaults/v');
    const found = look([machine(), vault], { currency: 'EUR', costs: [costs(w1, 96, 96)] });

    assert.deepEqual(found.resources.find(({ resource: { name } }) => name === 'v')?.burn, { from: 'none' });
  });

  it('takes a credit for no cost', () => {
    assert.notEqual(
      burnOf([machine({ size: 'Standard_D7s_v9' })], { currency: 'EUR', costs: [costs(w1, -5, -5)] })?.from,
      'actual',
    );
  });

  it('of a cluster is that of its nodes, once', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_rg' });
    const pool = resource(`${cluster.key}/agentpools/p`, {
      parent: cluster.key,
      size: 'Standard_NC24ads_A100_v4',
      instances: 2,
      location: 'westus',
    });
    const nodes = resource('vmss/nodes', {
      group: 'mc_rg',
      managedBy: cluster.key,
      size: 'Standard_NC24ads_A100_v4',
      instances: 2,
      location: 'westus',
    });

    const { money, resources } = look([cluster, pool, nodes], {}, { named: [cluster.key, pool.key] });

    assert.deepEqual(
      resources.map(({ resource: { name }, burn }) => [name, burn.from]),
      [
        ['k', 'none'],
        ['nodes', 'prices'],
        ['p', 'none'],
      ],
    );
    near(money.perHour, 9.55, 9.55, 'USD');
    near(money.savedByStop, 9.55, 9.55, 'USD');
  });

  it('of nodes is nothing once their cluster is stopped', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_rg' });
    const nodes = resource('vmss/nodes', { group: 'mc_rg', size: 'Standard_NC24ads_A100_v4', instances: 2 });

    const { resources } = look([cluster, nodes], { power: { [cluster.key]: 'deallocated' } }, { named: [cluster.key] });

    assert.deepEqual(
      resources.map(({ burn }) => burn.from),
      ['none', 'none'],
    );
  });
});

describe('the money of a case', () => {
  const parts = [
    machine({ createdAt: ago(10 * day), refs: [keyOf('nic/n'), keyOf('disk/d')] }),
    resource('nic/n', { refs: [keyOf('ip/p')] }),
    resource('ip/p', { size: 'Standard' }),
    resource('disk/d', { managedBy: w1 }),
  ];

  it('says what stopping saves and what stays billed', () => {
    const { money } = look(parts);

    near(money.perHour, 4.78, 4.78, 'USD');
    near(money.savedByStop, 4.775, 4.775, 'USD');
    assert.deepEqual(money.staysBilled, { low: 0.005, high: 0.005, currency: 'USD' });
    assert.equal(money.unknown, 0);
    assert.match(money.prices?.date ?? '', /^\d{4}-/);
  });

  it('says what stays when all is stopped: disks and addresses, by recorded cost where there is one', () => {
    const recorded = [costs(w1, 100, 100), costs(keyOf('disk/d'), 2.4, 2.4), costs(keyOf('ip/p'), 0.12, 0.12)];

    const { money } = look(parts, { currency: 'EUR', costs: recorded, power: { [w1]: 'deallocated' } });

    near(money.perHour, 0.105, 0.105, 'EUR');
    near(money.savedByStop, 0, 0, 'EUR');
    near(money.staysBilled, 0.105, 0.105, 'EUR');
    assert.equal(money.prices, undefined);
  });

  it('counts what was burnt since Microsoft first saw it, by price and hours', () => {
    near(look(parts.slice(0, 1)).money.burnt, 12 * 4.775, 12 * 4.775, 'USD');
  });

  it('counts nothing before it was made', () => {
    near(look([machine({ createdAt: ago(2 * hour) })]).money.burnt, 2 * 4.775, 2 * 4.775, 'USD');
  });

  it('knows of a machine that is off now the most only', () => {
    near(look(parts.slice(0, 1), { power: { [w1]: 'deallocated' } }).money.burnt, 0, 12 * 4.775, 'USD');
  });

  it('counts recorded days, and the hours since by what it burns', () => {
    const recorded = { currency: 'EUR', costs: [costs(w1, 24, 24, 48)] };
    const since = { firstSeenAt: `${ago(2 * day).slice(0, 10)}T12:00:00.000Z` };

    near(look([machine()], recorded, since).money.burnt, 12 + 48 + 12, 12 + 48 + 24, 'EUR');
  });

  it('sums in one currency: suspects with another count as not known', () => {
    const young = resource('vm/w-2', { size: 'Standard_NC6s_v3', createdAt: ago(hour), location: 'eastus' });

    const { money } = look(
      [machine(), young],
      { currency: 'EUR', costs: [costs(w1, 96, 96)] },
      { named: [w1, young.key] },
    );

    near(money.perHour, 4, 4, 'EUR');
    assert.equal(money.unknown, 1);
  });

  it('is not there where nothing is suspected, and unknown where nothing is known', () => {
    assert.deepEqual(look([machine()], {}, { named: [] }).money, { unknown: 0 });
    assert.deepEqual(look([resource('vm/w-1')]).money, { unknown: 1 });
  });
});
