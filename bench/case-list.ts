import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { createStore } from '../src/db/store.ts';
import type { Partner } from '../src/domain/partner.ts';
import type { Turn } from '../src/teams/context.ts';
import { drawHello } from '../src/teams/draw.ts';
import { drawList } from '../src/teams/draw-list.ts';
import { wordsFor } from '../src/teams/words.ts';
import type { Json, Store } from '../src/workflow/ports.ts';
import { makeCase, makePartner } from '../test/db/fixtures.ts';
import { seedManyCases } from '../test/support/many-cases.ts';
import { ada } from '../test/support/people.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import type { Closing } from './closing.ts';
import { quantile, shown, spread, table } from './numbers.ts';

/** Open cases of a partner; `BENCH_CASES=20000` for a trial. */
const sizes = { few: 1000, many: Number(process.env['BENCH_CASES'] ?? 1_000_000) } as const;
type Size = keyof typeof sizes;
const rounds = 5;
/** Answers to each command in a round, of each partner. */
const asked = 1000;
const lastPage = 100;

interface Place {
  readonly deps: { readonly store: Store; readonly now: () => Date };
  readonly turn: Turn;
}

/** What a typed command reads and draws. */
const commands: Readonly<Record<string, (place: Place) => Promise<Json>>> = {
  cases: ({ deps, turn }) => drawList(deps, turn, 'cases'),
  [`cases ${lastPage}`]: ({ deps, turn }) => drawList(deps, turn, 'cases', lastPage),
  mine: ({ deps, turn }) => drawList(deps, turn, 'mine'),
  hello: ({ deps, turn }) => drawHello(deps, turn),
};

/** Megabytes. One answer in a hundred would else meet a collection of garbage, and the 99th of a hundred tell of that alone. */
const youngSpace = 64;

/** (h): lists of the cases of a partner with 1,000 open ones and of one with 1,000,000, in turns. */
export async function benchCaseList(folder: string, closing: Closing): Promise<string> {
  for (const end of ['min', 'max']) setFlagsFromString(`--${end}-semi-space-size=${youngSpace}`);
  const server = await startEmbeddedServer({ folder: join(folder, 'database'), log: quietLog });
  closing.add(() => server.stop());
  const places = {
    few: await placeOf(await databaseOf(server.url, 'few', closing), sizes.few),
    many: await placeOf(await databaseOf(server.url, 'many', closing), sizes.many),
  };
  const rows: string[][] = [];
  for (const [command, answer] of Object.entries(commands)) {
    await timesOf(places, answer);
    const took: Readonly<Record<Size, number[]>>[] = [];
    for (let round = 0; round < rounds; round++) took.push(await timesOf(places, answer));
    rows.push(...rowsOf(command, took));
  }
  const head = ['command', 'open cases', 'p50 ms', 'p99 ms'];
  return `(h) lists of cases, ${rounds} rounds of ${asked} answers to each\n\n${table(head, rows)}`;
}

/** Of all rounds together, with the range of the rounds: of one round the 99th of a hundred is its tenth slowest, which is anybody's. */
function rowsOf(command: string, took: readonly Readonly<Record<Size, readonly number[]>>[]): string[][] {
  const all = { few: took.flatMap(({ few }) => few), many: took.flatMap(({ many }) => many) };
  const cell = (read: (times: Readonly<Record<Size, readonly number[]>>) => number) =>
    shown({ ...spread(took.map(read)), median: read(all) }, 2);
  const at = (times: readonly number[], share: number) =>
    quantile(
      times.toSorted((a, b) => a - b),
      share,
    );
  const sizeRow = (size: Size) => [
    command,
    sizes[size].toLocaleString('en'),
    ...[0.5, 0.99].map((share) => cell((times) => at(times[size], share))),
  ];
  const ratios = [0.5, 0.99].map((share) => cell(({ few, many }) => at(many, share) / at(few, share)));
  return [sizeRow('few'), sizeRow('many'), [command, 'ratio', ...ratios]];
}

/**
 * Milliseconds of each answer; the partners are asked in turns, who comes first is drawn by lot, so that what disturbs one
 * at regular times disturbs the other as often.
 */
async function timesOf(
  places: Readonly<Record<Size, Place>>,
  answer: (place: Place) => Promise<Json>,
): Promise<Record<Size, number[]>> {
  const times: Record<Size, number[]> = { few: [], many: [] };
  for (let i = 0; i < asked; i++) {
    for (const size of Math.random() < 0.5 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
      const began = performance.now();
      await answer(places[size]);
      times[size].push(performance.now() - began);
    }
  }
  return times;
}

type Opened = Awaited<ReturnType<typeof openDatabase>>;

async function databaseOf(serverUrl: string, name: string, closing: Closing): Promise<Opened> {
  const server = await openDatabase({ url: serverUrl, log: quietLog, poolSize: 1 });
  await server.pool.query(`create database ${name}`);
  await server.close();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, log: quietLog, poolSize: 4 });
  closing.add(() => database.close());
  await migrate(database);
  return database;
}

async function placeOf(database: Opened, count: number): Promise<Place> {
  const store = createStore(database);
  const partner = await makePartner(store);
  await seedManyCases({ database, partner, pattern: await makeCase(store, partner), count, owner: ada });
  await database.pool.query('checkpoint');
  return { deps: { store, now: () => new Date() }, turn: turnOf(partner) };
}

function turnOf(partner: Partner): Turn {
  const person = { ...ada, tenantId: partner.tenantId, teamsId: '29:ada' };
  return {
    partner,
    person,
    incoming: {
      activityId: '1',
      tenantId: partner.tenantId,
      person,
      teamsId: person.teamsId,
      botId: '28:bot',
      serviceUrl: 'https://smba.example/emea/',
      conversationId: 'a:chat',
      isPersonal: true,
      text: 'cases',
      mentions: [],
    },
    role: 'responder',
    rolesUnreadable: false,
    language: 'en',
    words: wordsFor('en'),
  };
}
