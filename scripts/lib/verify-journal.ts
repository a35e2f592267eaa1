import { z } from 'zod';
import type { Entry } from '../../src/domain/events.ts';
import type { CaseId } from '../../src/domain/ids.ts';
import { entryHash, firstHash } from '../../src/domain/journal.ts';
import { unguarded } from '../../src/pack/csv.ts';
import { journalColumns } from '../../src/pack/journal-csv.ts';
import { parseCsv } from './parse-csv.ts';

export interface JournalVerdict {
  /** What is wrong, in sentences; none in a good journal. */
  readonly faults: readonly string[];
  readonly whole: number;
  /** Entries whose text was left out: their place in the chain holds, their text cannot be verified. */
  readonly redacted: number;
}

const Actor = z.looseObject({
  kind: z.enum(['person', 'clock']),
  name: z.string().optional(),
  person: z.looseObject({ name: z.string() }).optional(),
});
const Event = z.looseObject({ type: z.string() });

interface Row {
  readonly seq: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly content: string;
  readonly actor: unknown;
  readonly event: unknown;
  readonly previousHash: string;
  readonly hash: string;
}

function rowOf(cells: readonly string[]): Row {
  const [seq = '', at = '', who = '', what = '', content = '', actor = '', event = '', previousHash = '', hash = ''] =
    cells;
  if (cells.length !== journalColumns.length) throw new SyntaxError('a row has too few or too many cells');
  return {
    seq,
    at,
    who: unguarded(who),
    what: unguarded(what),
    content,
    actor: JSON.parse(actor),
    event: JSON.parse(event),
    previousHash,
    hash,
  };
}

/** Whether the columns for the eye say what the hashed ones say. */
function tellsTheSame({ who, what, actor, event }: Row): boolean {
  const [knownActor, knownEvent] = [Actor.safeParse(actor).data, Event.safeParse(event).data];
  return knownEvent?.type === what && who === (knownActor?.person?.name ?? knownActor?.name);
}

/** The hash that the entry must have; undefined where it is not of this case's form at all. */
function hashOf(caseId: CaseId, row: Row, previousHash: string): string {
  const { at, actor, event } = row;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever stands there is hashed as it stands
  const entry = { caseId, seq: Number(row.seq), at, actor, event } as Entry;
  return entryHash(entry, previousHash);
}

/** Verifies journal.csv against what the manifest says of its end. `mayRedact`: the profile leaves something out. */
export function verifyJournal(
  csv: string,
  expected: { readonly caseId: CaseId; readonly head: string; readonly entries: number; readonly mayRedact: boolean },
): JournalVerdict {
  const faults: string[] = [];
  let [whole, redacted, previousHash] = [0, 0, firstHash];
  try {
    const [head = [], ...cells] = parseCsv(csv);
    if (head.join(',') !== journalColumns.join(',')) faults.push('journal.csv does not have the columns of a journal.');
    for (const [index, row] of cells.map(rowOf).entries()) {
      const number = index + 1;
      if (row.seq !== String(number)) faults.push(`Journal: entry ${number} is missing or out of order.`);
      if (row.previousHash !== previousHash) faults.push(`Journal: entry ${number} does not follow the one before it.`);
      if (row.content === 'whole') {
        whole++;
        if (hashOf(expected.caseId, row, row.previousHash) !== row.hash)
          faults.push(`Journal: entry ${number} was changed.`);
      } else if (row.content === 'redacted' && expected.mayRedact) redacted++;
      else faults.push(`Journal: entry ${number} leaves out text, which this kind of pack never does.`);
      if (!tellsTheSame(row))
        faults.push(`Journal: entry ${number} names another person or event than the one hashed.`);
      previousHash = row.hash;
    }
    if (cells.length !== expected.entries)
      faults.push(`The journal has ${cells.length} entries; the manifest says ${expected.entries}.`);
    if (previousHash !== expected.head) faults.push('The journal does not end with the hash that the manifest names.');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    faults.push(`journal.csv cannot be read: ${error.message}.`);
  }
  return { faults, whole, redacted };
}
