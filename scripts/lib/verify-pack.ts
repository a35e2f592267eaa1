import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type CaseId, isId } from '../../src/domain/ids.ts';
import { packProfiles } from '../../src/domain/pack.ts';
import { leftOut } from '../../src/domain/redaction.ts';
import { type ArchiveLimits, RefusedArchive, readArchive } from './read-archive.ts';
import { verifyJournal } from './verify-journal.ts';

const Manifest = z.object({
  format: z.literal('mining-watch-evidence/1'),
  caseId: z.custom<CaseId>((value) => isId('case', value)),
  number: z.int().positive(),
  profile: z.enum(packProfiles),
  asOf: z.iso.datetime(),
  journal: z.object({ head: z.hash('sha256'), entries: z.int().nonnegative() }),
  files: z
    .array(z.object({ name: z.string().max(100), bytes: z.int().nonnegative(), sha256: z.hash('sha256') }))
    .max(200),
});
type Manifest = z.infer<typeof Manifest>;

export type PackVerdict =
  | { readonly kind: 'intact'; readonly told: readonly string[] }
  | { readonly kind: 'changed'; readonly faults: readonly string[]; readonly told: readonly string[] }
  /** It cannot be told: no archive, a hostile one, or no pack. */
  | { readonly kind: 'refused'; readonly why: string };

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const utf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function manifestIn(files: ReadonlyMap<string, Uint8Array>): Manifest {
  const bytes = files.get('manifest.json');
  if (bytes === undefined) throw new RefusedArchive('It has no manifest.json: this is no evidence pack.');
  try {
    return Manifest.parse(JSON.parse(utf8(bytes)));
  } catch (error) {
    throw new RefusedArchive('Its manifest.json cannot be read: this is no evidence pack, or a changed one.', {
      cause: error,
    });
  }
}

/** What differs between the files and the manifest. */
function fileFaults(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): readonly string[] {
  const listed = new Set(manifest.files.map(({ name }) => name));
  const twice = manifest.files.length === listed.size ? [] : ['The manifest names a file twice.'];
  const changed = manifest.files.flatMap(({ name, bytes, sha256: hash }) => {
    const content = files.get(name);
    if (content === undefined) return [`${name} is missing.`];
    return content.length === bytes && sha256(content) === hash ? [] : [`${name} was changed.`];
  });
  const added = [...files.keys()]
    .filter((name) => name !== 'manifest.json' && !listed.has(name))
    .map((name) => `${name} was added: the manifest does not name it.`);
  return [...twice, ...changed, ...added];
}

/** Verifies an evidence pack by itself: nothing is asked for, and nothing in it is believed that can be computed. */
export function verifyPack(archive: Uint8Array, limits?: ArchiveLimits): PackVerdict {
  try {
    const files = readArchive(archive, limits);
    const manifest = manifestIn(files);
    const { caseId, number, profile, asOf, journal: end } = manifest;
    const csv = files.get('journal.csv');
    const journal = verifyJournal(csv === undefined ? '' : utf8(csv), {
      caseId,
      ...end,
      mayRedact: leftOut(profile).length > 0,
    });
    const faults = [
      ...fileFaults(files, manifest),
      ...(csv === undefined ? ['journal.csv is not there.'] : journal.faults),
    ];
    const told = [
      `Case ${number} (${caseId}), profile ${profile}, as of ${asOf}.`,
      `${manifest.files.length} files; SHA-256 of the archive: ${sha256(archive)}`,
      `Journal: ${journal.whole} entries verified by content and chain, end of the chain: ${end.head}`,
      ...(journal.redacted === 0
        ? []
        : [
            `Journal: text was left out of ${journal.redacted} entries. Their place in the chain is verified, their text cannot be.`,
          ]),
      'Whoever made the archive anew could have computed all hashes anew. Compare the archive’s SHA-256 or the end of the',
      'chain with what Mining Watch keeps, or with what was written down when the pack was handed over.',
    ];
    return faults.length === 0 ? { kind: 'intact', told } : { kind: 'changed', faults, told };
  } catch (error) {
    if (error instanceof RefusedArchive) return { kind: 'refused', why: error.message };
    throw error;
  }
}
