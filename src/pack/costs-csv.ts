import type { UsageFacts } from '../domain/facts.ts';
import type { PackSource } from '../workflow/asking-ports.ts';
import { type Cell, csvFile } from './csv.ts';

/** What the subscription cost each day, where costs could be read. */
export function usageOf({ facts }: Pick<PackSource, 'facts'>): UsageFacts | undefined {
  const { usage } = facts;
  return usage?.check === 'usage' && usage.facts.state === 'known' ? usage.facts.value : undefined;
}

/** The day that stands out, if one does. */
export function spikeDay({ spike }: UsageFacts): string | undefined {
  return spike.kind === 'spike' || spike.kind === 'new-spend' ? spike.date : undefined;
}

export function costsCsv(source: Pick<PackSource, 'facts'>): AsyncGenerator<string> {
  const usage = usageOf(source);
  const rows = (usage?.days ?? []).map(({ date, cost }): readonly Cell[] => [
    date,
    cost,
    usage?.currency,
    usage !== undefined && spikeDay(usage) === date,
  ]);
  return csvFile(['date', 'cost', 'currency', 'spike'], rows);
}
