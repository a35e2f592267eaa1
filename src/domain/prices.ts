import type { Range } from './money.ts';
import { addressPrice, priceRegions, priceSource, vmPrices } from './price-table.ts';
import { parseVmSize } from './vm-size.ts';

let rows: ReadonlyMap<string, readonly (number | undefined)[]> | undefined;

function table(): ReadonlyMap<string, readonly (number | undefined)[]> {
  rows ??= new Map(
    vmPrices
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [names = '', ...figures] = line.split(' ');
        const prices = figures.map((figure) => (figure === '-' ? undefined : Number(figure)));
        return names.split('|').map((name) => [name, prices] as const);
      }),
  );
  return rows;
}

/**
 * What an hour of a machine of the size costs in the region, by the dated table: one figure where the region is listed
 * for it, else from the least to the most of the listed ones. Undefined for sizes that are not listed.
 */
export function priceOf(size: string, region: string): Range | undefined {
  const parsed = parseVmSize(size);
  if (parsed === undefined) return undefined;
  // A size with fewer processors in use costs as the whole one (D32-8s_v3 as D32s_v3).
  const name = size
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+_/, '')
    .replace(/^([a-z]+\d+)-\d+/, '$1');
  const row = table().get(name);
  if (row === undefined) return undefined;
  const own = row[priceRegions.findIndex((listed) => listed === region)];
  const listed = row.filter((price) => price !== undefined);
  const { currency } = priceSource;
  return { low: own ?? Math.min(...listed), high: own ?? Math.max(...listed), currency };
}

/** What an hour of a public address costs, by the dated table; of the standard kind only. */
export function addressPriceOf(sku: string | undefined): Range | undefined {
  return sku?.toLowerCase() === 'standard'
    ? { low: addressPrice, high: addressPrice, currency: priceSource.currency }
    : undefined;
}
