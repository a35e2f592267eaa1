import { unzipSync } from 'fflate';

/** More than any pack of ours can have: what goes beyond is refused before it is unpacked. */
export interface ArchiveLimits {
  readonly files: number;
  readonly bytes: number;
}

const standard: ArchiveLimits = { files: 200, bytes: 1024 ** 3 };

/** Names as our packs have them: no folders, nothing hidden, nothing that is not plain. */
const plainName = /^[a-z0-9][a-z0-9-]{0,60}\.[a-z]{1,8}$/;

export class RefusedArchive extends Error {
  override readonly name = 'RefusedArchive';
}

/**
 * Unpacks an archive from somebody whom we do not trust: by its directory, within limits, each name once. Throws
 * RefusedArchive with a sentence for people.
 */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits = standard): ReadonlyMap<string, Uint8Array> {
  const sizes = new Map<string, number>();
  let whole = 0;
  const accept = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }): boolean => {
    if (!plainName.test(name))
      throw new RefusedArchive(`It holds a file with a name that no pack has: ${shown(name)}.`);
    if (sizes.has(name)) throw new RefusedArchive(`It holds two files named ${name}.`);
    sizes.set(name, originalSize);
    whole += originalSize;
    if (sizes.size > limits.files) throw new RefusedArchive(`It holds more than ${limits.files} files.`);
    if (whole > limits.bytes) throw new RefusedArchive(`Unpacked it would be larger than ${limits.bytes} bytes.`);
    return true;
  };
  const unpacked = unpack(bytes, accept);
  const files = new Map(Object.entries(unpacked));
  for (const [name, size] of sizes)
    if (files.get(name)?.length !== size) throw new RefusedArchive(`${name} is not as long as the archive says.`);
  return files;
}

function unpack(bytes: Uint8Array, filter: NonNullable<Parameters<typeof unzipSync>[1]>['filter']) {
  // fflate looks for the end of the directory from 22 bytes before the end of the file.
  if (bytes.length < 22) throw new RefusedArchive('It is no ZIP archive.');
  try {
    return unzipSync(bytes, filter === undefined ? {} : { filter });
  } catch (error) {
    if (error instanceof RefusedArchive) throw error;
    throw new RefusedArchive('It is no ZIP archive, or a damaged one.', { cause: error });
  }
}

/** A name from outside for a terminal, which could act on what it prints. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80)).replaceAll(/[\u007f-\u009f\p{Cf}]/gu, '?');
}
