import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** 1980-01-01, the first moment that ZIP knows: the same files give the same archive. */
const dosDate = 0x0021;
const version = 20;
/** Names are UTF-8. */
const flags = 0x0800;
const deflated = 8;

/** Fields of a header, little-endian: pairs of width in bytes and value. */
function header(signature: number, fields: readonly (readonly [2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(4 + fields.reduce((sum, [width]) => sum + width, 0));
  let at = bytes.writeUInt32LE(signature, 0);
  for (const [width, value] of fields) {
    at = width === 2 ? bytes.writeUInt16LE(value, at) : bytes.writeUInt32LE(value, at);
  }
  return bytes;
}

/** Packs files into a ZIP archive (PKWARE APPNOTE 4.3), all at its root as Teams wants it. */
export function zip(files: readonly ZipFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(content);
    const common = [
      [2, version],
      [2, flags],
      [2, deflated],
      [2, 0],
      [2, dosDate],
      [4, crc32(content)],
      [4, packed.length],
      [4, content.length],
      [2, nameBytes.length],
      [2, 0],
    ] as const;
    const local = Buffer.concat([header(0x04034b50, common), nameBytes, packed]);
    const entry = header(0x02014b50, [[2, version], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]);
    bodies.push(local);
    directory.push(entry, nameBytes);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = files.length;
  const end = header(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, index.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...bodies, index, end]);
}
