/** What the name of a VM size says of it: family, processors and features (facts/azure.md 6.2). */
export interface VmSize {
  /** First letter, upper case: N are graphics and other accelerators, F compute, H high performance. */
  readonly family: string;
  /** Further letters of the series, upper case: C of NC, S of DS. */
  readonly subfamily: string;
  /** Processors that are billed; absent where an old name does not tell. */
  readonly vcpus?: number;
  /** Processors that are used, where the size is constrained: 8 of `D32-8s_v3`. */
  readonly active?: number;
  /** Letters after the number, e.g. `ads`: a AMD, p Arm, d local disk, s premium disks, i a whole host. */
  readonly features: string;
  /** E.g. `A100`, where the name tells. */
  readonly accelerator?: string;
  readonly version: number;
}

/** Sizes of the first years, whose number is a rank: processors by rank. */
const ranked: readonly { readonly series: RegExp; readonly vcpus: Readonly<Record<string, number>> }[] = [
  { series: /^a$/, vcpus: { 0: 1, 1: 1, 2: 2, 3: 4, 4: 8, 5: 2, 6: 4, 7: 8 } },
  {
    series: /^ds?$/,
    vcpus: { 1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 11: 2, 12: 4, 13: 8, 14: 16, 15: 20 },
  },
  { series: /^gs?$/, vcpus: { 1: 2, 2: 4, 3: 8, 4: 16, 5: 32 } },
];

/** From which version on the number counts processors; G never came to have one. */
const countsFrom: Readonly<Record<string, number>> = { a: 2, d: 3, ds: 3, g: Infinity, gs: Infinity };

/** Reads names like `Standard_NC24ads_A100_v4`, in any case; undefined for what is none, such as the SKU of a disk. */
export function parseVmSize(name: string): VmSize | undefined {
  const parts = /^(?:standard|basic)_([a-z]{1,3})(\d{1,4})(?:-(\d{1,4}))?([a-z]{0,6})((?:_[a-z0-9]{1,12}){0,4})$/.exec(
    name.trim().toLowerCase(),
  );
  if (parts === null) return undefined;
  const [, series = '', number = '', active, features = '', rest = ''] = parts;
  const extras = rest.split('_').filter((extra) => extra !== '');
  const version = Number(extras.map((extra) => /^v(\d{1,2})$/.exec(extra)?.[1]).find((v) => v !== undefined) ?? 1);
  const vcpus = processors(series, number, version);
  const accelerator = extras.find((extra) => /^[a-z]{1,3}\d{1,4}x?$/.test(extra) && !/^v\d{1,2}$/.test(extra));
  return {
    family: series.slice(0, 1).toUpperCase(),
    subfamily: series.slice(1).toUpperCase(),
    features,
    version,
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(active === undefined ? {} : { active: Number(active) }),
    ...(accelerator === undefined ? {} : { accelerator: accelerator.toUpperCase() }),
  };
}

function processors(series: string, number: string, version: number): number | undefined {
  if (version >= (countsFrom[series] ?? 0)) return Number(number);
  return ranked.find((one) => one.series.test(series))?.vcpus[Number(number)];
}

/** Whether machines of the size have graphics or similar processors: names of the family N. */
export function isAccelerated(size: VmSize): boolean {
  return size.family === 'N';
}
