import { createHash } from 'node:crypto';
import { Zip, ZipDeflate } from 'fflate';
import type { PackedFile } from '../domain/pack.ts';
import { fixedTime } from './fixed-time.ts';

/** A file of the archive; its content is read once, while it is written. */
export interface PackFile {
  readonly name: string;
  readonly content: Iterable<string> | AsyncIterable<string>;
}

const partBytes = 256 * 1024;
/** What is compressed at once. Always as much, because where it is cut decides about the bytes that come out. */
const blockBytes = 64 * 1024;

/** Text is taken over in pieces of so many UTF-16 units, so that none of it is held a second time. */
const sliceLength = 16 * 1024;

/** Text as UTF-8 in blocks of the same size, whatever its pieces. A block is the same memory each time: read it before the next. */
async function* blocks(content: PackFile['content']): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const block = new Uint8Array(blockBytes);
  let filled = 0;
  /** First half of a pair whose second half is to come. */
  let half = '';
  for await (const piece of content) {
    for (let at = 0; at < piece.length; at += sliceLength) {
      let text = half + piece.slice(at, at + sliceLength);
      half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : '';
      if (half !== '') text = text.slice(0, -1);
      for (let read = 0; read < text.length; ) {
        const done = encoder.encodeInto(text.slice(read), block.subarray(filled));
        read += done.read;
        filled += done.written;
        // Up to three bytes stay free where the next sign is longer: it begins the next block.
        if (read < text.length) {
          yield block.subarray(0, filled);
          filled = 0;
        }
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
  if (half !== '') yield encoder.encode(half);
}

/**
 * A ZIP archive in parts of about 256 KB. Each file is made knowing those before it, with their hashes. The same content
 * gives the same bytes. Returns how many files are in it.
 */
export async function* archive(
  files: Iterable<(before: readonly PackedFile[]) => PackFile>,
): AsyncGenerator<Uint8Array, number> {
  let ready: Uint8Array[] = [];
  let readyBytes = 0;
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
    readyBytes += bytes.length;
  });
  const take = (): Uint8Array => {
    const part = Buffer.concat(ready);
    ready = [];
    readyBytes = 0;
    return part;
  };
  const packed: PackedFile[] = [];
  for (const make of files) {
    const { name, content } = make(packed);
    const file = new ZipDeflate(name, { level: 6 });
    file.mtime = fixedTime();
    zip.add(file);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const block of blocks(content)) {
      hash.update(block);
      bytes += block.length;
      file.push(block);
      if (readyBytes >= partBytes) yield take();
    }
    file.push(new Uint8Array(), true);
    packed.push({ name, bytes, sha256: hash.digest('hex') });
  }
  zip.end();
  if (readyBytes > 0) yield take();
  return packed.length;
}
