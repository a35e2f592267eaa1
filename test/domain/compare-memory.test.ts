import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compare, type MemoryChange, memoryRule } from '../../src/domain/compare-memory.ts';
import { type MemoryDimension, memoryDimensions, type Seen } from '../../src/domain/memory.ts';

const key = (name: string) => `/subscriptions/s/resourcegroups/rg/providers/microsoft.compute/virtualmachines/${name}`;

const confirmed: Seen = {
  poolDomains: ['pool.example'],
  poolAddresses: ['198.51.100.20'],
  vmAddresses: ['203.0.113.7'],
  named: [key('vm1')],
  resources: [
    { key: key('vm1'), size: 'Standard_NC24', instances: 10 },
    { key: key('vm2'), size: 'Standard_D2' },
  ],
  cost: { highest: 100, currency: 'EUR' },
  regions: ['westeurope'],
  creators: [{ caller: 'ada', who: 'ada@customer.example' }],
  unread: [],
};

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' });
const words = fc.uniqueArray(word, { maxLength: 4 });

/** Anything that may be seen of a case; names are drawn from few, so that they meet. */
const anything: fc.Arbitrary<Seen> = fc.record({
  poolDomains: words,
  poolAddresses: words,
  vmAddresses: words,
  named: fc.uniqueArray(word.map(key), { maxLength: 3 }),
  resources: fc.uniqueArray(
    fc.record(
      { key: word.map(key), size: fc.constantFrom('Standard_NC24', 'Standard_D2'), instances: fc.nat({ max: 40 }) },
      { requiredKeys: ['key'] },
    ),
    { maxLength: 4, selector: (one) => one.key },
  ),
  cost: fc.record({ highest: fc.nat({ max: 5000 }), currency: fc.constantFrom('EUR', 'USD') }),
  regions: words,
  creators: fc.uniqueArray(
    word.map((caller) => ({ caller })),
    { maxLength: 3, selector: (one) => one.caller },
  ),
  unread: fc.subarray([...memoryDimensions]),
});

/** Something of each dimension that makes it another than it was. */
const changed: { readonly [D in MemoryDimension]: (seen: Seen, name: string) => Seen } = {
  pool: (seen, name) => ({ ...seen, poolDomains: [...seen.poolDomains, `new-${name}`] }),
  address: (seen, name) => ({ ...seen, vmAddresses: [...seen.vmAddresses, `new-${name}`] }),
  resource: (seen, name) => ({ ...seen, named: [...seen.named, key(`new-${name}`)] }),
  size: (seen) => ({ ...seen, resources: seen.resources.map((one) => ({ ...one, size: 'Standard_ND96' })) }),
  cost: (seen) => ({ ...seen, cost: { highest: (seen.cost?.highest ?? 0) * 2 + 10, currency: 'EUR' } }),
  region: (seen, name) => ({ ...seen, regions: [...seen.regions, `new-${name}`] }),
  creator: (seen, name) => ({ ...seen, creators: [...seen.creators, { caller: `new-${name}` }] }),
};

const isSame = (was: Seen, is: Seen) => {
  const { changes, unchecked } = compare(was, is);
  return changes.length === 0 && unchecked.length === 0;
};
const changesIn = (is: Partial<Seen>): readonly MemoryChange[] => compare(confirmed, { ...confirmed, ...is }).changes;

describe('comparing with what was confirmed', () => {
  it('finds nothing where nothing is otherwise, or where there is less', () => {
    assert.ok(isSame(confirmed, confirmed));
    const less = { poolAddresses: [], resources: [], regions: [], creators: [], cost: { highest: 1, currency: 'EUR' } };
    assert.ok(isSame(confirmed, { ...confirmed, ...less }));
  });

  it('finds a change in any one dimension, whatever else there is', () => {
    fc.assert(
      fc.property(anything, word, fc.constantFrom(...memoryDimensions), (seen, name, what) => {
        const was = { ...seen, unread: [], resources: [...seen.resources, { key: key('one'), size: 'Standard_D2' }] };
        const is = changed[what](
          { ...was, cost: { ...was.cost, highest: was.cost?.highest ?? 0, currency: 'EUR' } },
          name,
        );

        const { changes } = compare({ ...was, cost: { highest: was.cost?.highest ?? 0, currency: 'EUR' } }, is);

        assert.ok(changes.some((one) => one.what === what));
      }),
    );
  });

  it('is never the same where either side could not read something', () => {
    fc.assert(
      fc.property(anything, anything, fc.constantFrom(...memoryDimensions), fc.boolean(), (was, is, what, earlier) => {
        const [unread, read] = [{ unread: [what] }, { unread: [] }];
        const [before, now] = earlier ? [unread, read] : [read, unread];

        const { changes, unchecked } = compare({ ...was, ...before }, { ...is, ...now });

        assert.ok(unchecked.includes(what) || changes.some((one) => one.what === what));
        assert.ok(!unchecked.some((one) => changes.some((change) => change.what === one)));
      }),
    );
  });

  it('finds no less the more there is to be seen', () => {
    fc.assert(
      fc.property(anything, anything, words, (was, is, more) => {
        const before = compare(was, is);
        const after = compare(was, {
          ...is,
          poolDomains: [...is.poolDomains, ...more],
          regions: [...is.regions, ...more],
        });

        const found = new Set(after.changes.map(({ what }) => what));
        assert.ok(before.changes.every(({ what }) => found.has(what)));
      }),
    );
  });

  it('says what is new by name', () => {
    assert.deepEqual(changesIn({ poolDomains: ['pool.example', 'other.example'], poolAddresses: ['192.0.2.1'] }), [
      { what: 'pool', poolDomains: ['other.example', '192.0.2.1'] },
    ]);
    assert.deepEqual(changesIn({ named: [key('vm1'), key('vm9')] }), [{ what: 'resource', keys: [key('vm9')] }]);
    assert.deepEqual(changesIn({ regions: ['westeurope', 'westus'] }), [{ what: 'region', regions: ['westus'] }]);
    assert.deepEqual(
      changesIn({ creators: [{ caller: 'ada' }, { caller: 'x', who: 'x@y.example' }, { caller: 'partner:1' }] }),
      [{ what: 'creator', count: 2, caller: ['x@y.example'] }],
    );
  });

  it('takes a machine that was suspected then for known, when it is named now', () => {
    assert.deepEqual(changesIn({ named: [key('vm2')] }), []);
  });

  it('takes another size for a change, and more machines from a third on', () => {
    const sizes = (size: string, instances: number) => changesIn({ resources: [{ key: key('vm1'), size, instances }] });

    assert.deepEqual(sizes('standard_nc24', 13), []);
    assert.deepEqual(sizes('Standard_NC24', 14), [
      { what: 'size', key: key('vm1'), was: '10 × Standard_NC24', is: '14 × Standard_NC24' },
    ]);
    assert.deepEqual(sizes('Standard_NC6', 10), [
      { what: 'size', key: key('vm1'), was: '10 × Standard_NC24', is: '10 × Standard_NC6' },
    ]);
  });

  it('takes cost for changed from a third on, where that is more than next to nothing', () => {
    const cost = (was: number, is: number) =>
      compare(
        { ...confirmed, cost: { highest: was, currency: 'EUR' } },
        { ...confirmed, cost: { highest: is, currency: 'EUR' } },
      ).changes;

    assert.deepEqual(cost(100, 129), []);
    assert.deepEqual(cost(100, 130), [{ what: 'cost', was: 100, is: 130, currency: 'EUR' }]);
    assert.deepEqual(cost(1, 1 + memoryRule.costFloor - 0.01), []);
    assert.equal(cost(0, memoryRule.costFloor).length, 1);
  });

  it('does not compare other currencies, an alert that names no pool any more, or one that names nothing', () => {
    const unchecked = (is: Partial<Seen>) => compare(confirmed, { ...confirmed, ...is }).unchecked;

    assert.deepEqual(unchecked({ cost: { highest: 1, currency: 'USD' } }), ['cost']);
    assert.deepEqual(unchecked({ poolDomains: [], poolAddresses: [] }), ['pool']);
    assert.deepEqual(unchecked({ poolDomains: [], poolAddresses: [], vmAddresses: [], named: [] }), [
      'pool',
      'resource',
    ]);
  });
});
