import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { longestFile, type Package, type Reading, readHouse, rooms, type SourceFile } from './support/house-rules.ts';
import { importsOf, tokensOf } from './support/tokens.ts';

const top = join(import.meta.dirname, '..');
const tops = ['src', 'cards', 'playground', 'bench', 'scripts', 'test'];

/** Paths of all files below a folder of a repository, relative to the repository. */
function pathsIn(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? pathsIn(root, path) : [path];
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function read(root: string): { readonly files: readonly SourceFile[]; readonly reading: Reading } {
  const paths = [...tops, 'locales', 'manifest'].flatMap((folder) => pathsIn(root, folder));
  const code = paths.filter((path) => /\.[cm]?[jt]s$/.test(path));
  const others = [...paths.filter((path) => !code.includes(path)), 'package.json'];
  const files = code.map((path): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  return { files, reading: readHouse(files, others, npm()) };
}

function npm(): Package {
  const { dependencies = {}, devDependencies = {} } = packageJson();
  return { dependencies: Object.keys(dependencies), devDependencies: Object.keys(devDependencies) };
}

function packageJson(): Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>> {
  return JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
}

describe('the house', () => {
  const { files, reading } = read(top);

  it('was read: as many files and imports as there must be', () => {
    const inSrc = files.filter(({ path }) => path.startsWith('src/'));
    const imports = reading.pairs.filter((pair) => pair.startsWith('src/'));

    assert.ok(inSrc.length >= 60, `only ${inSrc.length} files of src were read`);
    assert.ok(files.length >= 150, `only ${files.length} files were read`);
    assert.ok(imports.length >= 250, `only ${imports.length} imports of src were read`);
    for (const pair of [
      'src/app.ts -> ./db/store.ts',
      'src/workflow/handle.ts -> ../domain/decide.ts',
      'src/domain/journal.ts -> node:crypto',
      'src/graph/schema.ts -> zod',
    ])
      assert.ok(reading.pairs.includes(pair), `${pair} was not seen`);
    for (const room of Object.keys(rooms))
      assert.ok(
        files.some(({ path }) => path.startsWith(room)),
        `${room} is empty`,
      );
  });

  it('keeps its rules', () => {
    if (process.env['SHOW_IMPORTS']) console.log(reading.pairs.join('\n'));

    assert.deepEqual(reading.problems, []);
  });

  it('has the table of who may import whom in ARCHITECTURE.md, too', () => {
    const [, table = ''] = readFileSync(join(top, 'ARCHITECTURE.md'), 'utf8').split('## Who may import whom');
    const rows = table.split('\n').filter((line) => line.startsWith('|'));

    for (const [place, room] of Object.entries(rooms)) {
      const name = place.replace(/^src\/|\.ts$/g, '');
      const row = rows.find((line) => (line.split('|')[1] ?? '').split(/[\s,/]+/).includes(name));
      for (const wanted of [...room.packages, ...(room.packageTypes ?? [])])
        assert.ok(row?.split(/[\s|,;:]+/).includes(wanted), `the row of ${name} does not name ${wanted}`);
    }
  });
});

/** One breach of each rule: the file, and what must be said of it. */
const breaches: readonly (readonly [path: string, text: string, said: string])[] = [
  ['src/domain/a.ts', `import { x } from '../workflow/good.ts';`, 'src/domain/a.ts:1 imports src/workflow/good.ts'],
  ['src/domain/a.ts', `\n\nimport * as fs from 'node:fs';`, 'src/domain/a.ts:3 imports node:fs'],
  ['src/domain/a.ts', `import z from 'zod';`, 'src/domain/a.ts:1 imports zod'],
  ['src/domain/a.ts', `import type { z } from "zod";`, 'src/domain/a.ts:1 imports zod'],
  ['src/workflow/a.ts', `const { x } = await import('../db/good.ts');`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', 'await import(`../db/good.ts`);', 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `export * from '../db/good.ts';`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `export * as db from '../db/good.ts';`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `export {\n  good,\n} from '../db/good.ts';`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `import '../db/good.ts';`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `let x: import('../db/good.ts').T;`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `const db = require('../db/good.ts');`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', `import type { T } from '../db/good.ts';`, 'src/workflow/a.ts:1 imports src/db/good.ts'],
  ['src/workflow/a.ts', 'await import(`../db/${name}.ts`);', 'src/workflow/a.ts:1 imports a name that is computed'],
  ['src/graph/a.ts', `import { x } from '../azure/good.ts';`, 'src/graph/a.ts:1 imports src/azure/good.ts'],
  ['src/graph/a.ts', `import { x } from '../teams/good.ts';`, 'src/graph/a.ts:1 imports src/teams/good.ts'],
  ['src/db/a.ts', `import { x } from '../jobs/good.ts';`, 'src/db/a.ts:1 imports src/jobs/good.ts'],
  ['src/db/a.ts', `import { x } from '../workflow/ports.ts';`, 'src/db/a.ts:1 imports src/workflow/ports.ts'],
  ['src/db/a.ts', `import { type X } from '../workflow/ports.ts';`, 'src/db/a.ts:1 imports src/workflow/ports.ts'],
  ['src/db/a.ts', `import type { X } from '../workflow/good.ts';`, 'src/db/a.ts:1 imports src/workflow/good.ts'],
  ['src/web/a.ts', `import { x } from '../../cards/good.ts';`, 'src/web/a.ts:1 imports cards/good.ts'],
  ['src/web/a.ts', `import x from 'botbuilder';`, 'src/web/a.ts:1 imports botbuilder'],
  ['src/jobs/a.ts', `import x from 'kysely/migration';`, 'src/jobs/a.ts:1 imports kysely'],
  ['src/http/a.ts', `import { x } from '../domain/good.ts';`, 'src/http/a.ts:1 imports src/domain/good.ts'],
  ['src/app.ts', `import { x } from '../playground/good.ts';`, 'src/app.ts:1 imports playground/good.ts'],
  ['src/app.ts', `import { x } from '../test/good.ts';`, 'src/app.ts:1 imports test/good.ts'],
  ['src/app.ts', `import { x } from '../bench/good.ts';`, 'src/app.ts:1 imports bench/good.ts'],
  ['src/app.ts', `import { x } from '../scripts/good.ts';`, 'src/app.ts:1 imports scripts/good.ts'],
  ['src/log.ts', `import { x } from './domain/good.ts';`, 'src/log.ts:1 imports src/domain/good.ts'],
  ['cards/a.ts', `import { x } from '../src/domain/good.ts';`, 'cards/a.ts:1 imports src/domain/good.ts'],
  ['cards/a.ts', `import en from '../locales/en.json';`, 'cards/a.ts:1 imports locales/en.json'],
  [
    'src/jobs/a.ts',
    `import x from 'mocha';`,
    'src/jobs/a.ts:1 imports mocha, which package.json does not declare for it',
  ],
  [
    'test/a.ts',
    `import x from 'left-pad';`,
    'test/a.ts:1 imports left-pad, which package.json does not declare for it',
  ],
  ['test/a.ts', `import x from './gone.ts';`, 'test/a.ts:1 imports test/gone.ts, which is not there'],
  ['src/db/a.ts', `import x from './Good.ts';`, 'src/db/a.ts:1 imports src/db/Good.ts, which is not there'],
  ['src/things/a.ts', '', 'src/things/a.ts:1 is in no room of the table'],
  ['src/thing.ts', '', 'src/thing.ts:1 is in no room of the table'],
  ['src/db/index.ts', '', 'src/db/index.ts:1 is an index'],
  ['src/db/openCase.ts', '', 'src/db/openCase.ts:1 is not named in kebab-case'],
  ['test/snake_case.test.ts', '', 'test/snake_case.test.ts:1 is not named in kebab-case'],
  ['src/db/a.ts', 'export default function f() {}', 'src/db/a.ts:1 has a default export'],
  ['playground/a.ts', 'const x = 1;\nexport { x as default };', 'playground/a.ts:2 has a default export'],
  ['src/app.ts', 'const { env } = process;', 'src/app.ts:1 reads process.env'],
  ['src/config.ts', `const port = process.env['PORT'];`, 'src/config.ts:1 reads process.env'],
  ['src/db/a.ts', `process['env']`, 'src/db/a.ts:1 reads process.env'],
  ['src/db/a.ts', `import { env } from 'node:process';`, 'src/db/a.ts:1 imports process'],
  ['src/db/a.ts', `/* good */ console.log('x');`, 'src/db/a.ts:1 uses console'],
  ['src/db/a.ts', 'const { log } = console;', 'src/db/a.ts:1 uses console'],
  ['src/teams/a.ts', `db.query('select * from cases');`, 'src/teams/a.ts:1 holds SQL'],
  ['src/teams/a.ts', '\nsql`\n  update cases set x = ${x}`', 'src/teams/a.ts:2 holds SQL'],
  ['src/workflow/a.ts', 'q("INSERT INTO cases values (1)")', 'src/workflow/a.ts:1 holds SQL'],
  ['src/jobs/a.ts', `q('delete from cases')`, 'src/jobs/a.ts:1 holds SQL'],
  ['src/graph/a.ts', `import { z } from 'zod';`, 'src/graph/a.ts:1 has a schema outside schema.ts'],
  ['src/teams/a.ts', `import { z } from 'zod';`, 'src/teams/a.ts:1 has a schema outside schema.ts'],
  ['src/db/a.ts', 'let x;\n'.repeat(longestFile + 1), 'src/db/a.ts:301 is longer than 300 lines'],
];

/** What looks like a breach and is none. */
const allowed: readonly (readonly [path: string, text: string])[] = [
  ['src/domain/a.ts', `import { createHash } from 'node:crypto';\nimport { good } from './good.ts';`],
  ['src/db/a.ts', `import type { X } from '../workflow/ports.ts';\nimport { Migrator } from 'kysely/migration';`],
  ['src/db/a.ts', `// import x from '../teams/good.ts'; console.log(process.env)\n/* export default 1 */`],
  ['src/db/a.ts', `const text = "import x from '../teams/good.ts'; console.log(1)";`],
  ['src/db/a.ts', 'const text = `import x from "../teams/good.ts" ${f(`console.log(${1})`)} export default`;'],
  ['src/db/a.ts', `const found = text.replace(/['"\`]|console\\.log|[/]/g, '');\nconst half = a / b / c;`],
  ['src/db/a.ts', `const page = { console: 1, import: 2 }; page.import('x'); page.console.log(1); import.meta.url;`],
  ['src/db/a.ts', `process.on('exit', stop); const { platform } = { platform: process.platform };`],
  ['src/main.ts', `start(process.env);`],
  ['src/jobs/a.ts', `q('select key from graphile_worker.jobs');`],
  ['src/teams/a.ts', `say('Update the card', 'With care as ever', 'Delete it?', 'Select a case');`],
  ['src/teams/a.ts', `import en from '../../locales/en.json' with { type: 'json' };`],
  ['cards/a.ts', `import type en from '../locales/en.json';\nimport type { ICard } from '@microsoft/teams.cards';`],
  ['src/graph/schema.ts', `import { z } from 'zod';`],
  ['src/db/0001-tables.ts', `export const from = 'x'; export type from2 = string;`],
  ['src/db/a.ts', 'let x;\n'.repeat(longestFile)],
  ['src/workflow/ports.ts', 'export type X = 1;\n'.repeat(longestFile + 1)],
  ['test/a.test.ts', `import x from 'mocha'; import y from '../src/app.ts'; console.log(process.env);`],
];

describe('the reader of the house', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mining-watch-house-'));
    const places = ['src/domain', 'src/workflow', 'src/db', 'src/jobs', 'src/graph', 'src/azure', 'src/teams', 'cards'];
    for (const place of [...places, 'playground', 'test', 'bench', 'scripts']) put(`${place}/good.ts`, '');
    put('src/workflow/ports.ts', '');
    put('src/app.ts', '');
    put('locales/en.json', '{}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  it('finds nothing in a good house', () => {
    assert.deepEqual(read(root).reading.problems, []);
  });

  for (const [path, text, said] of breaches)
    it(`says: ${said} (${JSON.stringify(text.slice(0, 50))})`, () => {
      put(path, text);

      assert.ok(read(root).reading.problems.includes(said), read(root).reading.problems.join('\n'));
    });

  for (const [path, text] of allowed)
    it(`allows in ${path}: ${JSON.stringify(text.slice(0, 90))}`, () => {
      put(path, text);

      assert.deepEqual(read(root).reading.problems, []);
    });

  it('sees every form of import, and what is none', () => {
    const imports = importsOf(
      tokensOf(`
        import a, { type B } from 'one';
        import type { C } from 'two';
        import type D from 'three';
        import type from 'four';
        import { type E } from 'five';
        export type { F } from 'six';
        export { g } from 'seven';
        export const from = 'not this';
        import json from 'eight' with { type: 'json' };
        const { h } = await import('nine');
        type I = import('ten').I;
      `),
    );

    assert.deepEqual(
      imports.map(({ name, typeOnly }) => [name, typeOnly]),
      [
        ['one', false],
        ['two', true],
        ['three', true],
        ['four', false],
        ['five', false],
        ['six', true],
        ['seven', false],
        ['eight', false],
        ['nine', false],
        ['ten', false],
      ],
    );
  });
});
