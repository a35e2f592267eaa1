import { canonicalJson } from '../domain/journal.ts';
import { type Cell, csvFile } from './csv.ts';
import type { Redacted } from './redacted.ts';

/** `who` and `what` are there for the eye; `actor` and `event` are what the hash covers, unless `content` is `redacted`. */
export const journalColumns = [
  'seq',
  'at',
  'who',
  'what',
  'content',
  'actor',
  'event',
  'previous_hash',
  'hash',
] as const;

/** The whole journal, so that its chain can be verified from this file alone. */
export function journalCsv({ journal, originalJournal }: Redacted): AsyncGenerator<string> {
  const rows = journal.map((entry, index): readonly Cell[] => {
    const { seq, at, actor, event, previousHash, hash } = entry;
    const original = originalJournal[index];
    const isWhole =
      canonicalJson({ actor, event }) === canonicalJson({ actor: original?.actor, event: original?.event });
    const who = actor.kind === 'person' ? actor.person.name : actor.name;
    const content = isWhole ? 'whole' : 'redacted';
    return [seq, at, who, event.type, content, canonicalJson(actor), canonicalJson(event), previousHash, hash];
  });
  return csvFile(journalColumns, rows);
}
