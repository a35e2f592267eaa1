import type { InvestigatedResource } from '../domain/investigation.ts';
import type { Burn } from '../domain/money.ts';
import { type Cell, csvFile } from './csv.ts';

const columns = [
  'name',
  'type',
  'region',
  'group',
  'size',
  'instances',
  'created_at',
  'level',
  'score',
  'named_in_alert',
  'power',
  'per_hour_low',
  'per_hour_high',
  'currency',
  'per_hour_from',
  'id',
];

/** The two ends and the currency of what something burns, where that is known. */
function sums(burn: Burn): readonly [Cell, Cell, Cell] {
  return 'low' in burn ? [burn.low, burn.high, burn.currency] : [undefined, undefined, undefined];
}

async function* rows(resources: AsyncIterable<InvestigatedResource>): AsyncGenerator<readonly Cell[]> {
  for await (const { resource, level, score, isNamed, power, burn } of resources) {
    const { name, type, location, group, size, instances, createdAt, id } = resource;
    const money = sums(burn);
    yield [
      name,
      type,
      location,
      group,
      size,
      instances,
      createdAt,
      level,
      score,
      isNamed,
      power,
      ...money,
      burn.from,
      id,
    ];
  }
}

/** The resources as they were when they were last looked at. */
export function resourcesCsv(resources: AsyncIterable<InvestigatedResource>): AsyncGenerator<string> {
  return csvFile(columns, rows(resources));
}
