import { unzipSync } from 'fflate';
import { createPackMaker } from '../../src/pack/make-pack.ts';
import { happened } from '../../src/teams/view-journal.ts';
import { wordsFor } from '../../src/teams/words.ts';
import type { PackSource } from '../../src/workflow/asking-ports.ts';
import { type PackSourceChange, packSource } from '../support/pack-source.ts';

export const makePack = createPackMaker({ words: wordsFor, happened });

export async function zipOf(source: PackSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of makePack(source)) parts.push(part);
  return Buffer.concat(parts);
}

/** The files of a pack as text. */
export async function packed(change: PackSourceChange = {}): Promise<ReadonlyMap<string, string>> {
  const files = unzipSync(await zipOf(packSource(change)));
  return new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
}
