import { createHash } from 'node:crypto';
import type { Entry } from './events.ts';

/** An entry in its chain: `hash` covers the entry and the hash before it. */
export interface ChainedEntry extends Entry {
  readonly previousHash: string;
  readonly hash: string;
}

export const firstHash = '0'.repeat(64);

/** JSON with keys in one order, so that a value hashes alike after a trip through jsonb, which reorders keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v === undefined ? null : v)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256 of an entry and the hash before it. */
export function entryHash(entry: Entry, previousHash: string): string {
  const { caseId, seq, at, actor, event } = entry;
  return createHash('sha256')
    .update(previousHash)
    .update(canonicalJson({ caseId, seq, at, actor, event }))
    .digest('hex');
}

/** Appends entries to a chain whose last hash is `head`. */
export function chain(entries: readonly Entry[], head: string): readonly ChainedEntry[] {
  let previousHash = head;
  return entries.map((entry) => {
    const hash = entryHash(entry, previousHash);
    const chained = { ...entry, previousHash, hash };
    previousHash = hash;
    return chained;
  });
}

export type ChainFault = { readonly seq: number; readonly what: 'order' | 'link' | 'content' | 'end' };

/**
 * Verifies the whole journal of one case. `head` and `count` are what the case row says of its end, so that entries cut
 * off at the end are noticed too. Answers the first fault, or undefined.
 */
export function verifyChain(entries: readonly ChainedEntry[], head: string, count: number): ChainFault | undefined {
  let previousHash = firstHash;
  for (const [index, entry] of entries.entries()) {
    if (entry.seq !== index + 1) return { seq: index + 1, what: 'order' };
    if (entry.previousHash !== previousHash) return { seq: entry.seq, what: 'link' };
    if (entry.hash !== entryHash(entry, previousHash)) return { seq: entry.seq, what: 'content' };
    previousHash = entry.hash;
  }
  if (previousHash !== head || entries.length !== count) return { seq: entries.length, what: 'end' };
  return undefined;
}
