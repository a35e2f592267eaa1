import type { KeptEvidence } from '../workflow/asking-ports.ts';
import { type Cell, csvFile } from './csv.ts';

type Json = KeptEvidence['content'];

/** A text at a path of Azure's JSON. */
function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  let at: unknown = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return typeof at === 'string' ? at : undefined;
}

/** Entries of the activity log as Azure answered them, with the plan before whose deletions they were kept. */
export async function* activityEntries(pieces: AsyncIterable<KeptEvidence>): AsyncGenerator {
  for await (const { planId, name: page, keptAt, content, error } of pieces) {
    if (error !== undefined) yield { planId, page, keptAt, error };
    for (const event of Array.isArray(content) ? content : []) yield { planId, page, keptAt, event };
  }
}

/** Entries of the activity log, each once, though several plans may have kept it (facts/azure.md 4). */
async function* activityRows(pieces: AsyncIterable<KeptEvidence>): AsyncGenerator<readonly Cell[]> {
  const seen = new Set<string>();
  for await (const { content } of pieces) {
    for (const event of Array.isArray(content) ? content : []) {
      const id = textAt(event, 'eventDataId') ?? textAt(event, 'id');
      if (id !== undefined && seen.has(id)) continue;
      if (id !== undefined) seen.add(id);
      yield [
        textAt(event, 'eventTimestamp'),
        textAt(event, 'operationName', 'value'),
        textAt(event, 'status', 'value'),
        textAt(event, 'caller'),
        textAt(event, 'httpRequest', 'clientIpAddress'),
        textAt(event, 'resourceId'),
        textAt(event, 'correlationId'),
        id,
      ];
    }
  }
}

export function activityCsv(pieces: AsyncIterable<KeptEvidence>): AsyncGenerator<string> {
  const columns = ['at', 'operation', 'status', 'caller', 'address', 'resource', 'correlation_id', 'event_id'];
  return csvFile(columns, activityRows(pieces));
}
