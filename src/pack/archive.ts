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

/** Text as UTF-8 in blocks of the same size, whatever its pieces. */
async function* blocks(content: PackFile['content']): AsyncGenerator<Uint8Array> {
  let waiting: Buffer = Buffer.alloc(0);
  let text = '';
  for await (const piece of content) {
    text += piece;
    if (text.length < blockBytes) continue;
    // The second half of a pair may still be to come.
    const end = /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length;
    waiting = Buffer.concat([waiting, Buffer.from(text.slice(0, end), 'utf8')]);
    text = text.slice(end);
    let at = 0;
    for (; waiting.length - at >= blockBytes; at += blockBytes) yield waiting.subarray(at, at + blockBytes);
    waiting = Buffer.from(waiting.subarray(at));
  }
  waiting = Buffer.concat([waiting, Buffer.from(text, 'utf8')]);
  for (let at = 0; at < waiting.length; at += blockBytes) yield waiting.subarray(at, at + blockBytes);
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
