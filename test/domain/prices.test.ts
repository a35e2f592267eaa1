import assert from 'node:assert/strict';
import { priceRegions, priceSource, vmPrices } from '../../src/domain/price-table.ts';
import { addressPriceOf, priceOf } from '../../src/domain/prices.ts';
import { parseVmSize } from '../../src/domain/vm-size.ts';

const rows = vmPrices
  .trim()
  .split('\n')
  .map((line) => line.split(' '));
const names = rows.flatMap(([list = '']) => list.split('|'));

describe('the price table', () => {
  it('has a figure or a dash for each region in every line', () => {
    for (const [list, ...figures] of rows) {
      assert.equal(figures.length, priceRegions.length, list);
      assert.ok(
        figures.some((figure) => figure !== '-'),
        list,
      );
      for (const figure of figures) assert.match(figure, /^(?:-|\d+(?:\.\d+)?)$/, list);
    }
  });

  it('has each size once, and only names of sizes', () => {
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.ok(parseVmSize(`Standard_${name}`), name);
  });

  it('has a date, a source and a currency', () => {
    assert.match(priceSource.date, /^\d{4}-\d{2}-\d{2}$/);
    assert.match(priceSource.source, /Retail Prices/);
    assert.equal(priceSource.currency, 'USD');
  });

  it('has no region far from the others: a slip of a digit would be', () => {
    for (const [list = '', ...figures] of rows) {
      const prices = figures.filter((figure) => figure !== '-').map(Number);
      assert.ok(Math.max(...prices) / Math.min(...prices) < 1.7, list);
    }
  });

  it('costs about as much for a processor in all sizes of a series', () => {
    const perProcessor = new Map<string, number[]>();
    for (const name of names.filter((one) => /^(?:d|e|f|nc|nv|np|ng)\d+\D*/.test(one))) {
      const vcpus = parseVmSize(`Standard_${name}`)?.vcpus ?? 0;
      const series = name.replace(/\d+/, '#');
      const price = priceOf(`Standard_${name}`, 'eastus')?.low ?? 0;
      perProcessor.set(series, [...(perProcessor.get(series) ?? []), price / vcpus]);
    }

    for (const [series, prices] of perProcessor)
      assert.ok(Math.max(...prices) / Math.min(...prices) < 2.3, `${series}: ${prices.join(', ')}`);
  });
});

describe('the price of a machine', () => {
  it('is one figure in a region that is listed', () => {
    assert.deepEqual(priceOf('Standard_NC24ads_A100_v4', 'westus'), { low: 4.775, high: 4.775, currency: 'USD' });
  });

  it('lies between the least and the most elsewhere', () => {
    assert.deepEqual(priceOf('Standard_NC24ads_A100_v4', 'brazilsouth'), { low: 3.673, high: 4.775, currency: 'USD' });
    assert.deepEqual(priceOf('Standard_NC24ads_A100_v4', 'northcentralus'), {
      low: 3.673,
      high: 4.775,
      currency: 'USD',
    });
  });

  it('is found in any case, and for a size with fewer processors in use', () => {
    assert.deepEqual(priceOf('STANDARD_NC6S_V3', 'eastus'), priceOf('Standard_NC6s_v3', 'eastus'));
    assert.deepEqual(priceOf('Standard_E96-24as_v5', 'eastus'), priceOf('Standard_E96as_v5', 'eastus'));
  });

  it('is not guessed for a size that is not listed', () => {
    for (const size of ['Standard_D7s_v9', 'Premium_LRS', '', 'constructor', 'Standard_NC24ads_A100_v5'])
      assert.equal(priceOf(size, 'eastus'), undefined, size);
  });
});

describe('the price of an address', () => {
  it('is known for the standard kind only', () => {
    assert.deepEqual(addressPriceOf('Standard'), { low: 0.005, high: 0.005, currency: 'USD' });
    assert.equal(addressPriceOf('Basic'), undefined);
    assert.equal(addressPriceOf(undefined), undefined);
  });
});
