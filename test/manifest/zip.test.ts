import assert from 'node:assert/strict';
import { crc32, inflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { zip } from '../../scripts/lib/zip.ts';

/** Reads an archive the way every reader does: from its end. */
function unzip(archive: Buffer): readonly { readonly name: string; readonly content: Buffer }[] {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  let at = archive.readUInt32LE(end + 16);
  const count = archive.readUInt16LE(end + 10);
  return Array.from({ length: count }, () => {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    assert.equal(archive.readUInt32LE(local), 0x04034b50);
    const body = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(body, body + packed));
    assert.equal(archive.readUInt32LE(at + 16), crc32(content));
    assert.equal(archive.readUInt32LE(at + 24), content.length);
    at += 46 + nameLength;
    return { name, content };
  });
}

describe('the archive of the package', () => {
  it('gives back what was put in', () => {
    const file = fc.record({
      name: fc.stringMatching(/^[a-zà]{1,12}\.json$/),
      content: fc.uint8Array({ maxLength: 2000 }),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 5 }), (files) => {
        const read = unzip(zip(files));

        assert.deepEqual(
          read.map(({ name, content }) => [name, [...content]]),
          files.map(({ name, content }) => [name, [...content]]),
        );
      }),
    );
  });

  it('is the same for the same files', () => {
    const files = [{ name: 'a.json', content: Buffer.from('{}') }];

    assert.deepEqual(zip(files), zip(files));
  });
});
