import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { verifyPack } from '../../scripts/lib/verify-pack.ts';
import { packProfiles } from '../../src/domain/pack.ts';
import { packSource } from '../support/pack-source.ts';
import { zipOf } from './packed.ts';

type Files = Record<string, Uint8Array>;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The manifest as a forger would make it anew, fitting the changed files. */
function withManifest(files: Files, change: (manifest: Record<string, unknown>) => void = () => undefined): Files {
  const manifest = JSON.parse(textOf(files['manifest.json']));
  for (const file of manifest.files) {
    const content = files[file.name];
    if (content === undefined) continue;
    Object.assign(file, { bytes: content.length, sha256: sha256(content) });
  }
  change(manifest);
  return { ...files, 'manifest.json': bytesOf(JSON.stringify(manifest)) };
}

function faultsOf(files: Files): readonly string[] {
  const verdict = verifyPack(zipSync(files));
  assert.equal(verdict.kind, 'changed', JSON.stringify(verdict));
  return verdict.kind === 'changed' ? verdict.faults : [];
}

function whyRefused(archive: Uint8Array, limits?: Parameters<typeof verifyPack>[1]): string {
  const verdict = verifyPack(archive, limits);
  assert.equal(verdict.kind, 'refused', JSON.stringify(verdict));
  return verdict.kind === 'refused' ? verdict.why : '';
}

describe('verifying a pack', () => {
  let pack: Uint8Array = new Uint8Array();
  let files: Files = {};

  before(async () => {
    pack = await zipOf(packSource());
    files = unzipSync(pack);
  });

  for (const profile of packProfiles)
    it(`finds nothing changed in one for ${profile}, and says what it cannot tell`, async () => {
      const verdict = verifyPack(await zipOf(packSource({ profile })));

      assert.equal(verdict.kind, 'intact', JSON.stringify(verdict));
      const told = verdict.kind === 'intact' ? verdict.told.join('\n') : '';
      assert.match(told, new RegExp(packSource().head));
      assert.equal(/text was left out of \d+ entries/.test(told), profile !== 'full');
    });

  it('finds one that was packed again unchanged as good as before', () => {
    assert.equal(verifyPack(zipSync(files, { level: 9 })).kind, 'intact');
  });

  it('names each file that was changed, is missing, or was added', () => {
    const { 'costs.csv': _, ...rest } = files;
    const changed = { ...rest, 'runs.json': bytesOf('[]\n'), 'note.txt': bytesOf('see') };

    assert.deepEqual(faultsOf(changed), [
      'runs.json was changed.',
      'costs.csv is missing.',
      'note.txt was added: the manifest does not name it.',
    ]);
  });

  const journalChanges: readonly (readonly [what: string, change: (csv: string) => string, fault: RegExp])[] = [
    ['the words of an entry', (csv) => csv.replace('Bob drinks', 'Bob sings'), /entry 5 was changed/],
    ['the time of an entry', (csv) => csv.replace('T08:12:00.000Z', 'T08:11:00.000Z'), /entry 6 was changed/],
    [
      'a name for the eye alone',
      (csv) => csv.replace(/^2,([^,]*),Ada Okoro/m, '2,$1,Eve'),
      /entry 2 names another person/,
    ],
    [
      'an event for the eye alone',
      (csv) => csv.replace(',claimed,whole', ',released,whole'),
      /entry 2 names another person or event/,
    ],
    ['an entry taken out', (csv) => csv.replace(/^4,.*\r\n/m, ''), /entry 4 is missing or out of order/],
    [
      'two entries in each other’s place',
      (csv) => csv.replace(/^(4,.*\r\n)(5,.*\r\n)/m, '$2$1'),
      /entry \d is missing or out of order/,
    ],
    ['the last entry taken out', (csv) => csv.replace(/^23,.*\r\n/m, ''), /has 22 entries; the manifest says 23/],
    [
      'an entry said to be left out',
      (csv) => csv.replace(',noted,whole', ',noted,redacted'),
      /entry 5 leaves out text/,
    ],
    ['other columns', (csv) => csv.replace('seq,at', 'no,at'), /columns of a journal/],
    ['half a file', (csv) => csv.slice(0, csv.length / 2), /cannot be read|has \d+ entries/],
    ['nothing', () => '', /columns of a journal/],
    ['no JSON', (csv) => csv.replace('"{""kind""', '"{kind"'), /cannot be read/],
  ];
  for (const [what, change, fault] of journalChanges)
    it(`finds ${what} in the journal, even under a manifest made anew`, () => {
      const csv = textOf(files['journal.csv']);
      assert.notEqual(change(csv), csv);

      const faults = faultsOf(withManifest({ ...files, 'journal.csv': bytesOf(change(csv)) }));

      assert.match(faults.join('\n'), fault);
    });

  it('finds the end of the chain to be another than the one in the manifest', () => {
    const faults = faultsOf(
      withManifest(files, (manifest) => (manifest['journal'] = { head: '0'.repeat(64), entries: 23 })),
    );

    assert.deepEqual(faults, ['The journal does not end with the hash that the manifest names.']);
  });

  it('refuses what is no archive or no pack', () => {
    assert.match(whyRefused(new Uint8Array()), /no ZIP archive/);
    assert.match(whyRefused(bytesOf('PK\u0003\u0004 but no more than that, for a while')), /no ZIP archive/);
    assert.match(whyRefused(pack.slice(0, pack.length - 30)), /no ZIP archive/);
    assert.match(whyRefused(zipSync({ 'a.txt': bytesOf('x') })), /no manifest/);
    for (const manifest of ['', '[]', '{"format":"other"}', '{"__proto__":1}'])
      assert.match(
        whyRefused(zipSync({ ...files, 'manifest.json': bytesOf(manifest) })),
        /manifest.json cannot be read/,
      );
  });

  it('refuses names that lead elsewhere or hide, and names that come twice', () => {
    for (const name of [
      '../evil.txt',
      '/etc/passwd',
      'C:\\evil.txt',
      'a/b.txt',
      '.hidden',
      'x'.repeat(300),
      'a\u202etxt.exe',
      '',
    ])
      assert.match(whyRefused(zipSync({ ...files, [name]: bytesOf('x') })), /a name that no pack has/, name);
    // Names that the writer of archives would not take are put into one that it wrote.
    const renamed = (name: string) => {
      const archive = Buffer.from(zipSync({ ...files, 'costs.csw': bytesOf('another') }));
      for (let at = archive.indexOf('costs.csw'); at !== -1; at = archive.indexOf('costs.csw', at))
        archive.write(name, at);
      return archive;
    };
    assert.match(whyRefused(renamed('__proto__')), /a name that no pack has/);
    assert.match(whyRefused(renamed('costs.csv')), /two files named costs.csv/);
  });

  it('refuses what would be too much, before it is unpacked', () => {
    const bomb = zipSync({ 'bomb.txt': new Uint8Array(3_000_000) }, { level: 9 });
    const many = zipSync(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.txt`, bytesOf('x')])));

    assert.match(whyRefused(bomb, { files: 20, bytes: 1_000_000 }), /larger than 1000000 bytes/);
    assert.match(whyRefused(many, { files: 20, bytes: 1_000_000 }), /more than 20 files/);
  });

  it('refuses an archive that lies about a size', () => {
    const lying = Buffer.from(zipSync({ 'a.txt': new Uint8Array(100_000) }));
    const directory = lying.lastIndexOf('PK\u0001\u0002');
    for (const size of [10_000, 200_000]) {
      lying.writeUInt32LE(size, directory + 24);

      const why = verifyPack(lying);

      assert.notEqual(why.kind, 'intact');
    }
  });

  it('comes to an end with any bytes, and finds none of them intact', () => {
    const places = fc.array(fc.tuple(fc.nat(pack.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(places, (changes) => {
        const broken = Uint8Array.from(pack);
        for (const [at, by] of changes) broken[at] = (broken[at] ?? 0) ^ by;

        const verdict = verifyPack(broken, { files: 200, bytes: 50_000_000 });

        // A changed time or attribute in the archive's own headers is no change of what is in it.
        if (verdict.kind === 'intact') assert.deepEqual(unzipSync(broken), files);
      }),
      { numRuns: 150 },
    );
  });

  describe('from the command line', () => {
    let folder = '';

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mining-watch-verify-'));
    });
    after(() => rm(folder, { recursive: true }));

    const run = (...args: readonly string[]) =>
      new Promise<{ code: number; out: string }>((resolve) => {
        const script = join(import.meta.dirname, '../../scripts/verify.ts');
        execFile(process.execPath, [script, ...args], { cwd: folder, env: {} }, (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
        );
      });

    it('answers 0, 1 or 2, in words, in an empty environment', async () => {
      const { 'costs.csv': _, ...rest } = files;
      await writeFile(join(folder, 'good.zip'), pack);
      await writeFile(join(folder, 'changed.zip'), zipSync(rest));
      await writeFile(join(folder, 'none.zip'), 'nothing');

      const [good, changed, none, absent, unnamed] = await Promise.all([
        run('good.zip'),
        run('changed.zip'),
        run('none.zip'),
        run('absent.zip'),
        run(),
      ]);

      assert.deepEqual([good?.code, changed?.code, none?.code, absent?.code, unnamed?.code], [0, 1, 2, 2, 2]);
      assert.match(good?.out ?? '', /^INTACT/);
      assert.match(changed?.out ?? '', /^CHANGED\n- costs.csv is missing/);
      assert.match(none?.out ?? '', /no ZIP archive/);
      assert.match(absent?.out ?? '', /There is no file absent.zip/);
      assert.match(unnamed?.out ?? '', /npm run verify -- pack.zip/);
    });

    it('says in one sentence what is wrong with a damaged, half or huge file, or a folder', async () => {
      const flipped = Uint8Array.from(pack);
      const inside = Buffer.from(pack).indexOf('report.html') + 200;
      flipped[inside] = (flipped[inside] ?? 0) ^ 1;
      await writeFile(join(folder, 'flipped.zip'), flipped);
      await writeFile(join(folder, 'half.zip'), pack.slice(0, pack.length / 2));
      await writeFile(join(folder, 'huge.zip'), '');
      // Without a byte of it on the disk.
      await truncate(join(folder, 'huge.zip'), 600 * 1024 ** 2);
      await mkdir(join(folder, 'folder.zip'));

      const told = [];
      for (const name of ['flipped.zip', 'half.zip', 'huge.zip', 'folder.zip']) told.push(await run(name));

      const [changed, half, huge, place] = told;
      assert.ok(changed?.code === 1 || changed?.code === 2, changed?.out);
      assert.match(changed?.out ?? '', /report\.html was changed|damaged/);
      assert.deepEqual([half?.code, huge?.code, place?.code], [2, 2, 2]);
      assert.match(half?.out ?? '', /no ZIP archive/);
      assert.match(huge?.out ?? '', /larger than 536870912 bytes/);
      assert.match(place?.out ?? '', /cannot be read/);
      for (const { out } of told) assert.doesNotMatch(out, /\n\s+at /);
    });
  });
});
